/** The last level, the five endings, the credits. */
import { black, colours, look } from './look-base.mjs';
import { light } from './look.mjs';

/** After the storms: silver light on a sea that goes down. */
export const lull = look({
  sun: { at: [2, 17], light: light('#eef4f4', 0.5), aureole: [0.3, 6, 0.22, 20], glow: light('#f0f4f0') },
  air: {
    toward: colours('#a0acac', '#8e9c9e', '#74838a', '#5a6a74'),
    away: colours('#7a888c', '#6c7a80', '#5a6870', '#4a5862'),
  },
  clouds: {
    cover: 0.6,
    base: 1.1,
    thickness: 0.5,
    density: 3,
    size: 5.5,
    place: 0.77,
    light: light('#e4ece8', 0.8),
    ambient: light('#6a787e', 0.75),
    fade: 22,
    squash: 1.4,
  },
  sea: { wind: { height: 0.34, length: 12, tail: 0.8 }, swell: { height: 1.1 } },
  surface: { water: light('#27383c'), ripples: 0.003, glitter: 0.8, sparkle: 0.8, visibility: 12000 },
  grade: { saturation: 0.7 },
});

/** The sun is gone; the whole sky burns on. */
export const ember = look({
  sun: { at: [5, -1.5], aureole: [0.2, 5, 0.12, 16], glow: light('#ff7038') },
  air: {
    toward: colours('#d07a4c', '#a4585a', '#57426a', '#222648'),
    away: colours('#6c4854', '#543c58', '#342f54', '#1b2040'),
  },
  clouds: {
    cover: 0.42,
    base: 1.8,
    thickness: 0.4,
    density: 2.4,
    size: 6.5,
    place: 0.22,
    light: light('#ff7a4c', 0.34),
    ambient: light('#40304c', 0.6),
    under: light('#f06a40', 0.2),
    fade: 60,
    squash: 1.6,
  },
  veil: { amount: 0.5, size: 26, streak: 3, place: 0.15, light: light('#d86a5c', 0.36) },
  sea: { wind: { height: 0.14, length: 7 }, swell: { height: 0.4 } },
  surface: { water: light('#241a2c'), ripples: 0.001, visibility: 22000 },
});

/** Ending: the sun comes up into a washed sky. */
export const dawn = look({
  sun: {
    at: [-3, 3.4],
    light: light('#ffc088', 0.7),
    aureole: [0.8, 1.7, 0.36, 13],
    glow: light('#ffc890'),
    disc: [7, 0.5, 0.08, 1.05],
    discColour: light('#ffe6b8'),
  },
  air: {
    toward: colours('#f6c890', '#f0c4a8', '#b4bccc', '#6a96c0'),
    away: colours('#d8b4a8', '#c4b0b8', '#94a8c8', '#5c88b8'),
  },
  clouds: {
    cover: 0.32,
    base: 1.7,
    thickness: 0.5,
    density: 2.6,
    size: 5.6,
    place: 0.67,
    light: light('#ffd8ac', 1),
    ambient: light('#b4a0b0', 0.75),
    under: light('#ffb080', 0.25),
    fade: 40,
    squash: 1.4,
  },
  veil: { amount: 0.5, size: 24, streak: 2.6, place: 0.6, light: light('#ffdcc0', 0.9) },
  sea: { wind: { height: 0.16, length: 7 }, swell: { height: 0.4 } },
  surface: { water: light('#3c5468'), ripples: 0.0015, glitter: 1, sparkle: 0.9, visibility: 20000 },
});

/** Ending: the galaxy over still water. */
export const stars = look({
  sun: { at: [0, -2], aureole: [0, 6, 0.05, 26], glow: light('#5a6a94') },
  air: {
    toward: colours('#24324c', '#1a263e', '#111a2e', '#090f1e'),
    away: colours('#1c283e', '#151f34', '#0e1626', '#070c18'),
  },
  galaxy: { amount: 0.42, tilt: 0.62, turn: 0.12, colour: light('#9aa2c4') },
  stars: { strength: 0.85, count: 1400 },
  sea: { wind: { height: 0.03, length: 3, tail: 0.5 }, swell: { height: 0.2 } },
  surface: { water: light('#0c1428'), ripples: 0.0003, visibility: 26000 },
  grade: { vignette: 0.24 },
});

/** Ending: snow, and no horizon any more. */
export const snow = look({
  sun: { at: [0, 20], aureole: [0, 4, 0.08, 24], glow: light('#ffffff') },
  air: {
    toward: colours('#c2c9d2', '#c6ccd4', '#bcc4ce', '#a8b2c0'),
    away: colours('#b8c0cb', '#bcc4ce', '#b4bdc8', '#a2acba'),
  },
  sea: { wind: { height: 0.1, length: 5, tail: 0.7 }, swell: { height: 0.45 } },
  surface: { water: light('#4c5a68'), ripples: 0.002, visibility: 3000 },
  mist: { density: 2.2, height: 40, wisps: 0.5, drift: 2, colour: light('#c0c8d2'), glow: black },
  snow: { amount: 1, hush: 0.35, colour: light('#f2f5fa'), slant: -0.12 },
  grade: { saturation: 0.7, contrast: 0.06, bloom: 0.1 },
});

/** Ending: the eye of the storm. Walls of cloud around, blue over it, and no wind. */
export const eye = look({
  sun: { at: [-14, 30], light: light('#fff4dc', 0.8), aureole: [0.2, 8, 0.16, 24], glow: light('#fff4e0') },
  air: {
    toward: colours('#8ca4ac', '#80acc4', '#5a9cd0', '#2c70b8'),
    away: colours('#6c8894', '#6490ac', '#4c88bc', '#2868ac'),
  },
  clouds: {
    cover: 0.98,
    base: 0.35,
    thickness: 1.8,
    density: 9,
    size: 3.4,
    place: 0.16,
    light: light('#fff6e4', 1.05),
    ambient: light('#5c6e7c', 0.62),
    fade: 60,
    detail: 0.14,
    anvil: 0.9,
    hole: { at: [0, 1.5], squash: 1, from: 6.4, to: 9.5 },
  },
  sea: { wind: { height: 0.3, length: 10, tail: 0.8 }, swell: { height: 2.2, length: 74 }, chop: 1.2 },
  surface: { water: light('#1a4c58'), ripples: 0.002, glitter: 0.9, sparkle: 0.9, visibility: 16000 },
});

/** Ending: northern lights, once more in the water. */
export const aurora = look({
  sun: { at: [4, -2], aureole: [0, 6, 0.08, 24], glow: light('#2c7a70') },
  air: {
    toward: colours('#17414a', '#12303f', '#0c2032', '#081322'),
    away: colours('#13323e', '#0f2836', '#0b1b2b', '#070f1c'),
  },
  stars: { strength: 0.5, count: 700 },
  aurora: { amount: 0.6 },
  sea: { wind: { height: 0.1, length: 5, tail: 0.7 }, swell: { height: 0.4 } },
  surface: { water: light('#0a1c24'), ripples: 0.0008, visibility: 24000 },
  grade: { vignette: 0.22 },
});

/** Under the names: night, and a last brightness low in the sky. */
export const credits = look({
  sun: { at: [0, -1], aureole: [0, 6, 0.1, 22], glow: light('#5a6a9c') },
  air: {
    toward: colours('#3a4058', '#282f48', '#181e32', '#0c101e'),
    away: colours('#262c42', '#1e2438', '#141a2a', '#0a0e1a'),
  },
  stars: { strength: 0.3, count: 260 },
  title: { text: 'WEATHER', gain: 0.8 },
  sea: { wind: { height: 0.12, length: 6 }, swell: { height: 0.5 } },
  surface: { water: light('#10151f'), ripples: 0.001, visibility: 18000 },
  grade: { saturation: 0.85, vignette: 0.26 },
});
