/**
 * A layer of clouds with a body, lit by marching through it (after A. Schneider, "The Real-time Volumetric
 * Cloudscapes of Horizon Zero Dawn", 2015). Lengths are kilometres.
 */
import { readNoise } from './noise.mjs';

const STEPS = 26;
const LIGHT_STEPS = 4;

const clamp = (value) => Math.min(1, Math.max(0, value));
const smooth = (from, to, value) => {
  const t = clamp((value - from) / (to - from));
  return t * t * (3 - 2 * t);
};

/** How much light goes on at an angle of this cosine: two lobes, and a constant for light scattered many times. */
function phase(cosine) {
  const [forward, backward] = [0.72, -0.25];
  const lobe = (g) => (1 - g * g) / (1 + g * g - 2 * g * cosine) ** 1.5;
  return 0.25 * (0.55 * lobe(forward) + 0.45 * lobe(backward)) + 0.14;
}

/**
 * @returns a function that looks in direction (x, y, z) with `air` behind and writes the clouds' light into
 *   `out[0..2]` and what they let through into `out[3]`.
 * @param clouds the scene's clouds. @param {readonly number[]} sun @param {number} seconds of the film
 */
export function cloudsOf(clouds, sun, noise, seconds) {
  const { cover, base, thickness, size, detail, drift, place, fade, squash, anvil, powder, hole } = clouds;
  const shiftX = drift * seconds;
  const shiftZ = -0.35 * drift * seconds;
  const height01 = (y) => clamp((y - base) / thickness);
  const profileAt = (height) => smooth(0, 0.18, height) * (1 - smooth(0.45 + 0.4 * anvil, 1, height));
  let covered = 0;

  /** Density 0..1 before detail; `covered` keeps the local cover for the steps towards the light. */
  const shapeAt = (x, y, z, fresh) => {
    const height = height01(y);
    if (height <= 0 || height >= 1) return 0;
    const qx = (x + shiftX) / size + place;
    const qy = (y * squash) / size;
    const qz = (z + shiftZ) / size + place * 1.7;
    if (fresh)
      covered = clamp(
        cover + (readNoise(noise.soft, qx * 0.23 + 0.37, qy * 0.23 + 0.37, qz * 0.23 + 0.37) - 0.5) * 1.5,
      );
    if (fresh && hole)
      covered *= smooth(hole.from, hole.to, Math.hypot(x - hole.at[0], (z - hole.at[1]) * hole.squash));
    if (covered <= 0.02) return 0;
    const puff = readNoise(noise.puff, qx, qy, qz);
    const shape = ((puff - (1 - covered)) / Math.max(covered, 0.05)) * profileAt(height);
    if (!fresh || shape <= 0 || detail === 0) return shape;
    const edge = 1 - clamp(shape * 1.6);
    if (edge <= 0) return shape;
    const dy = qy * 3.1 + seconds * 0.004;
    const fine =
      readNoise(noise.knot, qx * 3.1, dy, qz * 3.1) * 0.6 + readNoise(noise.grain, qx * 3.1, dy, qz * 3.1) * 0.4;
    return shape - (1 - fine) * detail * edge;
  };
  const densityAt = (x, y, z, fresh) => clamp(shapeAt(x, y, z, fresh) * 2.2) * clouds.density;

  const toSun = [sun[0], Math.max(sun[1], 0.1), sun[2]];
  const length = Math.hypot(...toSun);
  const [lx, ly, lz] = toSun.map((c) => c / length);
  const { light, ambient, under } = clouds;

  return (x, y, z, jitter, air, out) => {
    const rise = Math.max(y, 0.012);
    const start = base / rise;
    const end = Math.min((base + thickness) / rise, start + 14);
    const steps = y > 0.3 ? STEPS / 2 : STEPS;
    const stride = (end - start) / steps;
    const lobe = phase(x * sun[0] + y * sun[1] + z * sun[2]);
    let through = 1;
    out[0] = out[1] = out[2] = 0;
    for (let i = 0; i < steps && through > 0.01; i++) {
      const t = start + (i + jitter) * stride;
      const px = x * t;
      const py = y * t;
      const pz = z * t;
      const density = densityAt(px, py, pz, true);
      if (density < 0.001) continue;
      let shade = 0;
      let reach = 0.09 * thickness;
      for (let j = 0; j < LIGHT_STEPS; j++) {
        shade += densityAt(px + lx * reach, py + ly * reach, pz + lz * reach, false) * reach * 0.9;
        reach *= 1.9;
      }
      const beer = Math.max(Math.exp(-shade), 0.45 * Math.exp(-0.28 * shade));
      const direct = beer * lobe * (1 - powder * Math.exp(-density * 0.9));
      const height = height01(py);
      const clear = Math.exp(-t / fade);
      const passing = Math.exp(-density * stride);
      const share = through * (1 - passing);
      for (let c = 0; c < 3; c++) {
        const lit = light[c] * direct + ambient[c] * (0.45 + 0.55 * height) + under[c] * (1 - height);
        out[c] += share * (air[c] + (lit - air[c]) * clear);
      }
      through *= passing;
    }
    out[3] = through;
  };
}
