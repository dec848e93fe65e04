/** The sky as the camera sees it: the map, the disc of the sun or moon, stars. */
import { riseOfRow, sideOfColumn } from './camera.mjs';
import { gaussianSource, randomSource } from './random.mjs';
import { directionOf, lookUp } from './sky.mjs';

/** Stands for "no end" in the distances of a picture: metres. */
const SKY_DISTANCE = 60000;

const DEGREES = 180 / Math.PI;

const smooth = (from, to, value) => {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
};

/** Fills every point above `top[column]` of `picture` (red, green, blue, metres). */
export function lightSky(picture, { width, height, top }, map, look) {
  const sun = directionOf(look.sun.at);
  const [gain, radius, edge, flattening] = look.sun.disc;
  const colour = look.sun.discColour;
  const sunAzimuth = Math.atan2(sun[0], sun[2]);
  const sunElevation = Math.asin(sun[1]);
  const out = new Float64Array(4);
  for (let row = 0; row < height; row++) {
    const rise = Math.max(riseOfRow(row, height), 0.0008);
    for (let column = 0; column < width; column++) {
      if (row >= top[column]) continue;
      const side = sideOfColumn(column, width);
      const norm = 1 / Math.sqrt(side * side + rise * rise + 1);
      lookUp(map, 0, side * norm, rise * norm, norm, out);
      let disc = 0;
      if (gain > 0) {
        const across = Math.atan(side) - sunAzimuth;
        const up = (Math.asin(rise * norm) - sunElevation) * flattening;
        const off = Math.sqrt(across * across + up * up) * DEGREES;
        if (off < radius + edge) disc = gain * (1 - smooth(radius - edge, radius + edge, off)) * out[3] * out[3];
      }
      const i = (row * width + column) * 4;
      for (let c = 0; c < 3; c++) picture[i + c] = out[c] + colour[c] * disc;
      picture[i + 3] = SKY_DISTANCE;
    }
  }
}

/** Where the stars stand: share of the picture's width and height, brightness, pace of twinkling. */
const STARS = (() => {
  const uniform = randomSource(77);
  const gauss = gaussianSource(78);
  return Array.from({ length: 1400 }, () => ({
    x: uniform(),
    y: uniform() ** 1.15 * 0.54,
    bright: Math.exp(gauss() * 0.8 - 1),
    pace: Math.floor(4 + uniform() * 12),
    turn: uniform() * 2 * Math.PI,
  }));
})();

/** Adds `count` stars of `strength` where the sky of `map` is open. `turns`: share of the clip that is over, 0..1. */
export function addStars(picture, { width, height, top }, map, { strength, count }, turns) {
  const out = new Float64Array(4);
  for (const { x, y, bright, pace, turn } of STARS.slice(0, count)) {
    const [px, py] = [x * (width - 3) + 1, y * (height - 3) + 1];
    const [column, row] = [Math.floor(px), Math.floor(py)];
    const rise = riseOfRow(row, height);
    if (row + 2 >= top[column] || rise < 0.02) continue;
    lookUp(map, 0, sideOfColumn(column, width), rise, 1, out);
    const low = smooth(0.02, 0.16, rise);
    const light = strength * bright * out[3] ** 3 * low * (0.85 + 0.15 * Math.sin(turns * pace * 2 * Math.PI + turn));
    for (let dy = -1; dy <= 2; dy++)
      for (let dx = -1; dx <= 2; dx++) {
        // Painted half as wide as shown: a star that is round on the screen is narrow here.
        const off = 1.9 * (column + dx - px) ** 2 + 0.75 * (row + dy - py) ** 2;
        const i = ((row + dy) * width + column + dx) * 4;
        const share = light * Math.exp(-off * 1.6);
        picture[i] += share * 0.9;
        picture[i + 1] += share * 0.95;
        picture[i + 2] += share;
      }
  }
}
