/** From light to a picture: what is too bright spills over, then the film's curve, its colours, its grain. */
import { CURVE } from './look.mjs';
import { randomSource } from './random.mjs';

/** The picture's width and height for each point of the bloom. */
const BLOOM_SHRINK = 8;

/** Light over which a point spills, and the most that it can spill. */
const SPILL_FROM = 0.9;
const SPILL_MOST = 12;

/** The curve as a table: from light in steps of 1 / TABLE_STEPS to a screen value of 0..1, gamma included. */
const TABLE_STEPS = 1024;
const TABLE_MOST = 6;
const TABLE = Float32Array.from({ length: TABLE_STEPS * TABLE_MOST + 2 }, (_, i) =>
  Math.sqrt(1 - Math.exp((-CURVE * i) / TABLE_STEPS)),
);

/** Triangular noise, as long as any picture's grain needs to look without repetition. */
const GRAIN = (() => {
  const uniform = randomSource(4711);
  return Float32Array.from({ length: 1 << 18 }, () => uniform() + uniform() - 1);
})();

/** A small picture of what is too bright, blurred. */
function bloomOf(picture, width, height) {
  const [w, h] = [Math.ceil(width / BLOOM_SHRINK), Math.ceil(height / BLOOM_SHRINK)];
  let from = new Float32Array(w * h * 3);
  for (let row = 0; row < h * BLOOM_SHRINK && row < height; row++)
    for (let column = 0; column < width; column++) {
      const i = (row * width + column) * 4;
      if (picture[i] <= SPILL_FROM) continue;
      const to = (Math.floor(row / BLOOM_SHRINK) * w + Math.floor(column / BLOOM_SHRINK)) * 3;
      for (let c = 0; c < 3; c++)
        from[to + c] += Math.min(SPILL_MOST, Math.max(0, picture[i + c] - SPILL_FROM)) / BLOOM_SHRINK ** 2;
    }
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

/**
 * Writes the picture as bytes (red, green, blue) into `bytes`.
 * @param picture red, green, blue, metres for each point. @param {number} frame moves the grain
 */
export function develop(bytes, picture, width, height, grade, frame) {
  const { exposure, contrast, saturation, bloom, tint, grain, vignette } = grade;
  const spill = bloom > 0 ? bloomOf(picture, width, height) : undefined;
  const gains = tint.map((value) => value * exposure);
  const screen = [0, 0, 0];
  const start = randomSource(frame + 1);
  for (let row = 0, to = 0; row < height; row++) {
    const v = ((2 * (row + 0.5)) / height - 1) * 0.75;
    const by = spill ? Math.min(spill.height - 1.001, Math.max(0, (row + 0.5) / BLOOM_SHRINK - 0.5)) : 0;
    const by0 = Math.floor(by);
    const fy = by - by0;
    let speck = Math.floor(start() * GRAIN.length);
    for (let column = 0; column < width; column++, to += 3) {
      const i = (row * width + column) * 4;
      const u = ((2 * (column + 0.5)) / width - 1) * 0.9;
      const corner = 1 - vignette * (u * u + v * v);
      let a = 0;
      let fx = 0;
      if (spill) {
        const bx = Math.min(spill.width - 1.001, Math.max(0, (column + 0.5) / BLOOM_SHRINK - 0.5));
        const bx0 = Math.floor(bx);
        fx = bx - bx0;
        a = (by0 * spill.width + bx0) * 3;
      }
      for (let c = 0; c < 3; c++) {
        let value = picture[i + c];
        if (spill) {
          const d = spill.data;
          const b = a + spill.width * 3;
          const up = d[a + c] + (d[a + 3 + c] - d[a + c]) * fx;
          const down = d[b + c] + (d[b + 3 + c] - d[b + c]) * fx;
          value += (up + (down - up) * fy) * bloom;
        }
        const x = Math.min(TABLE_MOST, Math.max(0, value * gains[c] * corner)) * TABLE_STEPS;
        const x0 = x | 0;
        screen[c] = TABLE[x0] + (TABLE[x0 + 1] - TABLE[x0]) * (x - x0);
      }
      const grey = 0.2126 * screen[0] + 0.7152 * screen[1] + 0.0722 * screen[2];
      const noise = GRAIN[speck++ & (GRAIN.length - 1)] * grain * (0.55 + 1.2 * grey * (1 - grey)) + 0.5;
      for (let c = 0; c < 3; c++) {
        const value = grey + (screen[c] - grey) * saturation;
        const curved = value + (value * value * (3 - 2 * value) - value) * contrast;
        bytes[to + c] = Math.min(255, Math.max(0, curved * 255 + noise));
      }
    }
  }
}
