/**
 * Draws the film "Weather": `npm run film:weather` paints what is missing, `-- --help` tells the rest.
 * Everything random is seeded: the same frames on every machine. Stopped, it goes on where it was: scenes that are
 * painted and clips that are made are kept in the work folder.
 */
import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { scenes } from './scenes.mjs';
import { writeSound } from './sound.mjs';
import { encodeClip, ffmpeg } from './video.mjs';

const FILM = fileURLToPath(new URL('../../film/weather/', import.meta.url));

const { values } = parseArgs({
  options: {
    scenes: { type: 'string', default: Object.keys(scenes).join(',') },
    jobs: { type: 'string', default: '2' },
    work: { type: 'string', default: join(tmpdir(), 'mien-weather') },
    out: { type: 'string', default: join(FILM, 'clips') },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(`Draws film/weather: needs ffmpeg with libsvtav1, libopus and libx264, 4 GB of space, some 20 minutes on two cores.

  --scenes a,b   only these (of ${Object.keys(scenes).join(', ')})
  --jobs N       scenes painted side by side (2)
  --work DIR     frames and sounds, kept for the next run (${values.work})
  --out DIR      where the clips go (film/weather/clips)`);
  process.exit(0);
}

const names = values.scenes.split(',');
const unknown = names.filter((name) => !(name in scenes));
if (unknown.length > 0) {
  console.error(`No such scene: ${unknown.join(', ')}. There are ${Object.keys(scenes).join(', ')}.`);
  process.exit(2);
}

const progress = new Map();
const startedMs = Date.now();
const framesOf = (name) => join(values.work, `${name}.mkv`);

/** Says how far the painting is, and how long it will take at this pace. */
function report({ name, done, count }) {
  progress.set(name, { done, count });
  if (done % 20 !== 0) return;
  const painted = [...progress.values()].reduce((sum, one) => sum + one.done, 0);
  const left =
    count * names.filter((other) => !existsSync(framesOf(other))).length -
    [...progress.values()].reduce((sum, one) => sum + (one.done < count ? one.done : 0), 0);
  const minutes = ((Date.now() - startedMs) / painted) * (left / 60_000);
  console.log(`${name}: ${done} of ${count} frames, about ${minutes.toFixed(0)} min of painting left`);
}

/** Paints one scene in a process of its own, if it is not painted yet. */
async function paint(name) {
  if (existsSync(framesOf(name))) return;
  const painter = fork(fileURLToPath(new URL('paint-scene.mjs', import.meta.url)), [name, framesOf(name)]);
  painter.on('message', report);
  await new Promise((resolve, reject) => {
    painter.on('error', reject);
    painter.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`painting ${name} ended with ${code}`))));
  });
}

/** Sound and picture become the clip that ships. */
async function finish(name) {
  const made = join(values.work, `${name}.webm`);
  if (!existsSync(made)) {
    const sound = join(values.work, `${name}.wav`);
    await writeSound(name, sound);
    const partial = join(values.work, `${name}.part.webm`);
    await encodeClip({ frames: framesOf(name), sound, clip: partial, share: scenes[name].share });
    await rename(partial, made);
  }
  const clip = join(values.out, `${name}.webm`);
  await copyFile(made, clip);
  console.log(`${name}: ${clip}, ${((await stat(clip)).size / 1e6).toFixed(2)} MB`);
}

/** A still of the sun for lists and doors. */
async function drawPoster() {
  const still = ['-ss', '4', '-i', join(values.out, 'sun.webm'), '-frames:v', '1', '-update', '1'];
  await ffmpeg([...still, '-vf', 'scale=960:540', '-q:v', '5', join(FILM, 'poster.jpg')]);
}

await mkdir(values.work, { recursive: true });
await mkdir(values.out, { recursive: true });
const waiting = [...names];
await Promise.all(
  Array.from({ length: Math.max(1, Number(values.jobs)) }, async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      await paint(name);
      await finish(name);
    }
  }),
);
if (names.includes('sun')) await drawPoster();
