/** Snow before the lens: a hush that takes away the distance, and flakes that sway as they fall. */
import { randomSource } from './random.mjs';

const smooth = (from, to, value) => {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
};

/** Layers of flakes, near to far: how many, radius as share of the picture's width, light, falls a clip. */
const LAYERS = [
  { flakes: 46, radius: 0.0042, light: 0.5, falls: 3 },
  { flakes: 240, radius: 0.002, light: 0.6, falls: 2 },
  { flakes: 900, radius: 0.0011, light: 0.5, falls: 1 },
];

/** How far over its top and below its foot the picture is snowed on, so that flakes do not pop up. */
const MARGIN = 0.04;

function addFlake(picture, width, height, { x, y, radius, colour, light }) {
  const across = Math.max(0.9, radius * width);
  const down = Math.max(1.3, (radius * height * 16) / 9);
  for (let row = Math.max(0, Math.ceil(y - 2 * down)); row <= Math.min(height - 1, y + 2 * down); row++)
    for (let column = Math.max(0, Math.ceil(x - 2 * across)); column <= Math.min(width - 1, x + 2 * across); column++) {
      const [dx, dy] = [(column - x) / across, (row - y) / down];
      const share = light * Math.exp(-1.5 * (dx * dx + dy * dy));
      const i = (row * width + column) * 4;
      for (let c = 0; c < 3; c++) picture[i + c] += (colour[c] - picture[i + c]) * share;
    }
}

/** @param {number} turns share of the clip that is over, 0..1: every flake falls and sways whole times in it. */
export function addSnow(picture, width, height, { snow }, turns) {
  const { amount, hush, colour, slant } = snow;
  if (hush > 0)
    for (let i = 0; i < picture.length; i += 4) {
      const share = hush * smooth(30, 1400, picture[i + 3]);
      for (let c = 0; c < 3; c++) picture[i + c] += (colour[c] - picture[i + c]) * share;
    }
  const uniform = randomSource(1225);
  for (const { flakes, radius, light, falls } of LAYERS)
    for (let flake = 0; flake < flakes; flake++) {
      const [place, phase, own, swing] = [uniform(), uniform(), uniform(), uniform()];
      const fall = (phase + turns * falls) % 1;
      const sway = 0.012 * Math.sin(2 * Math.PI * (turns * (1 + Math.floor(swing * 3)) + own));
      addFlake(picture, width, height, {
        x: ((((place + slant * fall + sway) % 1) + 1) % 1) * width,
        y: (fall * (1 + 2 * MARGIN) - MARGIN) * height,
        radius: radius * (0.7 + 0.6 * own),
        colour,
        light: Math.min(0.95, light * amount * (0.45 + 0.55 * own) * Math.min(1, fall * 12, (1 - fall) * 12)),
      });
    }
}
