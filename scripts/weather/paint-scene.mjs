/** Paints one scene into a file of frames: a process of its own, so that scenes can be painted side by side. */
import { rename } from 'node:fs/promises';
import { showBetween } from './between.mjs';
import { LOOP_SECONDS } from './ocean.mjs';
import { makePainter, PAINTED_A_SECOND } from './painter.mjs';
import { scenes } from './scenes.mjs';
import { openFrames } from './video.mjs';

/** Painted narrower than shown: the lines of a sea lie across, and the eye does not miss part of their points. */
const PAINT_WIDTH = 1152;
const PAINT_HEIGHT = 972;

const [name, path] = process.argv.slice(2);
const scene = scenes[name];
if (!scene || !path) throw new Error('usage: paint-scene.mjs SCENE FILE.mkv');
const paint = makePainter(scene, PAINT_WIDTH, PAINT_HEIGHT);
const partial = path.replace(/\.mkv$/u, '.part.mkv');
const file = openFrames(partial, PAINT_WIDTH, PAINT_HEIGHT, 2 * PAINTED_A_SECOND);
const count = 2 * LOOP_SECONDS * PAINTED_A_SECOND;
let done = 0;
await showBetween(paint, count / 2, async (bytes) => {
  await file.write(bytes);
  process.send?.({ name, done: ++done, count });
});
await file.close();
await rename(partial, path);
