/**
 * The film's music. One key, A; one pulse, eight beats a clip. Under every scene lie the same drone and the same sea, to
 * the sample, so that no cut is heard in them; over it each weather has its mode: happiness major, sadness minor, calm
 * open fifths, anger the flat second and a drum, disgust tones that rub, fear a horn and very high harmonics, surprise
 * the raised fourth. The tune that all share falls by a fifth and climbs back.
 */
import { bow, drone, drum, glass, gusts, horn, mix, thunder } from './voices.mjs';

/** The tones of A in just tuning, hertz; names as in print (Db is the major third's C sharp). */
const LOW_A = 55;
const TONE = {
  A: 1,
  Bb: 16 / 15,
  B: 9 / 8,
  C: 6 / 5,
  Db: 5 / 4,
  D: 4 / 3,
  Eb: 45 / 32,
  E: 3 / 2,
  F: 8 / 5,
  Gb: 5 / 3,
  G: 9 / 5,
};
const tone = (name) => {
  const [, letter, octave] = /^([A-G]b?)(\d)$/u.exec(name);
  return LOW_A * TONE[letter] * 2 ** (Number(octave) - 1);
};

/** `"0 A4, 2.5 E4 0.6"`: beat, tone, loudness. */
const tune = (text) =>
  text.split(', ').map((note) => {
    const [beat, name, loud = '1'] = note.split(' ');
    return [Number(beat), tone(name), Number(loud)];
  });
const chord = (names, level = 1) =>
  drone(names.split(' ').map((name) => [tone(name), level * 0.16 * (220 / tone(name)) ** 0.7]));
const wind = (level, centre = 420) => gusts({ seed: 3, centre, quality: 2.2, times: [1, 3], depth: 0.75, level });
const hiss = (level) => gusts({ seed: 4, centre: 5200, quality: 0.6, times: [1, 5], depth: 0.2, level });
const surf = (level) => gusts({ seed: 6, centre: 340, quality: 0.6, times: [1, 2], depth: 0.9, level });

/** What every scene carries. */
export const bed = () => drone([55, 82.5, 110, 165, 220].map((hertz, i) => [hertz, [0.5, 0.34, 0.3, 0.12, 0.07][i]]));
export const sea = () =>
  mix(
    gusts({ seed: 1, centre: 210, times: [1, 2], depth: 0.7, level: 0.9 }),
    gusts({ seed: 2, centre: 900, times: [2, 3], depth: 0.85, level: 0.35 }),
  );

const MAJOR = 'A3 Db4 E4';
const MINOR = 'A3 C4 E4';

/** What each scene has of its own. Levels are against one another; the whole is set to the loudness of all clips. */
export const score = {
  opening: () => mix(chord('A3 E4'), wind(0.12), glass(tune('0 E5 0.7, 5 A4 0.5'), 0.07)),
  horizon: () => mix(chord('A3 B3 E4'), wind(0.25), bow(tune('0 A4, 3 D4 0.7'), 0.05)),
  sun: () => mix(chord(`${MAJOR} B4`), glass(tune('0 A5, 1.5 E5, 2 Gb5 0.7, 4 Db5, 6 E5 0.8, 7 B5 0.5'), 0.09)),
  rain: () => mix(hiss(0.5), wind(0.25), chord('A3 C4 E4 G4', 0.8), bow(tune('0 E4, 2 C4, 4 D4 0.8, 6 A3 0.8'), 0.06)),
  mist: () => mix(chord('A3 E4 B4'), wind(0.2, 300), glass(tune('1 E5 0.6, 4.5 B4 0.7'), 0.07)),
  squall: () =>
    mix(
      wind(0.75, 380),
      surf(0.5),
      chord('A2 Bb2 E3', 1.3),
      drum(tune('0 A1, 0.5 A1 0.5, 3 A1 0.7, 4 A1, 4.5 A1 0.5, 6 A1 0.7, 7 Bb1 0.8'), 0.7),
    ),
  bloom: () =>
    mix(
      chord('A3 Bb3 Eb4', 0.9),
      bow(tune('0 Bb3, 2.5 A3 0.8, 5 Eb4 0.7'), 0.06, 5),
      gusts({ seed: 9, centre: 130, quality: 4, times: [3, 5], depth: 0.9, level: 0.6 }),
    ),
  fog: () =>
    mix(
      chord('A2 F3 Eb4', 0.7),
      wind(0.22, 260),
      horn(tune('2.8 A2, 6.8 A2'), 0.1),
      glass(tune('0 E7 0.3, 3 Bb6 0.35, 6.5 E7 0.25'), 0.04),
    ),
  rift: () =>
    mix(
      chord('A3 B3 Eb4 E4'),
      wind(0.3),
      glass(tune('0 A4, 0.5 B4, 1 Db5, 1.5 Eb5, 2 E5, 2.5 A5, 5 Eb5 0.6, 5.5 E5 0.8'), 0.09),
    ),
  sparkle: () =>
    mix(
      chord('A3 Db4 E4 Gb4'),
      wind(0.15),
      glass(
        tune('0 A5, 0.5 Db6 0.7, 1 E6, 2 Gb5, 2.5 A5 0.7, 3.5 B5, 4 E5, 4.5 A5 0.7, 5 Db6, 6 B5, 6.5 Gb5 0.6, 7 E5'),
        0.08,
      ),
    ),
  rainbow: () =>
    mix(hiss(0.14), chord(`${MAJOR} Gb4`), glass(tune('0 E5, 1 Gb5 0.8, 2 A5, 3 B5 0.8, 4 Db6, 6 A5 0.6'), 0.09)),
  rays: () => mix(chord(`E3 ${MAJOR} A4`), wind(0.2), bow(tune('0 A4, 2 B4 0.9, 4 Db5, 6 E4 0.8'), 0.06)),
  mirror: () => mix(chord('A3 E4 B4 E5'), glass(tune('0 E6 0.6, 4 B5 0.7'), 0.07)),
  swell: () =>
    mix(
      wind(0.6, 330),
      surf(0.8),
      chord('C3 G3', 1.2),
      bow(tune('0 C4, 4 G3'), 0.08, 5),
      thunder({ seed: 21, at: 2.5, level: 4 }),
    ),
  dusk: () => mix(chord('C3 E3 B3 E4'), wind(0.15), bow(tune('0 B4, 1.5 A4 0.8, 3 G4 0.8, 5 E4'), 0.06)),
  moon: () => mix(chord('C3 A3 E4 G4'), glass(tune('0 E5, 1.5 G5 0.8, 3 D5, 5 A5 0.7, 6.5 B5 0.5'), 0.07)),
  thunder: () =>
    mix(
      hiss(0.12),
      wind(0.55, 300),
      chord('A2 Bb2 Eb3', 1.2),
      drum(tune('0 A1 0.7, 4 A1 0.9, 6.5 A1 0.6'), 0.6),
      thunder({ seed: 23, at: 2, level: 7 }),
      thunder({ seed: 24, at: 7.7, level: 9 }),
    ),
  murk: () =>
    mix(
      wind(0.5, 520),
      chord('A2 Bb3 D4', 0.9),
      bow(tune('0 D4, 4 Bb3 0.9'), 0.06, 5),
      drum(tune('2 A1 0.5, 6 A1 0.5'), 0.4),
    ),
  meteors: () =>
    mix(
      chord('A3 E4 Eb5', 0.8),
      glass(
        tune('0.7 E7 0.5, 1.2 B6 0.4, 1.9 A6 0.5, 3 E7, 3.5 B6 0.7, 4 Eb6 0.6, 4.9 E7 0.6, 6.1 A6 0.5, 6.6 E7 0.7'),
        0.05,
      ),
    ),
  lull: () => mix(chord('A3 D4 E4'), surf(0.35), bow(tune('0 D4, 2 E4 0.8, 4 A3'), 0.06)),
  ember: () => mix(chord('A3 C4 E4 B4', 0.9), bow(tune('0 E4, 2 F4 0.8, 3 E4, 5 C4 0.9'), 0.06)),
  bluehour: () => mix(chord('F3 A3 E4'), glass(tune('0 A5 0.7, 2 E5 0.8, 5 B5 0.5'), 0.07)),
  dawn: () =>
    mix(
      chord(`${MAJOR} E5`),
      bow(tune('0 A4, 2 Db5, 4 E5 0.9, 6 B4 0.7'), 0.055),
      glass(tune('1 E6 0.5, 3 A5 0.7, 5 Db6 0.6, 7 B5 0.5'), 0.07),
    ),
  stars: () =>
    mix(
      chord(`${MINOR} B4 E5`, 0.8),
      glass(tune('0 B6 0.4, 1 E6 0.5, 2.5 A6 0.4, 4 C6 0.5, 5.5 B5 0.5, 6.5 E7 0.3'), 0.06),
    ),
  snow: () => mix(chord('A3 D4 B4'), glass(tune('0 D6 0.6, 1 A5 0.5, 2 E6 0.6, 3.5 B5 0.5, 5 D6 0.5, 6 A6 0.3'), 0.06)),
  eye: () => mix(chord('A2 E3 Db4 E4', 1.1), surf(0.4), bow(tune('0 E4, 2 Gb4 0.9, 4 Db5, 6 A4 0.9'), 0.06)),
  aurora: () =>
    mix(
      chord('A3 E4 Gb4 B4'),
      bow(tune('0 E5 0.7, 1 B5 0.5, 3 Gb5 0.7, 5 Db5 0.7, 6 E6 0.35'), 0.045, 5),
      glass(tune('2 B6 0.4, 4.5 E6 0.5'), 0.05),
    ),
  credits: () => mix(chord('A3 E4'), glass(tune('0 E5 0.8, 1.5 A4, 3 B4 0.8, 4 D5 0.7, 6 A4 0.9'), 0.08)),
};
