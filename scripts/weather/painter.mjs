/** Paints the frames of one scene, one after the other. */
import { addAurora } from './aurora.mjs';
import { addStars, lightSky } from './backdrop.mjs';
import { develop } from './develop.mjs';
import { addBeacon, addMeteors, beaconAt } from './lights.mjs';
import { flashAt } from './look.mjs';
import { addMist } from './mist.mjs';
import { makeNoise } from './noise.mjs';
import { LOOP_SECONDS, makeTiles } from './ocean.mjs';
import { addRain } from './rain.mjs';
import { makeSky, mixSkies, paintSky } from './sky.mjs';
import { addSnow } from './snow.mjs';
import { makeSurface, walkSurface } from './surface.mjs';
import { addTitle } from './title.mjs';
import { lightWater } from './water.mjs';

/** Frames a second that are painted: half of those shown. The others lie between, see `between.mjs`. */
export const PAINTED_A_SECOND = 12.5;

/** Draws everything that is random: another seed is another sea. */
const SEED = 20;

/** Seconds between two paintings of the sky: clouds move some points of the map meanwhile. */
const SKY_SECONDS = 2;

/** Foam remembers: before the first frame it grows for this many frames. */
const FOAM_FRAMES = 45;

/** A light that turns in the fog stands in the sun's place, so that the water mirrors it. */
function lookAt(look, seconds) {
  if (look.beacon.gain === 0) return look;
  const { flash, glow } = beaconAt(look.beacon, seconds / LOOP_SECONDS);
  const light = look.beacon.colour.map((value) => value * look.beacon.gain * (0.05 + 0.9 * flash + 0.12 * glow));
  return { ...look, sun: { ...look.sun, at: look.beacon.at, light } };
}

/** The maps of the sky at whole steps, painted when they are first asked for; the last comes round to the first. */
function makeSkies(look, noise) {
  const skies = new Map();
  return (step) => {
    const known = skies.get(step);
    if (known) return known;
    for (const old of skies.keys()) if (Math.abs(old - step) > 1) skies.delete(old);
    const seconds = step * SKY_SECONDS;
    const sky = makeSky();
    paintSky(sky, look, noise, seconds);
    // Clouds do not come round as waves do: fade over to those that lead up to the start.
    if (seconds > 0 && (look.clouds.cover > 0 || look.veil.amount > 0 || look.shafts.amount > 0)) {
      const before = makeSky();
      paintSky(before, look, noise, seconds - LOOP_SECONDS);
      const share = seconds / LOOP_SECONDS;
      for (let i = 0; i < sky.data.length; i++) sky.data[i] += (before.data[i] - sky.data[i]) * share;
    }
    skies.set(step, sky);
    return sky;
  };
}

/** @returns `paint(frame)`, which gives the frame's bytes (red, green, blue; the same buffer each time). */
export function makePainter({ look: still }, width, height) {
  const noise = makeNoise(SEED);
  const tiles = makeTiles(SEED);
  const surface = makeSurface(width, height);
  const picture = new Float32Array(width * height * 4);
  const bytes = new Uint8ClampedArray(width * height * 3);
  const map = makeSky();
  const skyAt = makeSkies(still, noise);
  let lastFrame = -2;

  const moveSea = (frame) => {
    for (const tile of tiles) {
      if (frame !== lastFrame + 1) {
        tile.setSea(still.sea);
        if (still.sea.foam.gain > 0)
          for (let back = FOAM_FRAMES; back > 0; back--) tile.moveTo((frame - back) / PAINTED_A_SECOND);
      }
      tile.moveTo(frame / PAINTED_A_SECOND);
    }
  };

  return (frame) => {
    const seconds = frame / PAINTED_A_SECOND;
    const share = seconds / LOOP_SECONDS;
    const look = lookAt(still, seconds);
    const step = Math.floor(seconds / SKY_SECONDS);
    const aurora = (to, across, up) => addAurora(to, across, up, look.aurora, noise, share);
    const flash = flashAt(look.storm, seconds);
    mixSkies(
      map,
      skyAt(step),
      skyAt(step + 1),
      seconds / SKY_SECONDS - step,
      flash,
      look.aurora.amount > 0 ? aurora : undefined,
    );
    moveSea(frame);
    walkSurface(surface, tiles);
    lightSky(picture, surface, map, look);
    if (look.stars.strength > 0) addStars(picture, surface, map, look.stars, share);
    if (look.meteors.length > 0) addMeteors(picture, width, height, look, seconds);
    lightWater(picture, surface, tiles, map, look, noise, seconds);
    if (look.mist.density > 0) addMist(picture, width, height, look, noise, seconds, LOOP_SECONDS);
    if (look.beacon.gain > 0) addBeacon(picture, width, height, look, share);
    if (look.rain.amount > 0) addRain(picture, width, height, look, noise, seconds, LOOP_SECONDS);
    if (look.snow.amount > 0) addSnow(picture, width, height, look, share);
    if (look.title.gain > 0) addTitle(picture, width, height, look, share);
    develop(bytes, picture, width, height, look.grade, frame);
    lastFrame = frame;
    return bytes;
  };
}
