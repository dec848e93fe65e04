/** Scenes of little light: before dawn, rain, storm, dusk, night. */
import { black, colours, look } from './look-base.mjs';
import { light } from './look.mjs';

export const opening = look({
  sun: { at: [4, 0.6], aureole: [0.05, 7, 0.07, 22], glow: light('#ffb890'), light: black },
  air: {
    toward: colours('#c79d8c', '#8f8894', '#566488', '#2c3c62'),
    away: colours('#7c7d90', '#646d8c', '#455680', '#283860'),
  },
  veil: { amount: 0.5, size: 26, streak: 3.2, place: 0.13, light: light('#b88c8c', 0.5) },
  sea: { wind: { height: 0.16, length: 7 }, swell: { height: 0.5 } },
  surface: { water: light('#1c2a3a'), ripples: 0.002, visibility: 16000 },
  grade: { saturation: 0.92 },
});

export const rain = look({
  sun: { at: [-10, 30] },
  air: {
    toward: colours('#7d8890', '#6b767f', '#56616b', '#454f59'),
    away: colours('#727d86', '#626d77', '#505b65', '#414b55'),
  },
  clouds: {
    cover: 0.85,
    base: 0.7,
    thickness: 0.9,
    density: 5,
    size: 4.2,
    place: 0.27,
    light: light('#7c8790', 0.5),
    ambient: light('#5c6670', 0.75),
    under: light('#75808a', 0.15),
    fade: 9,
    detail: 0.22,
  },
  shafts: { amount: 0.75, slant: 0.5, size: 5, colour: light('#5a666f') },
  sea: { wind: { height: 0.6, length: 17, tail: 1.4 }, swell: { height: 1.1 } },
  surface: { water: light('#34454b'), ripples: 0.006, rings: 0.008, visibility: 3800 },
  rain: { amount: 0.16, veil: 0.42, colour: light('#8a959c') },
  grade: { saturation: 0.8 },
});

export const swell = look({
  sun: { at: [-14, 20] },
  air: {
    toward: colours('#8d9a96', '#6f7d7b', '#525f62', '#3e4a4f'),
    away: colours('#7d8a86', '#647270', '#4b585b', '#3a464b'),
  },
  clouds: {
    cover: 0.76,
    base: 0.6,
    thickness: 1.2,
    density: 6,
    size: 3.4,
    place: 0.71,
    light: light('#a3aca8', 0.9),
    ambient: light('#4f5a5b', 0.7),
    fade: 11,
    drift: 0.03,
  },
  storm: {
    flashes: [
      { at: 2.4, azimuth: 12, width: 9, gain: 0.6 },
      { at: 2.75, azimuth: 14, width: 7, gain: 0.8 },
      { at: 6, azimuth: -15, width: 11, gain: 0.4 },
    ],
  },
  sea: {
    wind: { height: 2.1, length: 36, tail: 1.3, spread: 5 },
    swell: { height: 2.4 },
    chop: 1.3,
    foam: { from: 0.55, gain: 2.6, keep: 0.972 },
  },
  surface: { water: light('#35564f'), ripples: 0.006, foam: light('#c4cecb'), visibility: 4200 },
  rain: { amount: 0.03, veil: 0.12, colour: light('#8f9a96') },
});

export const dusk = look({
  sun: {
    at: [5, 2.3],
    light: light('#ff7434', 0.42),
    aureole: [0.5, 1.8, 0.2, 10],
    glow: light('#ff8038'),
    disc: [3.2, 0.52, 0.05, 1.08],
    discColour: light('#ffa050'),
  },
  air: {
    toward: colours('#c2703f', '#a8664a', '#645062', '#2c2f4c'),
    away: colours('#62444a', '#564452', '#3c3c58', '#242a44'),
  },
  clouds: {
    cover: 0.36,
    base: 1.6,
    thickness: 0.5,
    density: 2.6,
    size: 6,
    place: 0.35,
    light: light('#ff8a50', 0.38),
    ambient: light('#43384c', 0.7),
    under: light('#c8603c', 0.12),
    fade: 50,
  },
  veil: { amount: 0.45, size: 30, streak: 3, place: 0.77, light: light('#d88058', 0.4) },
  surface: { water: light('#221a24'), glitter: 1, sparkle: 0.8, visibility: 22000 },
  grade: { saturation: 0.9 },
});

export const moon = look({
  sun: {
    at: [4, 11.5],
    light: light('#cfe0ff', 0.26),
    aureole: [0.22, 1.8, 0.1, 9],
    glow: light('#b8ccf4'),
    disc: [2.6, 0.4, 0.05, 1],
    discColour: light('#eef3ff'),
  },
  air: {
    toward: colours('#3c4e70', '#33476a', '#26395c', '#182847'),
    away: colours('#2b3b5a', '#263858', '#1f3050', '#162442'),
  },
  clouds: {
    cover: 0.42,
    base: 1.5,
    thickness: 0.5,
    density: 3,
    size: 4.4,
    place: 0.93,
    light: light('#a8bce4', 0.5),
    ambient: light('#24334f', 0.7),
    fade: 40,
  },
  stars: { strength: 0.4 },
  surface: { water: light('#16263c'), glitter: 1, sparkle: 0.9, visibility: 22000 },
  sea: { wind: { height: 0.24, length: 9 } },
  grade: { saturation: 0.8 },
});

export const bluehour = look({
  sun: { at: [3, 0.5], aureole: [0.14, 6, 0.1, 24], glow: light('#d88a8a') },
  air: {
    toward: colours('#b0788a', '#866a92', '#4e5088', '#2a3362'),
    away: colours('#645878', '#565680', '#3a4276', '#232d5a'),
  },
  veil: { amount: 0.5, size: 28, streak: 3, place: 0.9, light: light('#b06a80', 0.55) },
  surface: { water: light('#1d2340'), visibility: 16000 },
  sea: { wind: { height: 0.2, length: 8 } },
  grade: { saturation: 0.88 },
});
