/** Lights that are not weather: a beam that searches the fog, stars that fall. */
import { riseOfRow, sideOfColumn } from './camera.mjs';
import { fillGrid, readGridRow } from './grid.mjs';

const DEGREES = 180 / Math.PI;

/** How strongly a light that turns `turns` times in a clip looks at us, 0..1, and to which side it points, -1..1. */
export function beaconAt({ turns }, share) {
  const angle = 2 * Math.PI * (share * turns + 0.3);
  const toUs = Math.max(0, Math.cos(angle));
  return { flash: toUs ** 14, glow: toUs ** 3, side: Math.sin(angle) };
}

/** Lays the light's halo and the two arms of its beam over the picture. @param {number} share of the clip, 0..1 */
export function addBeacon(picture, width, height, { beacon }, share) {
  const { at, colour, gain, reach } = beacon;
  const [centre, above] = [Math.tan(at[0] / DEGREES), Math.tan(at[1] / DEGREES)];
  const { flash, glow, side } = beaconAt(beacon, share);
  const grid = fillGrid(width, height, (column, row) => {
    const dx = sideOfColumn(column, width) - centre;
    const dy = riseOfRow(row, height) - above;
    const far = Math.hypot(dx, dy);
    const halo =
      flash * (0.5 * Math.exp(-far / 0.03) + 0.24 * Math.exp(-far / 0.15)) + glow * 0.05 * Math.exp(-far / 0.25);
    const along = dx * Math.sign(side);
    const wide = 0.006 + 0.1 * Math.max(0, along);
    const arm = along > 0 ? Math.abs(side) ** 2 * Math.exp(-along / reach) * Math.exp(-((dy / wide) ** 2)) : 0;
    const fades = Math.min(1, Math.max(0, along / 0.012));
    // Fog over the water takes the light as fog over the horizon does; the water's own mirror is in the sun's place.
    return gain * (halo + 0.34 * arm * fades);
  });
  const line = new Float32Array(width);
  for (let row = 0; row < height; row++) {
    readGridRow(line, grid, row);
    for (let column = 0; column < width; column++) {
      const i = (row * width + column) * 4;
      for (let c = 0; c < 3; c++) picture[i + c] += colour[c] * line[column];
    }
  }
  addLamp(picture, width, height, centre, above, colour, 0.4 + 5 * flash + glow);
}

/** The lamp itself: a small point. */
function addLamp(picture, width, height, side, rise, colour, light) {
  const x = ((side / sideOfColumn(width - 0.5, width) + 1) / 2) * width - 0.5;
  const steps = riseOfRow(0, height) - riseOfRow(1, height);
  const y = (riseOfRow(0, height) - rise) / steps;
  for (let row = Math.floor(y) - 4; row <= y + 5; row++)
    for (let column = Math.floor(x) - 3; column <= x + 4; column++) {
      const off = ((column - x) * 2) ** 2 + ((row - y) * 1.2) ** 2;
      const i = (row * width + column) * 4;
      for (let c = 0; c < 3; c++) picture[i + c] += colour[c] * light * Math.exp(-off / 4);
    }
}

/** Adds the stars that are falling at `seconds`: a bright head, a trail that fades. */
export function addMeteors(picture, width, height, { meteors }, seconds) {
  for (const { at, lasts, from, to, gain } of meteors) {
    const age = (seconds - at) / lasts;
    if (age <= 0 || age >= 1.6) continue;
    const head = Math.min(1, age);
    const tail = Math.max(0, age - 0.55);
    const fades = age > 1 ? Math.max(0, 1 - (age - 1) / 0.6) : 1;
    for (let step = 0; step < 420; step++) {
      const t = tail + ((head - tail) * step) / 419;
      const x = (from[0] + (to[0] - from[0]) * t) * width;
      const y = (from[1] + (to[1] - from[1]) * t) * height;
      const near = (step / 419) ** 2.4;
      const light = gain * fades * near * Math.sin(Math.PI * Math.min(1, t + 0.12)) * 0.16;
      spot(picture, width, height, x, y, light, 0.8 + 0.5 * near);
    }
  }
}

function spot(picture, width, height, x, y, light, radius) {
  for (let row = Math.floor(y) - 2; row <= y + 3; row++)
    for (let column = Math.floor(x) - 1; column <= x + 2; column++) {
      if (row < 0 || column < 0 || row >= height || column >= width) continue;
      const i = (row * width + column) * 4;
      const share = light * Math.exp(-(((column - x) * 2) ** 2 + ((row - y) * 1.2) ** 2) / (2 * radius * radius));
      picture[i] += share * 0.92;
      picture[i + 1] += share;
      picture[i + 2] += share * 0.98;
    }
}
