/**
 * A block of tileable noise that clouds, mist and foam are cut from: red is billowing low-frequency noise
 * (Perlin raised by Worley), green to alpha are Worley noise of rising frequency (after A. Schneider,
 * "The Real-time Volumetric Cloudscapes of Horizon Zero Dawn", 2015).
 */
import { randomSource } from './random.mjs';

/** Cells a side of the block. */
export const NOISE_SIZE = 64;

/** Tileable gradient noise of `cells` a side, about -0.7..0.7. */
function perlin(cells, random) {
  const gradients = Float32Array.from({ length: cells ** 3 * 3 }, () => random() * 2 - 1);
  const fade = (t) => t * t * t * (t * (t * 6 - 15) + 10);
  return (x, y, z) => {
    const [px, py, pz] = [x * cells, y * cells, z * cells];
    const [ix, iy, iz] = [Math.floor(px), Math.floor(py), Math.floor(pz)];
    let sum = 0;
    for (let corner = 0; corner < 8; corner++) {
      const [ox, oy, oz] = [corner & 1, (corner >> 1) & 1, corner >> 2];
      const [fx, fy, fz] = [px - ix - ox, py - iy - oy, pz - iz - oz];
      const g = 3 * (((ix + ox) % cells) + cells * (((iy + oy) % cells) + cells * ((iz + oz) % cells)));
      const weight = fade(1 - Math.abs(fx)) * fade(1 - Math.abs(fy)) * fade(1 - Math.abs(fz));
      sum += weight * (gradients[g] * fx + gradients[g + 1] * fy + gradients[g + 2] * fz);
    }
    return sum;
  };
}

/** Tileable inverted distance to the nearest of `cells`³ scattered points, 0..1, 1 at a point. */
function worley(cells, random) {
  const points = Float32Array.from({ length: cells ** 3 * 3 }, () => random());
  return (x, y, z) => {
    const [px, py, pz] = [x * cells, y * cells, z * cells];
    const [ix, iy, iz] = [Math.floor(px), Math.floor(py), Math.floor(pz)];
    let least = 4;
    for (let dz = -1; dz <= 1; dz++)
      for (let dy = -1; dy <= 1; dy++)
        for (let dx = -1; dx <= 1; dx++) {
          const [cx, cy, cz] = [ix + dx, iy + dy, iz + dz].map((c) => (c + cells) % cells);
          const p = 3 * (cx + cells * (cy + cells * cz));
          const [ax, ay, az] = [ix + dx + points[p] - px, iy + dy + points[p + 1] - py, iz + dz + points[p + 2] - pz];
          least = Math.min(least, ax * ax + ay * ay + az * az);
        }
    return 1 - Math.min(1, Math.sqrt(least));
  };
}

/**
 * Four blocks of noise, 0..1, x fastest: `puff` (billowing, low), `knot` and `grain` (finer and finer
 * Worley noise), `soft` (smooth, low).
 */
export function makeNoise(seed) {
  const random = randomSource(seed);
  const octaves = [4, 8, 16].map((cells) => perlin(cells, random));
  const worleys = [4, 8, 14].map((cells) => worley(cells, random));
  const [puff, knot, grain, soft] = [0, 1, 2, 3].map(() => new Float32Array(NOISE_SIZE ** 3));
  const clamp = (value) => Math.min(1, Math.max(0, value));
  for (let z = 0, i = 0; z < NOISE_SIZE; z++)
    for (let y = 0; y < NOISE_SIZE; y++)
      for (let x = 0; x < NOISE_SIZE; x++, i++) {
        const at = [x, y, z].map((c) => (c + 0.5) / NOISE_SIZE);
        const [p4, p8, p16] = octaves.map((octave) => octave(...at));
        const [w4, w8, w14] = worleys.map((one) => one(...at));
        const smooth = 0.5 + 0.62 * (p4 + 0.5 * p8 + 0.25 * p16);
        const billow = w4 * 0.625 + w8 * 0.25 + w14 * 0.125;
        puff[i] = clamp(smooth * 0.6 + billow * 0.55 - 0.07);
        knot[i] = w8;
        grain[i] = w14;
        soft[i] = clamp(smooth);
      }
  return { puff, knot, grain, soft };
}

/** Reads a block at (x, y, z), one turn a unit, with straight lines between the cells. */
export function readNoise(block, x, y, z) {
  const px = x * NOISE_SIZE;
  const py = y * NOISE_SIZE;
  const pz = z * NOISE_SIZE;
  const ix = Math.floor(px);
  const iy = Math.floor(py);
  const iz = Math.floor(pz);
  const fx = px - ix;
  const fy = py - iy;
  const fz = pz - iz;
  const x0 = ix & 63;
  const x1 = (ix + 1) & 63;
  const y0 = (iy & 63) << 6;
  const y1 = ((iy + 1) & 63) << 6;
  const z0 = (iz & 63) << 12;
  const z1 = ((iz + 1) & 63) << 12;
  const a = block[z0 + y0 + x0] + (block[z0 + y0 + x1] - block[z0 + y0 + x0]) * fx;
  const b = block[z0 + y1 + x0] + (block[z0 + y1 + x1] - block[z0 + y1 + x0]) * fx;
  const c = block[z1 + y0 + x0] + (block[z1 + y0 + x1] - block[z1 + y0 + x0]) * fx;
  const d = block[z1 + y1 + x0] + (block[z1 + y1 + x1] - block[z1 + y1 + x0]) * fx;
  const near = a + (b - a) * fy;
  return near + (c + (d - c) * fy - near) * fz;
}
