/** Northern lights: curtains that hang over the horizon, folded by slow waves, with rays that run along them. */
import { readNoise } from './noise.mjs';

const TURN = 2 * Math.PI;

/** Each curtain: height of its foot (square root of the map's height), its own height, light, pace, place. */
const CURTAINS = [
  { foot: 0.27, tall: 0.2, light: 1, waves: 1.1, place: 0.13 },
  { foot: 0.36, tall: 0.26, light: 0.8, waves: 0.8, place: 0.47 },
  { foot: 0.19, tall: 0.12, light: 0.55, waves: 1.6, place: 0.81 },
];

const smooth = (value) => {
  const t = Math.min(1, Math.max(0, value));
  return t * t * (3 - 2 * t);
};

/**
 * Adds the lights to a map of the sky. Everything runs in circles through the noise, so that a clip comes round.
 * @param {number} share of the clip, 0..1
 */
export function addAurora(map, mapWidth, mapHeight, { amount, low, high }, noise, share) {
  const [cx, cy] = [Math.cos(TURN * share), Math.sin(TURN * share)];
  const feet = new Float32Array(mapWidth);
  const rays = new Float32Array(mapWidth);
  for (const { foot, tall, light, waves, place } of CURTAINS) {
    for (let column = 0; column < mapWidth; column++) {
      const u = column / mapWidth;
      const fold = readNoise(noise.soft, u * 0.42 * waves + place, place * 3 + 0.035 * cx, place + 0.035 * cy) - 0.5;
      const fine = readNoise(noise.soft, u * 1.3 * waves, place + 0.05 * cy, 0.3 + 0.05 * cx) - 0.5;
      feet[column] = foot + 0.26 * fold + 0.08 * fine;
      const bright = smooth(2.6 * readNoise(noise.soft, u * 0.55 + 0.06 * cx, place + 0.06 * cy, 0.7) - 0.95);
      const ray = readNoise(noise.puff, u * 2.2 + fold * 1.2, place + 0.06 * cx, 0.06 * cy + 0.2);
      const thin = readNoise(noise.soft, u * 7 + fold * 3, place + 0.1 * cy, 0.1 * cx + 0.6);
      rays[column] = light * bright * (0.25 + 0.75 * smooth(1.9 * ray - 0.5)) * (0.7 + 0.6 * (thin - 0.2));
    }
    for (let row = 0; row < mapHeight; row++) {
      const v = (row + 0.5) / mapHeight;
      for (let column = 0; column < mapWidth; column++) {
        const over = (v - feet[column]) / tall;
        if (over < -0.7 || over > 3.6) continue;
        const shine = rays[column] * amount * (over < 0 ? Math.exp(-(over * over) * 11) : Math.exp(-over * 1.25));
        if (shine < 0.002) continue;
        const i = (row * mapWidth + column) * 4;
        const open = map.data[i + 3];
        const up = smooth(over / 1.7);
        for (let c = 0; c < 3; c++) map.data[i + c] += (low[c] + (high[c] - low[c]) * up) * shine * open;
      }
    }
  }
}
