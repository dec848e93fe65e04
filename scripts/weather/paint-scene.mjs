/** Paints one scene into a file of frames: a process of its own, so that scenes can be painted side by side. */
import { rename } from 'node:fs/promises';
import { FRAMES_A_SECOND, makePainter } from './painter.mjs';
import { LOOP_SECONDS } from './ocean.mjs';
import { scenes } from './scenes.mjs';
import { openFrames } from './video.mjs';

/** Painted narrower than shown: the lines of a sea lie across, and the eye does not miss a quarter of their points. */
const PAINT_WIDTH = 960;
const PAINT_HEIGHT = 720;

const [name, path] = process.argv.slice(2);
const scene = scenes[name];
if (!scene || !path) throw new Error('usage: paint-scene.mjs SCENE FILE.mkv');
const paint = makePainter(scene, PAINT_WIDTH, PAINT_HEIGHT);
const partial = path.replace(/\.mkv$/u, '.part.mkv');
const file = openFrames(partial, PAINT_WIDTH, PAINT_HEIGHT, FRAMES_A_SECOND);
const count = LOOP_SECONDS * FRAMES_A_SECOND;
for (let frame = 0; frame < count; frame++) {
  await file.write(paint(frame));
  process.send?.({ name, done: frame + 1, count });
}
await file.close();
await rename(partial, path);
