/** Fog that lies on the water and thins upwards, with wisps that drift before and behind one another. */
import { HEIGHT, riseOfRow, sideOfColumn } from './camera.mjs';
import { comeRound, fillGrid, readGridRow } from './grid.mjs';
import { readNoise } from './noise.mjs';
import { directionOf } from './sky.mjs';

const smooth = (from, to, value) => {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
};

/** Three curtains of wisps: metres away, their part in the fog, their place in the noise. */
const CURTAINS = [
  { away: 70, part: 0.18, place: 0.11 },
  { away: 220, part: 0.36, place: 0.37 },
  { away: 900, part: 0.46, place: 0.71 },
];

/** How thick the wisps are in front of a flat sea and its sky, 0..1 about. */
function wispsAt(side, rise, drift, noise, seconds) {
  const distance = rise < -1e-4 ? -HEIGHT / rise : 60000;
  let n = 0;
  for (const { away, part, place } of CURTAINS) {
    const behind = smooth(away * 0.3, away, distance);
    if (behind === 0) continue;
    const scale = 1 / (away * 0.55 + 60);
    const px = (side * away + drift * seconds) * scale;
    const py = rise * away * 3 * scale;
    const wide = readNoise(noise.soft, px, py, place + seconds * 0.006);
    const fine = readNoise(noise.puff, px * 2.7, py * 2.7, place + 0.4 + seconds * 0.009);
    n += smooth(0.3, 0.85, wide * 0.75 + fine * 0.3) * part * behind;
  }
  return n;
}

/** Lays the look's mist over `picture` (red, green, blue, metres). `length`: of the clip, seconds. */
export function addMist(picture, width, height, look, noise, seconds, length) {
  const { density, height: depth, wisps, drift, colour, glow } = look.mist;
  const sun = directionOf(look.sun.at);
  const ground = Math.exp(-HEIGHT / depth) * density * 0.001;
  const grid = fillGrid(width, height, (column, row) => {
    if (wisps === 0) return 0.75 / 1.6;
    const [side, rise] = [sideOfColumn(column, width), riseOfRow(row, height)];
    return comeRound((at) => wispsAt(side, rise, drift, noise, at), seconds, length);
  });
  const line = new Float32Array(width);
  for (let row = 0; row < height; row++) {
    const rise = riseOfRow(row, height);
    readGridRow(line, grid, row);
    for (let column = 0; column < width; column++) {
      const i = (row * width + column) * 4;
      const side = sideOfColumn(column, width);
      const norm = 1 / Math.sqrt(side * side + rise * rise + 1);
      const reach = Math.min(picture[i + 3], 20000);
      // The length of fog along a line of sight, weighed by its density, is known in closed form.
      const climb = (rise * norm) / depth;
      const path = Math.abs(climb * reach) < 1e-3 ? reach : (1 - Math.exp(-climb * reach)) / climb;
      const n = line[column];
      const patchy = 1 + wisps * (1.6 * n - 0.75);
      const tone = wisps > 0 ? 0.94 + 0.12 * n * wisps : 1;
      const share = 1 - Math.exp(-path * ground * patchy);
      const near = Math.max(0, (side * sun[0] + rise * sun[1] + sun[2]) * norm);
      const near2 = near * near;
      const near8 = near2 * near2 * near2 * near2;
      const shine = 0.5 * near8 + 0.9 * near8 ** 11;
      for (let c = 0; c < 3; c++) picture[i + c] += ((colour[c] + glow[c] * shine) * tone - picture[i + c]) * share;
    }
  }
}
