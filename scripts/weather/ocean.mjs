/**
 * The sea as a sum of some fifty thousand waves: three tiles of different size, each a spectrum that is
 * turned into heights, slopes and sideways displacement by inverse Fourier transforms (J. Tessendorf,
 * "Simulating Ocean Water", 2001).
 *
 * Every frequency is rounded to a whole number of turns in `LOOP_SECONDS`, and every scene draws the same
 * random numbers. So each clip is a loop, and the sea at the end of any clip has the phases of the sea at the
 * start of every other: a cut changes the height of the waves, never their places.
 */
import { inverseFft2d } from './fft.mjs';
import { makeImage, shrinkInto } from './image.mjs';
import { gaussianSource } from './random.mjs';

/** Waves a side of each tile. Five samples to the shortest wave that a tile carries. */
export const TILE_WAVES = 128;

/** Length of every clip in seconds of the film. */
export const LOOP_SECONDS = 10;

/** Seconds of sea for a second of film: a little slow, as a long lens makes the sea look heavy. */
const SLOWNESS = 0.72;

const GRAVITY = 9.81;

/**
 * `size`: metres a side. `shortest`, `longest`: wavelengths in metres that this tile carries, so that no wave
 * is counted twice. `turn`: radians by which the tile lies askew, so that its repetition does not show.
 */
export const TILES = [
  { size: 197, shortest: 7.5, longest: 400, turn: 0 },
  { size: 31.7, shortest: 1.25, longest: 7.5, turn: 0.53 },
  { size: 5.83, shortest: 0.2, longest: 1.25, turn: -0.81 },
];

/**
 * Variance density over the wave vector, in m^4.
 * @param {{height:number,length:number,towards:number,spread:number,tail:number}} wind  wind sea: significant
 *   height and peak length in metres, heading in radians, `spread` as exponent, `tail` as gain of short waves
 * @param {{height:number,length:number,towards:number}} swell  long waves from far away
 */
function density(k, heading, wind, swell) {
  const peak = (2 * Math.PI) / wind.length;
  const windM0 = (wind.height / 4) ** 2;
  const alongWind = Math.max(0, Math.cos((heading - wind.towards) / 2)) ** (2 * wind.spread);
  const windShape = 2.5 * peak * peak * k ** -3 * Math.exp(-1.25 * (peak / k) ** 2);
  const spreadNorm = 0.3 + 0.155 * Math.sqrt(wind.spread);
  const tail = 1 + (wind.tail - 1) / (1 + (2.5 / k) ** 4);
  const windPart = ((windM0 * windShape * alongWind) / k) * spreadNorm * tail;

  const swellPeak = (2 * Math.PI) / swell.length;
  const width = 0.22 * swellPeak;
  const dx = k * Math.cos(heading) - swellPeak * Math.cos(swell.towards);
  const dz = k * Math.sin(heading) - swellPeak * Math.sin(swell.towards);
  const swellM0 = (swell.height / 4) ** 2;
  const swellPart = (swellM0 / (2 * Math.PI * width * width)) * Math.exp(-(dx * dx + dz * dz) / (2 * width * width));
  return windPart + swellPart;
}

const LEVELS = 8; // down to one number for the whole tile

/**
 * One tile. Image `shifts` holds (dx, height, dz, foam) in metres. Image `slopes` holds (sx, sz, sx², sz²): in its
 * smaller copies the mean of the squares less the square of the mean tells how rough the sea is that they leave
 * out (M. Olano and D. Baker, "LEAN Mapping", 2010).
 */
class Tile {
  constructor(shape, seed) {
    const cells = TILE_WAVES * TILE_WAVES;
    this.shape = shape;
    this.shifts = makeImage(TILE_WAVES, TILE_WAVES, LEVELS);
    this.slopes = makeImage(TILE_WAVES, TILE_WAVES, LEVELS);
    this.noise = new Float32Array(cells * 2);
    this.amplitude = new Float32Array(cells * 2);
    this.omega = new Float32Array(cells);
    this.kx = new Float32Array(cells);
    this.kz = new Float32Array(cells);
    this.transforms = [0, 1, 2].map(() => new Float32Array(cells * 2));
    const next = gaussianSource(seed);
    const step = (2 * Math.PI) / shape.size;
    const turn = (2 * Math.PI) / (LOOP_SECONDS * SLOWNESS);
    for (let row = 0, i = 0; row < TILE_WAVES; row++)
      for (let column = 0; column < TILE_WAVES; column++, i++) {
        this.noise[2 * i] = next();
        this.noise[2 * i + 1] = next();
        this.kx[i] = step * (column < TILE_WAVES / 2 ? column : column - TILE_WAVES);
        this.kz[i] = step * (row < TILE_WAVES / 2 ? row : row - TILE_WAVES);
        const exact = Math.sqrt(GRAVITY * Math.hypot(this.kx[i], this.kz[i]));
        this.omega[i] = turn * Math.max(1, Math.round(exact / turn));
      }
  }

  /** Sets the heights of the waves; cheap enough to be done every frame while the weather turns. */
  setSea(sea) {
    const cell = ((2 * Math.PI) / this.shape.size) ** 2;
    const [least, most] = [(2 * Math.PI) / this.shape.longest, (2 * Math.PI) / this.shape.shortest];
    for (let i = 0; i < this.omega.length; i++) {
      const k = Math.hypot(this.kx[i], this.kz[i]);
      const inBand = k > least && k <= most;
      const heading = Math.atan2(this.kz[i], this.kx[i]) + this.shape.turn;
      const scale = inBand ? Math.sqrt(density(k, heading, sea.wind, sea.swell) * cell) / 2 : 0;
      this.amplitude[2 * i] = this.noise[2 * i] * scale;
      this.amplitude[2 * i + 1] = this.noise[2 * i + 1] * scale;
    }
    this.chop = sea.chop;
    this.foam = sea.foam;
  }

  /** Moves the tile to `seconds` of the film. */
  moveTo(seconds) {
    const n = TILE_WAVES;
    const [first, second, third] = this.transforms;
    for (let row = 0, i = 0; row < n; row++)
      for (let column = 0; column < n; column++, i++) {
        const opposite = ((n - row) % n) * n + ((n - column) % n);
        const phase = this.omega[i] * seconds * SLOWNESS;
        const c = Math.cos(phase);
        const s = Math.sin(phase);
        const [ar, ai] = [this.amplitude[2 * i], this.amplitude[2 * i + 1]];
        const [br, bi] = [this.amplitude[2 * opposite], this.amplitude[2 * opposite + 1]];
        const hr = ar * c + ai * s + br * c + bi * s;
        const hi = ai * c - ar * s - (bi * c - br * s);
        const [kx, kz] = [this.kx[i], this.kz[i]];
        const k = Math.hypot(kx, kz) || 1;
        // Two real fields travel in one complex transform: height + i·dx, dz + i·sx, sz + i·squeeze.
        first[2 * i] = hr - (kx / k) * hr;
        first[2 * i + 1] = hi - (kx / k) * hi;
        second[2 * i] = -(kz / k) * hi - kx * hr;
        second[2 * i + 1] = (kz / k) * hr - kx * hi;
        third[2 * i] = -kz * hi + k * hi;
        third[2 * i + 1] = kz * hr - k * hr;
      }
    for (const transform of this.transforms) inverseFft2d(transform, n);
    const { turn } = this.shape;
    const [ct, st] = [Math.cos(turn), Math.sin(turn)];
    const shifts = this.shifts.data;
    const slopes = this.slopes.data;
    for (let i = 0; i < n * n; i++) {
      const [dx, dz] = [first[2 * i + 1] * this.chop, second[2 * i] * this.chop];
      const [sx, sz] = [second[2 * i + 1], third[2 * i]];
      const squeeze = 1 + this.chop * third[2 * i + 1];
      const [wx, wz] = [ct * sx - st * sz, st * sx + ct * sz];
      shifts[4 * i] = ct * dx - st * dz;
      shifts[4 * i + 1] = first[2 * i];
      shifts[4 * i + 2] = st * dx + ct * dz;
      const breaking = Math.min(1, Math.max(0, (this.foam.from - squeeze) * this.foam.gain));
      shifts[4 * i + 3] = Math.max(breaking, shifts[4 * i + 3] * this.foam.keep);
      slopes[4 * i] = wx;
      slopes[4 * i + 1] = wz;
      slopes[4 * i + 2] = wx * wx;
      slopes[4 * i + 3] = wz * wz;
    }
    shrinkInto(this.shifts);
    shrinkInto(this.slopes);
  }
}

/** The three tiles of a sea; the same seed gives the same sea in every scene. */
export function makeTiles(seed) {
  return TILES.map((shape, index) => new Tile(shape, seed + index * 7919));
}
