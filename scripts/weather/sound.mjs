/**
 * The sound of every scene. All clips carry one bed, a drone on A and its fifth, and one sea: both come round in the
 * length of a clip and are the same in every clip to the sample, so that no cut is heard in them. What a scene has of
 * its own (wind, rain, thunder, a chord) comes up after the cut and is gone before the next.
 */
import { writeFile } from 'node:fs/promises';
import { LOOP_SECONDS } from './ocean.mjs';
import { gaussianSource, randomSource } from './random.mjs';

const RATE = 48000;
const LENGTH = RATE * LOOP_SECONDS;

/** Loudness of every clip, in LUFS (EBU R 128), and of what all clips share. */
const LOUDNESS = -23;
const SHARED_LOUDNESS = -25.5;

/** Seconds in which a scene's own sound comes and goes. */
const FADE_SECONDS = 0.9;

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

/** A drone of `tones` ([hertz, level]); hertz are rounded to whole turns in a clip. Two voices beat slowly. */
function drone(tones) {
  const sound = stereo();
  tones.forEach(([hertz, level], index) => {
    const turns = Math.round(hertz * LOOP_SECONDS);
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
function gusts({ seed, centre, quality = 0.7, times = [1, 2], depth = 0.6, level = 1 }) {
  return [0, 1].map((side) => {
    const sound = noise(seed + side * 101, centre, quality);
    for (let i = 0; i < LENGTH; i++) {
      const swell = times.reduce((sum, n, k) => sum + breath(i, n, k * 0.37 + side * 0.08), 0) / times.length;
      sound[i] *= level * (1 - depth + depth * swell);
    }
    return sound;
  });
}

/** Single soft bells on the tones of the key, drawn by `seed`. */
function bells({ seed, count, tones, level }) {
  const uniform = randomSource(seed);
  const sound = stereo();
  for (let bell = 0; bell < count; bell++) {
    const start = Math.floor((0.06 + 0.75 * uniform()) * LENGTH);
    const hertz = tones[Math.floor(uniform() * tones.length)];
    const [loud, place] = [level * (0.4 + 0.6 * uniform()), uniform()];
    for (let i = start; i < LENGTH; i++) {
      const t = (i - start) / RATE;
      const wave = Math.sin(TURN * hertz * t) + 0.3 * Math.sin(TURN * hertz * 2.01 * t) * Math.exp(-t * 5);
      const value = loud * Math.min(1, t * 60) * Math.exp(-t * 1.6) * wave;
      sound[0][i] += value * (1 - place);
      sound[1][i] += value * place;
    }
  }
  return sound;
}

/** Thunder far away, `at` seconds: a low roll that swells and dies. */
function thunder({ seed, at, level }) {
  return [0, 1].map((side) => {
    const sound = noise(seed + side * 7, 62, 0.8);
    for (let i = 0; i < LENGTH; i++) {
      const t = i / RATE - at;
      const roll = t < 0 ? 0 : (1 - Math.exp(-t * 3)) * Math.exp(-t * 0.75) * (0.7 + 0.3 * Math.sin(t * 9 + side));
      sound[i] *= level * roll;
    }
    return sound;
  });
}

const mix = (...parts) =>
  [0, 1].map((side) =>
    Float32Array.from({ length: LENGTH }, (_, i) => parts.reduce((sum, part) => sum + part[side][i], 0)),
  );

const bed = () =>
  drone([
    [55, 0.5],
    [82.5, 0.34],
    [110, 0.3],
    [165, 0.12],
    [220, 0.07],
  ]);
const sea = () =>
  mix(
    gusts({ seed: 1, centre: 210, times: [1, 2], depth: 0.7, level: 0.9 }),
    gusts({ seed: 2, centre: 900, times: [2, 3], depth: 0.85, level: 0.35 }),
  );

const wind = (level, centre = 420) => gusts({ seed: 3, centre, quality: 2.2, times: [1, 3], depth: 0.75, level });
const hiss = (level) => gusts({ seed: 4, centre: 5200, quality: 0.6, times: [1, 5], depth: 0.2, level });
const chord = (...hertz) => drone(hertz.map((tone) => [tone, 0.16 * (220 / tone) ** 0.7]));
const A = [440, 660, 880, 990, 1100, 1320];

/** What each scene has of its own; levels against one another, the whole is set to the loudness of all clips. */
const own = {
  opening: () => mix(chord(220, 330), wind(0.12)),
  horizon: () => mix(chord(220, 247.5, 330), wind(0.25)),
  sun: () => mix(chord(220, 275, 330, 495), bells({ seed: 11, count: 5, tones: A, level: 0.1 })),
  rain: () => mix(hiss(0.5), wind(0.3), chord(198, 264)),
  mist: () => mix(chord(220, 330, 495), wind(0.2, 300)),
  sparkle: () => mix(chord(275, 330, 412.5, 550), bells({ seed: 12, count: 16, tones: A, level: 0.14 }), wind(0.15)),
  rainbow: () => mix(hiss(0.14), chord(220, 275, 330, 412.5), bells({ seed: 13, count: 7, tones: A, level: 0.1 })),
  rays: () => mix(chord(165, 220, 275, 330, 440), wind(0.2)),
  swell: () =>
    mix(
      wind(0.7, 330),
      thunder({ seed: 21, at: 3.4, level: 5 }),
      thunder({ seed: 22, at: 6.2, level: 2.5 }),
      chord(132, 198),
    ),
  dusk: () => mix(chord(132, 165, 247.5, 330), wind(0.15)),
  mirror: () => mix(chord(220, 330, 495, 660), bells({ seed: 14, count: 3, tones: [660, 990], level: 0.07 })),
  moon: () => mix(chord(132, 220, 330, 396), bells({ seed: 15, count: 5, tones: [660, 792, 990], level: 0.07 })),
  clearing: () =>
    mix(chord(220, 275, 330, 412.5, 495), bells({ seed: 16, count: 6, tones: A, level: 0.09 }), wind(0.15)),
  nightfall: () => mix(chord(132, 165, 198, 264), wind(0.15, 300)),
};

/** Loudness after ITU-R BS.1770, without its gate: these sounds have no silence. LUFS. */
function loudness(channels) {
  let power = 0;
  for (const channel of channels) {
    let [x1, x2, y1, y2, u1, u2] = [0, 0, 0, 0, 0, 0];
    let sum = 0;
    for (const x of channel) {
      const y =
        1.53512485958697 * x -
        2.69169618940638 * x1 +
        1.19839281085285 * x2 +
        1.69065929318241 * y1 -
        0.73248077421585 * y2;
      const u = y - 2 * y1 + y2 + 1.99004745483398 * u1 - 0.99007225036621 * u2;
      [x2, x1, y2, y1, u2, u1] = [x1, x, y1, y, u1, u];
      sum += u * u;
    }
    power += sum / channel.length;
  }
  return -0.691 + 10 * Math.log10(power);
}

const gained = (sound, gain) => sound.map((channel) => channel.map((value) => value * gain));
const decibels = (value) => 10 ** (value / 20);

/** All that every clip shares, at its own loudness. */
function shared() {
  const sound = mix(gained(bed(), 0.5), gained(sea(), 0.5));
  return gained(sound, decibels(SHARED_LOUDNESS - loudness(sound)));
}

/** Writes the scene's sound as a 16-bit WAV file. */
export async function writeSound(name, path, loops) {
  const common = shared();
  const fade = FADE_SECONDS * RATE;
  const weather = own[name]().map((channel) =>
    channel.map((value, i) => {
      const edge = Math.min(1, i / fade, (LENGTH - 1 - i) / fade);
      return loops ? value : value * Math.sin((Math.PI / 2) * edge) ** 2;
    }),
  );
  let [least, most] = [0, 100];
  for (let i = 0; i < 24; i++) {
    const gain = (least + most) / 2;
    if (loudness(mix(common, gained(weather, gain))) < LOUDNESS) least = gain;
    else most = gain;
  }
  await writeFile(path, wav(mix(common, gained(weather, least))));
}

function wav([left, right]) {
  const bytes = Buffer.alloc(44 + LENGTH * 4);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + LENGTH * 4, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(2, 22);
  bytes.writeUInt32LE(RATE, 24);
  bytes.writeUInt32LE(RATE * 4, 28);
  bytes.writeUInt16LE(4, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(LENGTH * 4, 40);
  for (let i = 0; i < LENGTH; i++)
    for (const [side, channel] of [left, right].entries())
      bytes.writeInt16LE(Math.round(Math.max(-1, Math.min(1, channel[i])) * 32767), 44 + i * 4 + side * 2);
  return bytes;
}
