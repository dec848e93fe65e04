/** Scenes of strong moods: anger, disgust, fear, surprise. */
import { black, colours, look } from './look-base.mjs';
import { light } from './look.mjs';

/** Anger: a squall line under a red sky, the sea torn white. */
export const squall = look({
  sun: { at: [-8, 5], light: light('#ff6a3c', 0.5), aureole: [0.3, 5, 0.13, 16], glow: light('#e0501c') },
  air: {
    toward: colours('#b0522c', '#6c3028', '#362228', '#1c161e'),
    away: colours('#5c3230', '#40282c', '#261c22', '#16121a'),
  },
  clouds: {
    cover: 0.74,
    base: 0.7,
    thickness: 1.5,
    density: 8,
    size: 3.6,
    place: 0.33,
    light: light('#ff8a58', 0.5),
    ambient: light('#2c2026', 0.6),
    under: light('#b83c20', 0.07),
    fade: 14,
    drift: 0.03,
    detail: 0.4,
  },
  shafts: { amount: 0.5, slant: 0.7, size: 5, place: 0.15, colour: light('#3a2226') },
  sea: {
    wind: { height: 1.9, length: 30, tail: 1.5, spread: 4 },
    swell: { height: 1.7 },
    chop: 1.3,
    foam: { from: 0.6, gain: 2.6, keep: 0.965 },
  },
  surface: {
    water: light('#3a1c1e'),
    ripples: 0.006,
    glitter: 0.5,
    sparkle: 0.7,
    foam: light('#c89484'),
    visibility: 6000,
  },
  grade: { contrast: 0.22 },
});

/** Anger, deeper: a thunderstorm at night, lightning over black waves. */
export const thunder = look({
  sun: { at: [10, 24] },
  air: {
    toward: colours('#484a60', '#34384c', '#232734', '#161922'),
    away: colours('#32334a', '#282a3e', '#1c1f2a', '#13161e'),
  },
  clouds: {
    cover: 0.72,
    base: 0.8,
    thickness: 1.6,
    density: 7,
    size: 3.8,
    place: 0.58,
    light: light('#6c7090', 0.5),
    ambient: light('#2a2c40', 0.75),
    fade: 16,
    drift: 0.02,
    detail: 0.42,
  },
  storm: {
    flashes: [
      { at: 1.3, azimuth: -12, width: 10, gain: 1.5 },
      { at: 1.62, azimuth: -10, width: 8, gain: 2.4 },
      { at: 4.9, azimuth: 14, width: 12, gain: 1.1 },
      { at: 7.1, azimuth: 2, width: 9, gain: 1.7 },
      { at: 7.36, azimuth: 4, width: 13, gain: 2.7 },
    ],
    colour: [0.72, 0.78, 1],
  },
  shafts: { amount: 0.6, slant: 0.4, size: 6, place: 0.7, colour: light('#222636') },
  sea: {
    wind: { height: 1.7, length: 30, tail: 1.3, spread: 4 },
    swell: { height: 2 },
    chop: 1.25,
    foam: { from: 0.55, gain: 2.4, keep: 0.965 },
  },
  surface: { water: light('#141a26'), ripples: 0.005, foam: light('#6c7488'), visibility: 8000 },
  rain: { amount: 0.035, veil: 0.12, colour: light('#5c6480') },
  grade: { saturation: 0.9, contrast: 0.2 },
});

/** Disgust: water thick with algae under a sulphur haze, hardly a ripple. */
export const bloom = look({
  sun: { at: [4, 13], light: light('#dcd088', 0.16), aureole: [0.2, 5, 0.2, 18], glow: light('#ccc46c') },
  air: {
    toward: colours('#94945c', '#7e885a', '#5f6c4c', '#43503e'),
    away: colours('#828850', '#748050', '#5c6a48', '#44543e'),
  },
  veil: { amount: 0.7, size: 24, streak: 1.6, place: 0.38, light: light('#8c8c5c', 0.7) },
  sea: { wind: { height: 0.06, length: 5, tail: 0.5 }, swell: { height: 0.75, length: 48 } },
  surface: { water: light('#40601c', 1.2), ripples: 0.0006, glitter: 0.4, sparkle: 0.4, visibility: 5000, mirror: 0.8 },
  mist: { density: 1.4, height: 16, wisps: 0.7, drift: 1.5, colour: light('#848454'), glow: light('#ccc078', 0.14) },
  grade: { saturation: 0.82 },
});

/** Disgust, deeper: a brown wall of dust over lead-coloured water. */
export const murk = look({
  sun: {
    at: [-4, 9],
    light: light('#d89858', 0.12),
    aureole: [0.1, 5, 0.16, 22],
    glow: light('#b88850'),
    disc: [0.34, 0.5, 0.06, 1],
    discColour: light('#f0c890'),
  },
  air: {
    toward: colours('#7a6444', '#8c7450', '#806c4e', '#5c5244'),
    away: colours('#665640', '#746248', '#6a5c48', '#4e473e'),
  },
  clouds: {
    cover: 0.55,
    base: 0.5,
    thickness: 1.1,
    density: 1.6,
    size: 5.5,
    place: 0.08,
    light: light('#b08c5c', 0.5),
    ambient: light('#5c5040', 0.7),
    fade: 7,
    drift: 0.03,
  },
  sea: {
    wind: { height: 0.7, length: 14, tail: 1.8 },
    swell: { height: 0.8 },
    foam: { from: 0.35, gain: 1.4, keep: 0.96 },
  },
  surface: {
    water: light('#4a4a30'),
    ripples: 0.007,
    glitter: 0.35,
    sparkle: 0.6,
    foam: light('#b0a484'),
    visibility: 2600,
  },
  mist: { density: 2.2, height: 40, wisps: 0.9, drift: 5, colour: light('#7c684a'), glow: light('#c09058', 0.16) },
  grade: { saturation: 0.85 },
});

/** Fear: a bank of fog by night, black water, and a light that searches. */
export const fog = look({
  air: {
    toward: colours('#2a3438', '#222c32', '#182026', '#0e1318'),
    away: colours('#242e32', '#1c252b', '#141b20', '#0c1014'),
  },
  sea: { wind: { height: 0.16, length: 7, tail: 0.8 }, swell: { height: 0.7 } },
  surface: { water: light('#0a1214'), ripples: 0.002, glitter: 1, sparkle: 0.8, visibility: 1500 },
  mist: { density: 3, height: 20, wisps: 1, drift: 3, colour: light('#2c363a'), glow: black },
  beacon: { gain: 0.9, at: [7, 0.7], colour: light('#e6f0ec'), turns: 2, reach: 0.34 },
  grade: { saturation: 0.8, contrast: 0.2, vignette: 0.3 },
});

/** Surprise: a dark deck of cloud is torn open, and the day falls through. */
export const rift = look({
  sun: { at: [-4, 11], light: light('#fff4d8', 0.8), aureole: [0.9, 4, 0.24, 13], glow: light('#fff2d4') },
  air: {
    toward: colours('#8494a0', '#88a8bc', '#7cacce', '#5a98cc'),
    away: colours('#4a5660', '#4c5e6e', '#507088', '#44749f'),
  },
  clouds: {
    cover: 0.95,
    base: 1.0,
    thickness: 1.1,
    density: 8,
    size: 3.2,
    place: 0.44,
    light: light('#fff0d0', 0.8),
    ambient: light('#2c343c', 0.5),
    fade: 26,
    detail: 0.5,
    hole: { at: [-0.4, 5.6], squash: 0.42, from: 0.4, to: 1.7 },
  },
  rays: { amount: 0.75, soft: 0.5, fall: 1.1, colour: light('#fff0cc', 0.7) },
  shadow: { amount: 0.8, size: 800, place: 0.3 },
  surface: { water: light('#1e3a44'), glitter: 1, sparkle: 0.9, visibility: 10000 },
  sea: { wind: { height: 0.42, length: 12 } },
});

/** Surprise, by night: stars that fall. */
export const meteors = look({
  sun: { at: [-6, -0.5], aureole: [0, 6, 0.1, 20], glow: light('#4c8a9c') },
  air: {
    toward: colours('#2c5a6c', '#20465e', '#16304c', '#0c1c34'),
    away: colours('#1e4054', '#18344c', '#11263e', '#0a172c'),
  },
  galaxy: { amount: 0.35, tilt: -0.7, turn: 0.1, colour: light('#6a86b0') },
  stars: { strength: 0.75, count: 700 },
  meteors: [
    { at: 0.9, lasts: 0.9, from: [0.62, 0.04], to: [0.41, 0.25], gain: 1.3 },
    { at: 2.3, lasts: 0.6, from: [0.25, 0.1], to: [0.13, 0.2], gain: 0.7 },
    { at: 3.7, lasts: 1.2, from: [0.9, 0.06], to: [0.6, 0.36], gain: 2 },
    { at: 5.2, lasts: 0.5, from: [0.47, 0.03], to: [0.4, 0.11], gain: 0.6 },
    { at: 6.1, lasts: 0.8, from: [0.36, 0.12], to: [0.2, 0.33], gain: 1 },
    { at: 7.6, lasts: 0.7, from: [0.77, 0.2], to: [0.68, 0.32], gain: 0.8 },
    { at: 8.3, lasts: 0.9, from: [0.55, 0.02], to: [0.29, 0.18], gain: 1.4 },
  ],
  surface: { water: light('#0e2030'), ripples: 0.001, visibility: 22000 },
  sea: { wind: { height: 0.12, length: 6 }, swell: { height: 0.4 } },
  grade: { vignette: 0.22 },
});
