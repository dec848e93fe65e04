/**
 * The voices of the film's sound. Each gives a sound of a clip's length, two channels, whose end meets its start: tones
 * are whole turns of the clip, what rings on at the end rings in the beginning.
 */
import { LOOP_SECONDS } from './ocean.mjs';
import { gaussianSource } from './random.mjs';

export const RATE = 48000;
export const LENGTH = RATE * LOOP_SECONDS;

/** Beats in a clip: 48 a minute. Every note of every scene falls on one, or on its half. */
const BEATS = 8;

const TURN = 2 * Math.PI;
const stereo = () => [new Float32Array(LENGTH), new Float32Array(LENGTH)];

/** Slow breath, 0..1, that comes round `times` in a clip. */
const breath = (i, times, turn) => 0.5 - 0.5 * Math.cos(TURN * ((i / LENGTH) * times + turn));

/** Noise that comes round, through a band-pass of two poles; run twice so that the end meets the start. */
function noise(seed, centre, quality) {
  const next = gaussianSource(seed);
  const source = Float32Array.from({ length: LENGTH }, next);
  const out = new Float32Array(LENGTH);
  const f = 2 * Math.sin((Math.PI * centre) / RATE);
  let [low, band] = [0, 0];
  for (let i = 0; i < 2 * LENGTH; i++) {
    const high = source[i % LENGTH] - low - band / quality;
    band += f * high;
    low += f * band;
    out[i % LENGTH] = band / Math.sqrt(quality);
  }
  return out;
}

/**
 * A drone of `tones` ([hertz, level]). Two voices a tone beat slowly. Hertz are rounded to halves, so that a clip that
 * begins two seconds before the last one ends is in step with it.
 */
export function drone(tones) {
  const sound = stereo();
  tones.forEach(([hertz, level], index) => {
    const turns = (Math.round(hertz * 2) / 2) * LOOP_SECONDS;
    for (const [side, channel] of sound.entries())
      for (let i = 0; i < LENGTH; i++) {
        const at = (TURN * i) / LENGTH;
        const swell = 0.65 + 0.35 * breath(i, 1 + (index % 2), index * 0.29 + side * 0.11);
        const beat = Math.sin(at * turns + index) + 0.5 * Math.sin(at * (turns + (side ? 1 : -1)) + index * 2);
        channel[i] += level * swell * beat;
      }
  });
  return sound;
}

/** Noise that swells as waves, wind or rain do: `times` are the turns of its breath in a clip. */
export function gusts({ seed, centre, quality = 0.7, times = [1, 2], depth = 0.6, level = 1 }) {
  return [0, 1].map((side) => {
    const sound = noise(seed + side * 101, centre, quality);
    for (let i = 0; i < LENGTH; i++) {
      const swell = times.reduce((sum, n, k) => sum + breath(i, n, k * 0.37 + side * 0.08), 0) / times.length;
      sound[i] *= level * (1 - depth + depth * swell);
    }
    return sound;
  });
}

/** Adds one note that begins at `start` seconds: `shape(seconds)` is its wave. It rings for `lasts` seconds. */
function strike(sound, start, lasts, place, shape) {
  const from = Math.round(start * RATE);
  for (let i = 0; i < lasts * RATE; i++) {
    const value = shape(i / RATE);
    const at = (from + i) % LENGTH;
    sound[0][at] += value * Math.sqrt(1 - place);
    sound[1][at] += value * Math.sqrt(place);
  }
}

/** Notes on the beats of a clip: each [beat, hertz, loudness], struck by `stroke(sound, seconds, hertz, level, place)`. */
function notes(tune, level, stroke) {
  const sound = stereo();
  tune.forEach(([beat, hertz, loud = 1], index) => {
    const place = 0.5 + 0.35 * Math.sin(index * 2.4);
    stroke(sound, (beat / BEATS) * LOOP_SECONDS, hertz, level * loud, place);
  });
  return sound;
}

/** Glass: a soft bell with a long tail. */
export const glass = (tune, level) =>
  notes(tune, level, (sound, start, hertz, loud, place) =>
    strike(sound, start, 5.5, place, (t) => {
      const wave = Math.sin(TURN * hertz * t) + 0.28 * Math.sin(TURN * hertz * 2.006 * t) * Math.exp(-t * 4);
      return loud * Math.min(1, t * 80) * Math.exp(-t * 1.15) * wave;
    }),
  );

/** A bowed note: comes slowly, with a little vibrato, and goes. */
export const bow = (tune, level, lasts = 4) =>
  notes(tune, level, (sound, start, hertz, loud, place) =>
    strike(sound, start, lasts, place, (t) => {
      const body = Math.sin((Math.PI * t) / lasts) ** 1.5;
      const phase = TURN * hertz * t + 0.9 * Math.sin(TURN * 4.3 * t) * Math.min(1, t / 2) * 0.25;
      return loud * body * (Math.sin(phase) + 0.33 * Math.sin(2 * phase) + 0.14 * Math.sin(3 * phase));
    }),
  );

/** A drum far away: the pulse of what is angry. */
export const drum = (tune, level) =>
  notes(tune, level, (sound, start, hertz, loud) =>
    strike(sound, start, 1.6, 0.5, (t) => {
      const phase = TURN * (hertz * t + (hertz * 0.5 * (1 - Math.exp(-t * 18))) / 18);
      return loud * Math.min(1, t * 200) * Math.exp(-t * 4.2) * Math.sin(phase);
    }),
  );

/** A horn in the fog: low, with overtones, for three seconds. */
export const horn = (tune, level) =>
  notes(tune, level, (sound, start, hertz, loud) =>
    strike(sound, start, 3.4, 0.62, (t) => {
      const body = Math.min(1, t / 0.25) * Math.min(1, Math.max(0, (3.4 - t) / 1.2));
      const wave = [1, 0.6, 0.34, 0.2, 0.1].reduce(
        (sum, gain, k) => sum + gain * Math.sin(TURN * hertz * (k + 1) * t),
        0,
      );
      return loud * body * wave;
    }),
  );

/** Thunder far away, `at` seconds: a low roll that swells and dies. */
export function thunder({ seed, at, level }) {
  return [0, 1].map((side) => {
    const sound = noise(seed + side * 7, 62, 0.8);
    return sound.map((value, i) => {
      const t = (i / RATE - at + LOOP_SECONDS) % LOOP_SECONDS;
      const roll = (1 - Math.exp(-t * 3)) * Math.exp(-t * 0.75) * (0.7 + 0.3 * Math.sin(t * 9 + side));
      const end = Math.min(1, (LOOP_SECONDS - t) / 0.5);
      return value * level * roll * end;
    });
  });
}

/** The sum of sounds. */
export const mix = (...parts) =>
  [0, 1].map((side) => {
    const sum = new Float32Array(LENGTH);
    for (const part of parts) for (let i = 0; i < LENGTH; i++) sum[i] += part[side][i];
    return sum;
  });
