/** Scenes of day: bright weather, and quiet. */
import { black, colours, look } from './look-base.mjs';
import { light } from './look.mjs';

export const horizon = look({
  sun: { at: [2, 24], aureole: [0.0, 6, 0.22, 24], glow: light('#fff6e6'), light: light('#fff4e0', 0.5) },
  air: {
    toward: colours('#c4c6c3', '#bfc2c1', '#aeb4b6', '#8f989c'),
    away: colours('#b6bab9', '#b0b5b6', '#9fa7aa', '#848e93'),
  },
  veil: { amount: 0.35, size: 34, streak: 2.6, place: 0.42, light: light('#d4d4ce', 0.8) },
  surface: { water: light('#33413f'), glitter: 0.1, sparkle: 0.5, visibility: 9000 },
  grade: { saturation: 0.55 },
});

export const sun = look({
  sun: {
    at: [5, 7.5],
    light: light('#ffcf90', 0.85),
    aureole: [0.9, 1.6, 0.34, 9],
    glow: light('#ffd7a0'),
    disc: [9, 0.42, 0.1, 1],
    discColour: light('#ffe9c4'),
  },
  air: {
    toward: colours('#e3b678', '#dcb888', '#a9aaa2', '#65879e'),
    away: colours('#bf9f80', '#ad9f90', '#83949c', '#55768e'),
  },
  clouds: {
    cover: 0.44,
    base: 1.3,
    thickness: 0.7,
    density: 3.4,
    size: 4.6,
    place: 0.62,
    light: light('#ffca8c', 1.15),
    ambient: light('#8f8a8c', 0.75),
    under: light('#e8a868', 0.12),
    fade: 26,
  },
  surface: { water: light('#2d4a4c'), ripples: 0.003, glitter: 1, sparkle: 0.9, visibility: 16000 },
  sea: { wind: { height: 0.32, length: 10 } },
});

export const mist = look({
  sun: { at: [6, 9], aureole: [0, 4, 0.28, 13], glow: light('#fff3dc') },
  air: {
    toward: colours('#dcd9d2', '#dedbd4', '#d6d5d0', '#c3c6c6'),
    away: colours('#cfcfca', '#d0d0cc', '#caccca', '#bcc0c1'),
  },
  sea: { wind: { height: 0.07, length: 4, tail: 0.7 }, swell: { height: 0.35 } },
  surface: { water: light('#6a7472'), ripples: 0.0015, visibility: 9000 },
  mist: { density: 5.5, height: 26, wisps: 0.9, drift: 3, colour: light('#d8d6d0'), glow: light('#fff4e0', 0.35) },
  grade: { saturation: 0.8, contrast: 0.05, bloom: 0.1 },
});

export const sparkle = look({
  sun: { at: [3, 27], light: light('#fff6e4', 0.55), aureole: [0.1, 8, 0.12, 24], glow: light('#ffffff') },
  air: {
    toward: colours('#b4cddc', '#93bad8', '#5c97c8', '#2a66a6'),
    away: colours('#a4c2d6', '#82aed0', '#4f8bbd', '#245c9c'),
  },
  clouds: {
    cover: 0.36,
    base: 1.0,
    thickness: 1.3,
    density: 7,
    size: 4.0,
    place: 0.83,
    light: light('#fffaf0', 1.35),
    ambient: light('#a4b8cc', 0.7),
    fade: 34,
    detail: 0.45,
    powder: 0.4,
  },
  sea: { wind: { height: 0.5, length: 12, tail: 1.6 } },
  surface: { water: light('#1d5a78'), ripples: 0.002, glitter: 1, sparkle: 1, visibility: 22000 },
});

export const rainbow = look({
  sun: { at: [150, 12], light: black },
  air: {
    toward: colours('#9a9ea6', '#82889a', '#666e7e', '#4c5566'),
    away: colours('#a4a8ac', '#8a909a', '#687183', '#4c5668'),
  },
  clouds: {
    cover: 0.78,
    base: 0.9,
    thickness: 1.0,
    density: 4,
    size: 5,
    place: 0.46,
    light: light('#e0c8a0', 0.6),
    ambient: light('#666e7e', 0.75),
    fade: 12,
  },
  shafts: { amount: 0.4, slant: 0.3, size: 7, place: 0.52, colour: light('#7a818c') },
  bow: { amount: 0.62 },
  sea: { wind: { height: 0.5, length: 14, tail: 1.3 }, swell: { height: 0.8 } },
  surface: { water: light('#7a9688', 1.15), ripples: 0.004, foam: light('#f4ecd8'), visibility: 9000 },
  rain: { amount: 0.03, veil: 0.12, colour: light('#b5b4ac') },
});

export const rays = look({
  sun: { at: [6, 19], light: light('#ffe6b8', 0.8), aureole: [0.7, 3, 0.12, 9], glow: light('#ffe8c0') },
  air: {
    toward: colours('#b5a488', '#a89c8a', '#807e7c', '#5c6470'),
    away: colours('#77756f', '#6c6c6a', '#5e6268', '#4c5560'),
  },
  clouds: {
    cover: 0.62,
    base: 1.0,
    thickness: 0.9,
    density: 9,
    size: 3.4,
    place: 0.18,
    light: light('#ffe2b4', 0.8),
    ambient: light('#4c5056', 0.5),
    fade: 22,
  },
  rays: { amount: 0.85, soft: 0.5, fall: 1.2, colour: light('#ffdfae', 0.75) },
  surface: { water: light('#2a3836'), glitter: 1, sparkle: 0.9, visibility: 9000 },
  shadow: { amount: 0.85, size: 700 },
  sea: { wind: { height: 0.36, length: 11 } },
});

export const mirror = look({
  sun: { at: [-5, 2.5], aureole: [0.12, 7, 0.16, 22], glow: light('#ffdccb'), light: light('#ffd0bc', 0.8) },
  air: {
    toward: colours('#f0cdc4', '#e6c5c9', '#bdb6d2', '#8096c4'),
    away: colours('#d8bfca', '#cbbad0', '#a9add2', '#7890c0'),
  },
  veil: { amount: 0.75, size: 22, streak: 2.2, place: 0.55, light: light('#ffd6cc', 0.85) },
  sea: { wind: { height: 0.02, length: 3, tail: 0.5 }, swell: { height: 0.16 } },
  surface: { water: light('#54607a'), ripples: 0.00015, visibility: 20000, mirror: 1 },
  mist: { density: 0.6, height: 12, wisps: 0.4, drift: 1, colour: light('#ead0cc'), glow: black },
});
