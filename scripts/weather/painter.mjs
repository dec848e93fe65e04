/** Paints the frames of one scene, one after the other. */
import { addStars, lightSky } from './backdrop.mjs';
import { develop } from './develop.mjs';
import { flashAt, lookAt } from './look.mjs';
import { addMist } from './mist.mjs';
import { makeNoise } from './noise.mjs';
import { LOOP_SECONDS, makeTiles } from './ocean.mjs';
import { addRain } from './rain.mjs';
import { makeSky, mixSkies, paintSky } from './sky.mjs';
import { makeSurface, walkSurface } from './surface.mjs';
import { lightWater } from './water.mjs';

export const FRAMES_A_SECOND = 25;

/** Draws everything that is random: another seed is another sea. */
const SEED = 20;

/** Frames between two paintings of the sky: clouds move less than a point of the map meanwhile. */
const SKY_FRAMES = 20;

/** Foam remembers: before the first frame it grows for this many steps of so many seconds. */
const FOAM_STEPS = 30;
const FOAM_STEP_SECONDS = 0.12;

/** @returns `paint(frame)`, which gives the frame's bytes (red, green, blue; the same buffer each time). */
export function makePainter(scene, width, height) {
  const noise = makeNoise(SEED);
  const tiles = makeTiles(SEED);
  const surface = makeSurface(width, height);
  const picture = new Float32Array(width * height * 4);
  const bytes = new Uint8Array(width * height * 3);
  const map = makeSky();
  const skies = new Map();
  let lastFrame = -2;

  const skyAt = (step) => {
    const known = skies.get(step);
    if (known) return known;
    for (const old of skies.keys()) if (Math.abs(old - step) > 1) skies.delete(old);
    const seconds = (step * SKY_FRAMES) / FRAMES_A_SECOND;
    const sky = makeSky();
    paintSky(sky, lookAt(scene, seconds, LOOP_SECONDS), noise, seconds);
    if (scene.loops) {
      // Clouds do not come round as waves do: fade over to those that lead up to the start.
      const before = makeSky();
      paintSky(before, scene.look, noise, seconds - LOOP_SECONDS);
      const share = seconds / LOOP_SECONDS;
      for (let i = 0; i < sky.data.length; i++) sky.data[i] += (before.data[i] - sky.data[i]) * share;
    }
    skies.set(step, sky);
    return sky;
  };

  const moveSea = (look, frame, seconds) => {
    for (const tile of tiles) {
      if (frame === lastFrame + 1 && !scene.turnsTo) {
        tile.moveTo(seconds);
        continue;
      }
      tile.setSea(look.sea);
      if (frame !== lastFrame + 1 && look.sea.foam.gain > 0)
        for (let back = FOAM_STEPS; back > 0; back--) tile.moveTo(seconds - back * FOAM_STEP_SECONDS);
      tile.moveTo(seconds);
    }
  };

  return (frame) => {
    const seconds = frame / FRAMES_A_SECOND;
    const look = lookAt(scene, seconds, LOOP_SECONDS);
    const step = Math.floor(frame / SKY_FRAMES);
    mixSkies(map, skyAt(step), skyAt(step + 1), frame / SKY_FRAMES - step, flashAt(look.storm, seconds));
    moveSea(look, frame, seconds);
    walkSurface(surface, tiles);
    lightSky(picture, surface, map, look);
    if (look.stars > 0) addStars(picture, surface, map, look.stars, seconds / LOOP_SECONDS);
    lightWater(picture, surface, tiles, map, look, noise, seconds);
    if (look.mist.density > 0) addMist(picture, width, height, look, noise, seconds);
    if (look.rain.amount > 0) addRain(picture, width, height, look, noise, seconds, seconds / LOOP_SECONDS);
    develop(bytes, picture, width, height, look.grade, frame);
    lastFrame = frame;
    return bytes;
  };
}
