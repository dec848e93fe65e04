/**
 * Which piece of the sea each point of the picture shows. Every column walks out to the horizon over the waves and
 * fills the points that no nearer wave has covered.
 */
import { HALF_HEIGHT, HEIGHT, HORIZON, sideOfColumn } from './camera.mjs';
import { readTile } from './image.mjs';
import { TILES, TILE_WAVES } from './ocean.mjs';

/** Waves may rise this share of the picture's height over the horizon. */
const ROOM_ABOVE = 0.1;

/** Metres at which displacement begins to fade, and where it is gone: out there a wave is less than a point. */
const FADE_FROM = 2500;
const FADE_TO = 9000;

/** Buffers for a picture's sea: for each point where its water rests (x, z), how high it stands, its foam. */
export function makeSurface(width, height) {
  const firstRow = Math.floor(height * (0.5 - HORIZON / 2 - ROOM_ABOVE));
  const count = width * (height - firstRow);
  return {
    width,
    height,
    firstRow,
    restX: new Float32Array(count),
    restZ: new Float32Array(count),
    high: new Float32Array(count),
    foam: new Float32Array(count),
    top: new Int16Array(width),
    walk: makeWalk(width, height),
  };
}

/** The distances at which every column looks, one for each row of a flat sea, from below the picture outwards. */
function makeWalk(width, height) {
  const steps = [];
  const lowest = -1.4;
  const count = Math.ceil(((HORIZON - lowest) / 2) * height);
  for (let i = 0; i < count; i++) {
    const drop = (HORIZON - lowest) * (1 - (i + 0.5) / count) * HALF_HEIGHT;
    const ahead = HEIGHT / drop;
    const knot = Math.max(
      (ahead * 2 * 0.4663) / width,
      ((ahead * ahead) / HEIGHT) * ((2 * HALF_HEIGHT) / height) * 0.5,
    );
    const [level0, level1] = TILES.map((tile) =>
      Math.min(7, Math.max(0, Math.round(Math.log2((knot * TILE_WAVES) / tile.size)))),
    );
    const t = Math.min(1, Math.max(0, (FADE_TO - ahead) / (FADE_TO - FADE_FROM)));
    steps.push({ ahead, level0, level1, keep: t * t * (3 - 2 * t) });
  }
  return steps;
}

/** Fills the surface from the tiles as they stand; `surface.top[column]` becomes the first row that is sea. */
export function walkSurface(surface, tiles) {
  const { width, height, firstRow, restX, restZ, high, foam, top, walk } = surface;
  const [first, second] = tiles;
  const turns = TILES.map(({ turn, size }) => [Math.cos(turn) / size, Math.sin(turn) / size]);
  const [[c0, s0], [c1, s1]] = turns;
  const a = new Float64Array(4);
  const b = new Float64Array(4);
  for (let column = 0; column < width; column++) {
    const side = sideOfColumn(column, width);
    let best = height;
    let lastRow = height + 400;
    let lastX = 0;
    let lastZ = 1;
    let lastHigh = 0;
    let lastFoam = 0;
    for (const { ahead, level0, level1, keep } of walk) {
      const x = side * ahead;
      let dx = 0;
      let dy = 0;
      let dz = 0;
      let white = 0;
      if (keep > 0) {
        readTile(first.shifts, level0, c0 * x + s0 * ahead, -s0 * x + c0 * ahead, a);
        readTile(second.shifts, level1, c1 * x + s1 * ahead, -s1 * x + c1 * ahead, b);
        dx = (a[0] + b[0]) * keep;
        dy = (a[1] + b[1]) * keep;
        dz = (a[2] + b[2]) * keep;
        white = a[3] + 0.6 * b[3];
      }
      const rise = (dy - HEIGHT) / Math.max(1, ahead + dz);
      const row = ((1 - HORIZON - rise / HALF_HEIGHT) * height) / 2 - 0.5;
      const restsX = x - dx;
      if (row < best) {
        const span = lastRow - row;
        const from = Math.max(firstRow, Math.ceil(row));
        const to = Math.min(height, Math.ceil(best));
        for (let r = from; r < to; r++) {
          const t = Math.min(1, Math.max(0, (lastRow - r) / span));
          const i = (r - firstRow) * width + column;
          restX[i] = lastX + (restsX - lastX) * t;
          restZ[i] = lastZ + (ahead - lastZ) * t;
          high[i] = lastHigh + (dy - lastHigh) * t;
          foam[i] = lastFoam + (white - lastFoam) * t;
        }
        best = row;
      }
      lastRow = row;
      lastX = restsX;
      lastZ = ahead;
      lastHigh = dy;
      lastFoam = white;
    }
    top[column] = Math.max(firstRow, Math.ceil(best));
  }
}
