/** Rain before the lens: a veil that takes away the distance, and single drops drawn out by the shutter. */
import { comeRound, fillGrid, readGridRow } from './grid.mjs';
import { readNoise } from './noise.mjs';
import { randomSource } from './random.mjs';

const smooth = (from, to, value) => {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
};

/** Layers of drops, near to far: how many, length as share of the picture's height, width, light, falls a clip. */
const LAYERS = [
  { drops: 60, length: 0.2, width: 1.5, light: 0.5, falls: 19 },
  { drops: 220, length: 0.1, width: 1.0, light: 0.6, falls: 12 },
  { drops: 700, length: 0.05, width: 0.8, light: 0.42, falls: 9 },
];

/** How far over its top and below its foot the picture is rained on, so that drops do not pop up. */
const MARGIN = 0.25;

/** Fades what is far into the colour of the rain, in drifting curtains. */
function addVeil(picture, width, height, { veil, colour }, noise, seconds, length) {
  const grid = fillGrid(width, height, (column, row) => {
    const [u, v] = [column / width, row / height];
    const low = 0.25 + 0.75 * smooth(0, 0.55, v);
    const curtain = (at) => readNoise(noise.soft, u * 0.9 - v * 0.12 + at * 0.012, at * 0.05 - v * 0.16, 0.4);
    return veil * low * (0.45 + 0.9 * smooth(0.3, 0.75, comeRound(curtain, seconds, length)));
  });
  const line = new Float32Array(width);
  for (let row = 0; row < height; row++) {
    readGridRow(line, grid, row);
    for (let column = 0; column < width; column++) {
      const i = (row * width + column) * 4;
      const share = Math.min(0.95, line[column] * smooth(40, 900, picture[i + 3]));
      for (let c = 0; c < 3; c++) picture[i + c] += (colour[c] - picture[i + c]) * share;
    }
  }
}

/** Draws one drop: a thin upright line, soft at both ends and across. */
function addDrop(picture, width, height, { x, y, length, slant, radius, colour, light }) {
  const from = Math.max(0, Math.ceil(y - length));
  const to = Math.min(height - 1, Math.floor(y));
  for (let row = from; row <= to; row++) {
    const along = (y - row) / length;
    const body = light * Math.min(1, 4 * along) * Math.min(1, 2.5 * (1 - along));
    const centre = x + (y - row) * slant;
    const first = Math.max(0, Math.ceil(centre - 2 * radius));
    const last = Math.min(width - 1, Math.floor(centre + 2 * radius));
    for (let column = first; column <= last; column++) {
      const off = (column - centre) / radius;
      const share = body * Math.exp(-off * off * 1.4);
      const i = (row * width + column) * 4;
      for (let c = 0; c < 3; c++) picture[i + c] += colour[c] * share;
    }
  }
}

/** @param {number} seconds of the clip; @param {number} length its length: every drop falls a whole number of times. */
export function addRain(picture, width, height, look, noise, seconds, length) {
  const { rain } = look;
  if (rain.veil > 0) addVeil(picture, width, height, rain, noise, seconds, length);
  const turns = seconds / length;
  const uniform = randomSource(911);
  for (const { drops, length: long, width: thick, light, falls } of LAYERS)
    for (let drop = 0; drop < drops; drop++) {
      const [place, phase, own] = [uniform(), uniform(), uniform()];
      const fall = (phase + turns * Math.round(falls * (0.85 + 0.3 * own) * rain.speed)) % 1;
      const y = (fall * (1 + 2 * MARGIN) - MARGIN + long) * height;
      addDrop(picture, width, height, {
        x: (place * 1.2 - 0.1) * width - fall * rain.slant * width * 0.75,
        y,
        length: long * (0.7 + 0.6 * own) * height,
        slant: (rain.slant * width * 0.75) / height,
        radius: (thick * width) / 960,
        colour: rain.colour,
        light: light * rain.amount * (0.4 + 0.6 * own),
      });
    }
}
