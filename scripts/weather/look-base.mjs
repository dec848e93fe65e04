/**
 * What every scene starts from, as a painter would note it. Colours are those seen on the screen; `light(colour, gain)`
 * turns them into light. Four colours of air stand at 0, 5, 18 and 70 degrees over the horizon.
 */
import { light } from './look.mjs';

export const colours = (...hexes) => hexes.map((hex) => light(hex));
export const black = [0, 0, 0];

/** A grey day without wind. */
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
    hole: null,
    light: black,
    ambient: black,
    under: black,
  },
  veil: { amount: 0, size: 20, streak: 2, place: 0.2, light: black },
  shafts: { amount: 0, slant: 0.3, size: 6, place: 0.3, colour: black },
  rays: { amount: 0, reach: 0.9, soft: 0.6, fall: 3, colour: black },
  bow: { amount: 0, at: [-30, -12], secondary: 1 },
  storm: { flashes: [], colour: [0.75, 0.85, 1] },
  stars: { strength: 0, count: 160 },
  galaxy: { amount: 0, tilt: 0.62, turn: 0.2, colour: light('#8a96c0') },
  aurora: { amount: 0, low: light('#5cf0a8'), high: light('#8a5ce0') },
  meteors: [],
  beacon: { gain: 0, at: [7, 0.9], colour: light('#fff2d0'), turns: 2, reach: 0.3 },
  title: { text: '', gain: 0, colour: light('#e8ecf4') },
  snow: { amount: 0, hush: 0, colour: light('#e8ecf2'), slant: -0.12 },
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
  shadow: { amount: 0, size: 900, drift: 0, place: 0.5 },
  mist: { density: 0, height: 30, wisps: 0, drift: 2, colour: black, glow: black },
  rain: { amount: 0, slant: 0.12, speed: 1.2, veil: 0, colour: black },
  grade: { exposure: 1, contrast: 0.15, saturation: 1, bloom: 0.25, tint: [1, 1, 1], grain: 3, vignette: 0.16 },
};

const isTree = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** `changes` laid over `tree`, branch by branch. */
function over(tree, changes) {
  const merged = { ...tree };
  for (const [key, value] of Object.entries(changes))
    merged[key] = isTree(value) && isTree(tree[key]) ? over(tree[key], value) : value;
  return merged;
}

/** A scene's look: the grey day, and what is otherwise in it. */
export const look = (changes) => over(base, changes);
