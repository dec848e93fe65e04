/**
 * The scenes, as a painter would note them. Colours are those seen on the screen; `light(colour, gain)` turns
 * them into light. Four colours of air stand at 0, 5, 18 and 70 degrees over the horizon.
 */
import { light } from './look.mjs';

const colours = (...hexes) => hexes.map((hex) => light(hex));
const black = [0, 0, 0];

/** A grey day without wind: what every scene starts from. */
const base = {
  sun: {
    at: [7, 14],
    light: black,
    aureole: [0, 2, 0, 20],
    glow: black,
    disc: [0, 0.3, 0.05, 1],
    discColour: [1, 1, 1],
  },
  air: {
    toward: colours('#b9bcba', '#b4b8b8', '#a8aeb0', '#8c9498'),
    away: colours('#b9bcba', '#b4b8b8', '#a8aeb0', '#8c9498'),
  },
  clouds: {
    cover: 0,
    base: 1.2,
    thickness: 0.9,
    density: 4,
    size: 5,
    detail: 0.3,
    drift: 0.02,
    place: 0.1,
    fade: 40,
    squash: 1,
    anvil: 0.6,
    powder: 0.3,
    light: black,
    ambient: black,
    under: black,
  },
  veil: { amount: 0, size: 20, streak: 2, place: 0.2, light: black },
  shafts: { amount: 0, slant: 0.3, size: 6, place: 0.3, colour: black },
  rays: { amount: 0, reach: 0.9, soft: 0.6, fall: 3, colour: black },
  bow: { amount: 0, at: [-30, -12], secondary: 1 },
  storm: { flashes: [], colour: [0.75, 0.85, 1] },
  stars: 0,
  sea: {
    wind: { height: 0.28, length: 11, towards: -1.15, spread: 3, tail: 1 },
    swell: { height: 0.55, length: 56, towards: -1.35 },
    chop: 1,
    foam: { from: 0, gain: 0, keep: 0.97 },
  },
  surface: {
    water: light('#2c3a3c'),
    ripples: 0.004,
    rings: 0,
    glitter: 0,
    sparkle: 0.6,
    foam: light('#d8dcdc'),
    visibility: 14000,
    mirror: 1,
  },
  shadow: { amount: 0, size: 900, drift: 6, place: 0.5 },
  mist: { density: 0, height: 30, wisps: 0, drift: 2, colour: black, glow: black },
  rain: { amount: 0, slant: 0.12, speed: 1.2, veil: 0, colour: black },
  grade: { exposure: 1, contrast: 0.15, saturation: 1, bloom: 0.25, tint: [1, 1, 1], grain: 3, vignette: 0.16 },
};

const isTree = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** `changes` laid over `tree`, branch by branch. */
function over(tree, changes) {
  const merged = { ...tree };
  for (const [key, value] of Object.entries(changes)) merged[key] = isTree(value) ? over(tree[key], value) : value;
  return merged;
}

const look = (changes) => over(base, changes);

const opening = look({
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

const horizon = look({
  sun: { at: [2, 24], aureole: [0.0, 6, 0.22, 24], glow: light('#fff6e6'), light: light('#fff4e0', 0.5) },
  air: {
    toward: colours('#c4c6c3', '#bfc2c1', '#aeb4b6', '#8f989c'),
    away: colours('#b6bab9', '#b0b5b6', '#9fa7aa', '#848e93'),
  },
  veil: { amount: 0.35, size: 34, streak: 2.6, place: 0.42, light: light('#d4d4ce', 0.8) },
  surface: { water: light('#33413f'), glitter: 0.1, sparkle: 0.5, visibility: 9000 },
  grade: { saturation: 0.55 },
});

const sun = look({
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

const rain = look({
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

const mist = look({
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

const sparkle = look({
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

const rainbow = look({
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

const rays = look({
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

const swell = look({
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

const dusk = look({
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

const mirror = look({
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

const moon = look({
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
  stars: 0.4,
  surface: { water: light('#16263c'), glitter: 1, sparkle: 0.9, visibility: 22000 },
  sea: { wind: { height: 0.24, length: 9 } },
  grade: { saturation: 0.8 },
});

const clearing = look({
  sun: {
    at: [4, 9],
    light: light('#ffe4b8', 0.5),
    aureole: [0.6, 2, 0.1, 12],
    glow: light('#ffe6c0'),
    disc: [5, 0.42, 0.1, 1],
    discColour: light('#fff0d4'),
  },
  air: {
    toward: colours('#b9bab0', '#a6aeac', '#8796a0', '#667c8e'),
    away: colours('#9da3a0', '#8f9a9e', '#748692', '#587084'),
  },
  clouds: {
    cover: 0.66,
    base: 1.2,
    thickness: 1.0,
    density: 5,
    size: 4.6,
    place: 0.5,
    light: light('#f0e2c8', 0.75),
    ambient: light('#7c868e', 0.7),
    fade: 26,
  },
  rays: { amount: 0.25, soft: 0.5, fall: 1.5, colour: light('#ffe6bc', 0.6) },
  surface: { water: light('#39605c'), glitter: 0.6, sparkle: 0.9, visibility: 14000 },
  sea: { wind: { height: 0.4, length: 12 }, swell: { height: 0.7 } },
});

/** The last seconds of `clearing`: the cloud has thinned, the air is washed. */
const cleared = over(clearing, {
  sun: { light: light('#ffe8c4', 0.6), aureole: [0.6, 2, 0.12, 12] },
  air: {
    toward: colours('#ddcba8', '#c2c6b8', '#82a9bc', '#4278a4'),
    away: colours('#bcbcae', '#a2b6ba', '#6c98b4', '#3a6e98'),
  },
  clouds: { cover: 0.42, light: light('#fff0d8', 0.85), ambient: light('#94a6b0', 0.75) },
  rays: { amount: 0 },
  surface: { water: light('#2f7078'), glitter: 1, visibility: 20000 },
  sea: { wind: { height: 0.28, length: 10 }, swell: { height: 0.5 } },
});

const nightfall = look({
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

/** The last seconds of `nightfall`: a trace of day, and the first stars. */
const night = over(nightfall, {
  sun: { aureole: [0.06, 6, 0.05, 22] },
  air: {
    toward: colours('#5c567c', '#484c7c', '#2c3866', '#1a2448'),
    away: colours('#3c426a', '#363f6c', '#26325e', '#182144'),
  },
  veil: { amount: 0.35, light: light('#584e74', 0.5) },
  stars: 0.7,
});

/**
 * Every scene by name. `loops`: the clip's end meets its start. `turnsTo`: the look at its end. `quality`: of the
 * picture, where the usual one is too coarse (skies that show bands) or too costly (glitter); see video.mjs.
 */
export const scenes = {
  opening: { look: opening, loops: true, quality: 30 },
  horizon: { look: horizon },
  sun: { look: sun },
  rain: { look: rain },
  mist: { look: mist, quality: 30 },
  sparkle: { look: sparkle, quality: 36 },
  rainbow: { look: rainbow },
  rays: { look: rays },
  swell: { look: swell },
  dusk: { look: dusk },
  mirror: { look: mirror, quality: 30 },
  moon: { look: moon },
  clearing: { look: clearing, turnsTo: cleared },
  nightfall: { look: nightfall, turnsTo: night, quality: 30 },
};
