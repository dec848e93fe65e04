/**
 * The map of the sky: everything above the horizon in one picture, that the camera looks at and the sea mirrors.
 * Across lies the tangent of the azimuth, up the square root of the height: no angles are needed to look into it,
 * and the rows crowd towards the horizon. Red, green, blue: light. Alpha: what comes through from behind.
 */
import { airOf } from './air.mjs';
import { cloudsOf } from './clouds.mjs';
import { makeImage, readImage, shrinkInto } from './image.mjs';
import { readNoise } from './noise.mjs';
import { noiseOfPixel } from './random.mjs';

const MAP_WIDTH = 768;
const MAP_HEIGHT = 320;
const MAP_LEVELS = 6;

/** Tangent of the azimuth at the map's edges: a third more than the camera sees, for what waves mirror. */
const MAP_SIDE = 0.62;

const DEGREES = 180 / Math.PI;

const clamp = (value) => Math.min(1, Math.max(0, value));
const smooth = (from, to, value) => {
  const t = clamp((value - from) / (to - from));
  return t * t * (3 - 2 * t);
};

/** Unit vector of a pair of degrees: azimuth to the right of the camera, elevation. */
export function directionOf([azimuth, elevation]) {
  const [a, e] = [azimuth / DEGREES, elevation / DEGREES];
  return [Math.sin(a) * Math.cos(e), Math.sin(e), Math.cos(a) * Math.cos(e)];
}

/** Calls `visit(x, y, z, index)` with the direction of every point of the map. */
function overMap(visit) {
  for (let row = 0, i = 0; row < MAP_HEIGHT; row++) {
    const y = ((row + 0.5) / MAP_HEIGHT) ** 2;
    const across = Math.sqrt(1 - y * y);
    for (let column = 0; column < MAP_WIDTH; column++, i += 4) {
      const side = (((column + 0.5) / MAP_WIDTH) * 2 - 1) * MAP_SIDE;
      const length = Math.sqrt(side * side + 1);
      visit((side / length) * across, y, across / length, i, column, row);
    }
  }
}

/** High thin cloud, drawn out by the wind: 0..1 in direction (x, y, z). */
function veilAt({ amount, size, streak, place }, noise, seconds, x, y, z) {
  const far = 8 / Math.max(y + 0.02, 0.03);
  const qx = (x * far + 0.02 * seconds * size) / size;
  const qz = ((z * far + 0.004 * seconds * size) / size) * streak;
  const wide = readNoise(noise.soft, qx * 0.35, qz * 0.35, place);
  const bend = (wide - 0.5) * 0.6;
  const middle = readNoise(noise.puff, qx + bend, qz + bend, place + 0.31);
  const fine = readNoise(noise.puff, qx * 3.3 + bend * 2, qz * 3.3 + bend * 2, place + 0.61);
  return smooth(0.42, 0.95, middle * 0.7 + fine * 0.25 + (wide - 0.5) * 0.9) * amount * smooth(0, 0.1, y);
}

/** Rain hanging under far clouds: 0..1. */
function shaftsAt({ amount, slant, size, place }, noise, seconds, x, y, z) {
  const above = Math.asin(y) * DEGREES;
  const across = (Math.atan2(x, z) * DEGREES + above * slant + seconds * 0.22) / size;
  const n =
    readNoise(noise.soft, across * 0.13, 0.21, place) * 0.7 +
    readNoise(noise.puff, across * 0.6, above * 0.004 - seconds * 0.01, place) * 0.3;
  return Math.min(0.9, smooth(0.4, 0.72, n) * (1 - smooth(2, 17, above)) * amount);
}

/** A pale spectrum, red at 0 to violet at 1, into `out`. */
function spectrum(x, out) {
  const bell = (at, width) => Math.exp(-(((x - at) / width) ** 2));
  out[0] = bell(0.12, 0.2) + 0.25 * bell(1, 0.14);
  out[1] = bell(0.45, 0.2);
  out[2] = bell(0.8, 0.2);
}

/** Adds shafts of light: along the way to the sun, how much of the sky is open? */
function addRays(map, look, sun) {
  const { amount, reach, soft, fall, colour } = look.rays;
  const source = map.data.slice();
  const sunU = 0.5 + (0.5 * sun[0]) / (sun[2] * MAP_SIDE);
  const sunV = Math.sqrt(sun[1]);
  overMap((x, y, z, i, column, row) => {
    const u = (column + 0.5) / MAP_WIDTH;
    const v = (row + 0.5) / MAP_HEIGHT;
    const jitter = noiseOfPixel(column, row + 31);
    let open = 0;
    let total = 0;
    for (let step = 0; step < 22; step++) {
      const t = (step + jitter) / 22;
      const at = t * reach;
      const px = Math.min(MAP_WIDTH - 1, Math.max(0, (u + (sunU - u) * at) * MAP_WIDTH)) | 0;
      const py = Math.min(MAP_HEIGHT - 1, Math.max(0, (v + (sunV - v) * at) * MAP_HEIGHT)) | 0;
      const weight = 0.25 + t;
      open += smooth(0.05, 0.05 + soft, source[(py * MAP_WIDTH + px) * 4 + 3]) * weight;
      total += weight;
    }
    const off = Math.acos(Math.min(1, x * sun[0] + y * sun[1] + z * sun[2])) * DEGREES;
    const shaft = (open / total) ** 1.6 * Math.exp(-off / 16) * (1 - Math.exp(-off / 3)) * Math.exp(-y * fall) * amount;
    for (let c = 0; c < 3; c++) map.data[i + c] += colour[c] * shaft;
  });
}

/** Adds a rainbow, its faint second, and the darker band between them. */
function addBow(map, { amount, at, secondary }) {
  const opposite = directionOf(at);
  const [first, second] = [
    [0, 0, 0],
    [0, 0, 0],
  ];
  overMap((x, y, z, i) => {
    const angle = Math.acos(x * opposite[0] + y * opposite[1] + z * opposite[2]) * DEGREES;
    if (angle > 58) return;
    spectrum((42.4 - angle) / 2.3, first);
    spectrum((angle - 50.2) / 3.6, second);
    const inside = 0.1 * (1 - smooth(38, 43, angle)) * smooth(12, 40, angle);
    const band = 1 - 0.1 * smooth(42, 43, angle) * (1 - smooth(50, 52, angle)) * Math.min(1, amount);
    for (let c = 0; c < 3; c++)
      map.data[i + c] = map.data[i + c] * band + (first[c] + second[c] * 0.28 * secondary + inside) * amount * 0.16;
  });
}

/** Softens the grain that marching through clouds leaves. */
function soften(map) {
  const { data } = map;
  const source = data.slice(0, MAP_WIDTH * MAP_HEIGHT * 4);
  const stride = MAP_WIDTH * 4;
  for (let row = 1; row < MAP_HEIGHT - 1; row++)
    for (let i = row * stride + 4; i < (row + 1) * stride - 4; i++)
      data[i] = source[i] * 0.36 + (source[i - 4] + source[i + 4] + source[i - stride] + source[i + stride]) * 0.16;
}

/** How bright the band of the galaxy is in direction (x, y, z), 0..1 about: a tilted great circle, and dust before it. */
function galaxyAt({ tilt, turn }, noise, x, y, z) {
  const across = x * Math.cos(tilt) - y * Math.sin(tilt) + turn * z;
  const along = x * Math.sin(tilt) + y * Math.cos(tilt);
  const wide = readNoise(noise.soft, along * 1.1, across * 1.4, 0.2);
  const dust = readNoise(noise.puff, along * 1.7 + 0.4, across * 2.6, 0.6);
  const fine = readNoise(noise.puff, along * 5.1, across * 6, 0.9);
  const band = Math.exp(-((across / 0.17) ** 2)) * (0.3 + 1.1 * wide) + 0.4 * Math.exp(-((across / 0.42) ** 2));
  const lane = 1 - 0.75 * Math.exp(-((across / 0.06) ** 2)) * smooth(0.42, 0.68, dust);
  return band * lane * (0.75 + 0.5 * fine) * smooth(0, 0.2, y);
}

/** Paints the whole map for one moment of a scene. */
export function paintSky(map, look, noise, seconds) {
  const sun = directionOf(look.sun.at);
  const air = airOf(look, sun);
  const march = look.clouds.cover > 0 ? cloudsOf(look.clouds, sun, noise, seconds) : undefined;
  const { veil, shafts, galaxy } = look;
  const [behind, clear, cloud] = [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0, 1],
  ];
  const { data } = map;
  overMap((x, y, z, i, column, row) => {
    air(x, y, z, behind);
    if (galaxy.amount > 0) {
      const bright = galaxyAt(galaxy, noise, x, y, z) * galaxy.amount;
      for (let c = 0; c < 3; c++) behind[c] += galaxy.colour[c] * bright;
    }
    let open = 1;
    for (let c = 0; c < 3; c++) clear[c] = behind[c];
    if (veil.amount > 0) {
      const high = veilAt(veil, noise, seconds, x, y, z);
      const near = Math.max(0, x * sun[0] + y * sun[1] + z * sun[2]);
      const shine = 0.5 + 0.9 * near ** 6 + 1.6 * near ** 60;
      for (let c = 0; c < 3; c++) clear[c] += (veil.light[c] * shine - clear[c]) * high;
      open = 1 - 0.75 * high;
    }
    if (march) march(x, y, z, noiseOfPixel(column, row), behind, cloud);
    const falling = shafts.amount > 0 ? shaftsAt(shafts, noise, seconds, x, y, z) : 0;
    for (let c = 0; c < 3; c++) {
      const lit = clear[c] * cloud[3] + cloud[c];
      data[i + c] = lit + (shafts.colour[c] - lit) * falling;
    }
    data[i + 3] = open * cloud[3];
  });
  if (march) soften(map);
  if (look.rays.amount > 0) addRays(map, look, sun);
  if (look.bow.amount > 0) addBow(map, look.bow);
}

export const makeSky = () => makeImage(MAP_WIDTH, MAP_HEIGHT, MAP_LEVELS);

/**
 * `target` becomes a mixture of two maps, with the light of a flash in its clouds, what `addMore(target, width,
 * height)` adds, and its smaller copies.
 */
export function mixSkies(target, first, second, share, flash, addMore) {
  const count = MAP_WIDTH * MAP_HEIGHT * 4;
  const [a, b, to] = [first.data, second.data, target.data];
  for (let i = 0; i < count; i++) to[i] = a[i] + (b[i] - a[i]) * share;
  if (flash.strength > 0)
    overMap((x, y, z, i) => {
      const across = (Math.atan2(x, z) * DEGREES - flash.azimuth) / flash.width;
      const up = (Math.sqrt(y) - 0.3) / 0.22;
      const lit = flash.strength * Math.exp(-across * across - up * up);
      if (lit < 0.002) return;
      const grey = (to[i] + to[i + 1] + to[i + 2]) / 3;
      for (let c = 0; c < 3; c++) to[i + c] += flash.colour[c] * lit * (0.3 + 1.4 * grey);
    });
  addMore?.(target, MAP_WIDTH, MAP_HEIGHT);
  shrinkInto(target);
}

/** Reads the map in direction (x, y, z), which need not have length 1 across, into `out[0..3]`. */
export function lookUp(map, level, x, y, z, out) {
  readImage(map, level, 0.5 + ((0.5 / MAP_SIDE) * x) / Math.max(z, 1e-3), Math.sqrt(Math.max(y, 0)), out);
}
