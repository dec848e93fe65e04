/**
 * Pictures of light: four 32-bit numbers a point, with ever smaller copies behind the full size, so that a
 * wide patch of a picture is read as cheaply as a point of it.
 */

/**
 * @typedef {{width: number, height: number, levels: number, offsets: Int32Array, data: Float32Array}} Image
 *   `data`: all levels one behind the other, level 0 first; `offsets`: where each starts
 */

/** @returns {Image} */
export function makeImage(width, height, levels = 1) {
  const offsets = new Int32Array(levels);
  let total = 0;
  for (let level = 0; level < levels; level++) {
    offsets[level] = total;
    total += Math.max(1, width >> level) * Math.max(1, height >> level) * 4;
  }
  return { width, height, levels, offsets, data: new Float32Array(total) };
}

/** Computes every smaller copy from the full size; both sides must be powers of two times the smallest. */
export function shrinkInto({ width, height, levels, offsets, data }) {
  for (let level = 1; level < levels; level++) {
    const [w, h] = [width >> level, height >> level];
    const from = offsets[level - 1];
    const stride = (width >> (level - 1)) * 4;
    let to = offsets[level];
    for (let y = 0; y < h; y++)
      for (let x = 0; x < w; x++) {
        const a = from + 2 * y * stride + 8 * x;
        for (let c = 0; c < 4; c++, to++)
          data[to] = 0.25 * (data[a + c] + data[a + 4 + c] + data[a + stride + c] + data[a + stride + 4 + c]);
      }
  }
}

/** Reads a repeating square image at (u, v), one turn a unit, into `out[0..3]`. */
export function readTile(image, level, u, v, out) {
  const size = image.width >> level;
  const mask = size - 1;
  const { data } = image;
  const x = u * size - 0.5;
  const y = v * size - 0.5;
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const fx = x - x0;
  const fy = y - y0;
  const base = image.offsets[level];
  const top = base + (y0 & mask) * size * 4;
  const bottom = base + ((y0 + 1) & mask) * size * 4;
  const left = (x0 & mask) * 4;
  const right = ((x0 + 1) & mask) * 4;
  const w11 = fx * fy;
  const w10 = fy - w11;
  const w01 = fx - w11;
  const w00 = 1 - fx - w10;
  const a = top + left;
  const b = top + right;
  const c = bottom + left;
  const d = bottom + right;
  out[0] = data[a] * w00 + data[b] * w01 + data[c] * w10 + data[d] * w11;
  out[1] = data[a + 1] * w00 + data[b + 1] * w01 + data[c + 1] * w10 + data[d + 1] * w11;
  out[2] = data[a + 2] * w00 + data[b + 2] * w01 + data[c + 2] * w10 + data[d + 2] * w11;
  out[3] = data[a + 3] * w00 + data[b + 3] * w01 + data[c + 3] * w10 + data[d + 3] * w11;
}

/** Reads an image whose edges hold on at (u, v) in 0..1 into `out[0..3]`. */
export function readImage(image, level, u, v, out) {
  const width = image.width >> level;
  const height = image.height >> level;
  const { data } = image;
  const x = Math.min(width - 1.001, Math.max(0, u * width - 0.5));
  const y = Math.min(height - 1.001, Math.max(0, v * height - 0.5));
  const x0 = x | 0;
  const y0 = y | 0;
  const fx = x - x0;
  const fy = y - y0;
  const a = image.offsets[level] + (y0 * width + x0) * 4;
  const c = a + width * 4;
  const w11 = fx * fy;
  const w10 = fy - w11;
  const w01 = fx - w11;
  const w00 = 1 - fx - w10;
  out[0] = data[a] * w00 + data[a + 4] * w01 + data[c] * w10 + data[c + 4] * w11;
  out[1] = data[a + 1] * w00 + data[a + 5] * w01 + data[c + 1] * w10 + data[c + 5] * w11;
  out[2] = data[a + 2] * w00 + data[a + 6] * w01 + data[c + 2] * w10 + data[c + 6] * w11;
  out[3] = data[a + 3] * w00 + data[a + 7] * w01 + data[c + 3] * w10 + data[c + 7] * w11;
}
