/** From light to a picture: what is too bright spills over, then the film's curve, its colours, its grain. */
import { CURVE } from './look.mjs';
import { randomSource } from './random.mjs';

/** Columns and rows of the picture for each point of the bloom. */
const BLOOM_ACROSS = 8;
const BLOOM_DOWN = 14;

/** Light over which a point spills, and the most that it can spill. */
const SPILL_FROM = 0.9;
const SPILL_MOST = 12;

/** The curve as a table: from light in steps of 1 / TABLE_STEPS to a screen value of 0..1, gamma included. */
const TABLE_STEPS = 1024;
const TABLE_MOST = 6;
const TABLE_LAST = TABLE_STEPS * TABLE_MOST;
const TABLE = Float32Array.from({ length: TABLE_LAST + 2 }, (_, i) =>
  Math.sqrt(1 - Math.exp((-CURVE * i) / TABLE_STEPS)),
);

/** Triangular noise, as long as any picture's grain needs to look without repetition. */
const GRAIN = (() => {
  const uniform = randomSource(4711);
  return Float32Array.from({ length: 1 << 18 }, () => uniform() + uniform() - 1);
})();

/** A small picture of what is too bright, blurred; undefined where nothing is. */
function bloomOf(picture, width, height) {
  const [w, h] = [Math.ceil(width / BLOOM_ACROSS), Math.ceil(height / BLOOM_DOWN)];
  const from = new Float32Array(w * h * 3);
  let spills = false;
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const i = (row * width + column) * 4;
      if (picture[i] <= SPILL_FROM) continue;
      spills = true;
      const to = (Math.floor(row / BLOOM_DOWN) * w + Math.floor(column / BLOOM_ACROSS)) * 3;
      for (let c = 0; c < 3; c++)
        from[to + c] += Math.min(SPILL_MOST, Math.max(0, picture[i + c] - SPILL_FROM)) / (BLOOM_ACROSS * BLOOM_DOWN);
    }
  if (!spills) return undefined;
  // A close glow and a wide one, as a lens has.
  const close = blur(from, w, h, w * 0.008);
  const wide = blur(from, w, h, w * 0.04);
  for (let i = 0; i < close.length; i++) close[i] = 0.6 * close[i] + 0.4 * wide[i];
  return { width: w, height: h, data: close };
}

/** Gaussian blur of three colours, `deviation` in points. */
function blur(source, width, height, deviation) {
  const reach = Math.ceil(deviation * 2.5);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-((i - reach) ** 2) / (2 * deviation ** 2)));
  const sum = weights.reduce((a, b) => a + b, 0);
  const pass = (from, count, lines, step, lineStep) => {
    const to = new Float32Array(from.length);
    for (let line = 0; line < lines; line++)
      for (let at = 0; at < count; at++)
        for (let k = -reach; k <= reach; k++) {
          const other = Math.min(count - 1, Math.max(0, at + k));
          const weight = weights[k + reach] / sum;
          const a = line * lineStep + at * step;
          const b = line * lineStep + other * step;
          for (let c = 0; c < 3; c++) to[a + c] += from[b + c] * weight;
        }
    return to;
  };
  return pass(pass(source, width, height, 3, width * 3), height, width, width * 3, 3);
}

/** Writes what spills into one row of the picture into `line` (red, green, blue for each column). */
function spillRow(line, spill, row, width, gain) {
  const y = Math.min(spill.height - 1.001, Math.max(0, (row + 0.5) / BLOOM_DOWN - 0.5));
  const y0 = Math.floor(y);
  const fy = y - y0;
  const stride = spill.width * 3;
  const { data } = spill;
  for (let column = 0, i = 0; column < width; column++, i += 3) {
    const x = Math.min(spill.width - 1.001, Math.max(0, (column + 0.5) / BLOOM_ACROSS - 0.5));
    const x0 = Math.floor(x);
    const fx = x - x0;
    const a = y0 * stride + x0 * 3;
    for (let c = a; c < a + 3; c++) {
      const up = data[c] + (data[c + 3] - data[c]) * fx;
      const down = data[c + stride] + (data[c + stride + 3] - data[c + stride]) * fx;
      line[i + c - a] = (up + (down - up) * fy) * gain;
    }
  }
}

/** One colour of light through the film's curve: 0..1. */
function expose(value) {
  const x = value * TABLE_STEPS;
  if (!(x > 0)) return 0;
  if (x >= TABLE_LAST) return TABLE[TABLE_LAST];
  const x0 = x | 0;
  return TABLE[x0] + (TABLE[x0 + 1] - TABLE[x0]) * (x - x0);
}

/**
 * Writes the picture as bytes (red, green, blue) into `bytes`.
 * @param {Uint8ClampedArray} bytes @param picture red, green, blue, metres for each point
 * @param {number} frame moves the grain
 */
export function develop(bytes, picture, width, height, grade, frame) {
  const { exposure, contrast, saturation, bloom, tint, grain, vignette } = grade;
  const spill = bloom > 0 ? bloomOf(picture, width, height) : undefined;
  const [gainR, gainG, gainB] = tint.map((value) => value * exposure);
  const start = randomSource(frame + 1);
  const line = new Float32Array(width * 3);
  const sides = Float32Array.from({ length: width }, (_, column) => (((2 * (column + 0.5)) / width - 1) * 0.9) ** 2);
  for (let row = 0, to = 0; row < height; row++) {
    const up = (((2 * (row + 0.5)) / height - 1) * 0.75) ** 2;
    if (spill) spillRow(line, spill, row, width, bloom);
    let speck = Math.floor(start() * GRAIN.length);
    for (let column = 0; column < width; column++, to += 3) {
      const i = (row * width + column) * 4;
      const corner = 1 - vignette * (sides[column] + up);
      const r = expose((picture[i] + line[3 * column]) * gainR * corner);
      const g = expose((picture[i + 1] + line[3 * column + 1]) * gainG * corner);
      const b = expose((picture[i + 2] + line[3 * column + 2]) * gainB * corner);
      const grey = 0.2126 * r + 0.7152 * g + 0.0722 * b;
      const noise = GRAIN[speck++ & (GRAIN.length - 1)] * grain * (0.55 + 1.2 * grey * (1 - grey));
      const red = grey + (r - grey) * saturation;
      const green = grey + (g - grey) * saturation;
      const blue = grey + (b - grey) * saturation;
      bytes[to] = (red + (red * red * (3 - 2 * red) - red) * contrast) * 255 + noise;
      bytes[to + 1] = (green + (green * green * (3 - 2 * green) - green) * contrast) * 255 + noise;
      bytes[to + 2] = (blue + (blue * blue * (3 - 2 * blue) - blue) * contrast) * 255 + noise;
    }
  }
}
