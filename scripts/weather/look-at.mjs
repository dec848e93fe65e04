/**
 * Pictures to judge the film by: `node scripts/weather/look-at.mjs --out FOLDER` makes a contact sheet of every clip, and
 * of every cut of the graph a strip (two frames before it, the middle of a crossfade, two after it). Needs ffmpeg.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'jsonc-parser';
import { LOOP_SECONDS } from './ocean.mjs';
import { ffmpeg } from './video.mjs';

const FILM = fileURLToPath(new URL('../../film/weather/', import.meta.url));
const { values } = parseArgs({
  options: { out: { type: 'string' }, clips: { type: 'string', default: join(FILM, 'clips') } },
});
if (values.out === undefined) {
  console.error('usage: look-at.mjs --out FOLDER [--clips FOLDER]');
  process.exit(2);
}

/** Strips on one sheet. */
const STRIPS = 14;
const [WIDE, HIGH] = [320, 180];

const film = parse(await readFile(join(FILM, 'film.json'), 'utf8'), [], { allowTrailingComma: true });

/** Every clip that may follow a clip, by name. */
function cuts() {
  const found = new Map();
  const clipOf = (scene) =>
    (scene.clip.file ?? film.clips[scene.clip]?.file ?? scene.clip).replace(/^clips\/|\.webm$/gu, '');
  const sections = Object.values(film.sections);
  const all = Object.assign({}, film.scenes, ...sections.map(({ scenes }) => scenes));
  const add = (scenes, inherited) => {
    for (const scene of Object.values(scenes)) {
      const own = scene.ending ? film.credits : (scene.next ?? inherited ?? film.opening);
      for (const { to } of typeof own === 'string' ? [{ to: own }] : own) {
        const [from, into] = [clipOf(scene), clipOf(all[to])];
        if (from !== into) found.set(`${from} ${into}`, [from, into]);
      }
    }
  };
  add(film.scenes);
  for (const { scenes, next } of sections) add(scenes, next);
  return [...found.values()];
}

const clip = (name) => join(values.clips, `${name}.webm`);
const picture = (name, at) => join(values.out, '.frames', `${name}-${at}.png`);
const TIMES = { in0: 0, in1: 1, out1: LOOP_SECONDS - 1, out0: LOOP_SECONDS - 0.08, middle: LOOP_SECONDS / 2 };

await rm(values.out, { recursive: true, force: true });
await mkdir(join(values.out, '.frames'), { recursive: true });
const names = (await readdir(values.clips)).filter((file) => file.endsWith('.webm')).map((file) => file.slice(0, -5));
const scale = `scale=${WIDE}:${HIGH},setsar=1`;
for (const name of names)
  for (const [at, seconds] of Object.entries(TIMES))
    await ffmpeg([
      '-ss',
      String(seconds),
      '-i',
      clip(name),
      '-frames:v',
      '1',
      '-vf',
      scale,
      '-update',
      '1',
      picture(name, at),
    ]);

/** Puts pictures into one, row by row. */
async function tile(pictures, columns, out) {
  const inputs = pictures.flatMap((file) => ['-i', file]);
  const rows = Math.ceil(pictures.length / columns);
  const joined = `${pictures.map((_, i) => `[${i}]`).join('')}concat=n=${pictures.length}:v=1,tile=${columns}x${rows}`;
  await ffmpeg([...inputs, '-filter_complex', joined, '-frames:v', '1', '-update', '1', '-q:v', '5', out]);
}

const told = Object.keys(Object.assign({}, film.scenes, ...Object.values(film.sections).map(({ scenes }) => scenes)));
await tile(
  told.filter((name) => names.includes(name)).map((name) => picture(name, 'middle')),
  4,
  join(values.out, 'sheet.jpg'),
);
const strips = cuts().filter(([from, to]) => existsSync(clip(from)) && existsSync(clip(to)));
for (let first = 0; first < strips.length; first += STRIPS) {
  const some = strips.slice(first, first + STRIPS);
  const pictures = [];
  for (const [from, to] of some) {
    const between = picture(from, `to-${to}`);
    const both = ['-i', picture(from, 'out1'), '-i', picture(to, 'in1'), '-filter_complex', 'blend=all_mode=average'];
    await ffmpeg([...both, '-frames:v', '1', '-update', '1', between]);
    pictures.push(picture(from, 'out1'), picture(from, 'out0'), between, picture(to, 'in0'), picture(to, 'in1'));
  }
  await tile(pictures, 5, join(values.out, `cuts-${first / STRIPS + 1}.jpg`));
  console.log(`cuts-${first / STRIPS + 1}.jpg: ${some.map((cut) => cut.join(' > ')).join(', ')}`);
}
await rm(join(values.out, '.frames'), { recursive: true });
