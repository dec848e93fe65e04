import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StageClip } from '../../src/protocol/messages.ts';
import { memoryOf } from '../support/browser-memory.ts';
import { openBareStage, type BareStage } from '../support/stage/bare-stage.ts';
import { clipOf, cueOf, WELCOME } from '../support/stage/clip-of.ts';
import { StageHouse } from '../support/stage/house.ts';
import { buildPages } from '../support/stage/pages.ts';
import { missesOf, type BenchGoal } from './goals.ts';
import { summarise, type BenchGroup, type BenchResult } from './measure.ts';

/** It takes some fifty minutes, since the film plays as long as it is; needs ffmpeg and Linux. Exit status 1 where a goal is missed. */
export const onlyWhenAsked = true;

const SCENES = 200;
const CUTS = 500;
const FILM_SECONDS = 1800;
const SCENE_MS = (FILM_SECONDS * 1000) / SCENES;
/** As the show decides: this long before a scene's end. */
const LEAD_MS = 800;
/** A scene counts once what comes after it is ready. */
const SETTLED_MS = 5000;
/** The last scenes, of which the growth is told. */
const LAST = 20;
/** After the cuts, which leave no time to let anything go. */
const REST_MS = 60_000;
/** Of the rest, in which what is left is counted as it is in the first scene: decks come and go as a scene goes round. */
const COUNTED_MS = 20_000;
/** The most that a choice has. */
const CANDIDATES = 7;
/** How often they are made ready: a page has six connections, and who waits for one waits long. */
const CHOICES = 10;
const MOST_GROWTH_MB = 50;
/** A scene with a choice is longer. */
const READY_WITHIN_MS = 10_000;

/** A 1080p file of 30 minutes: 20 seconds of a moving picture and a tone, again and again, a key frame a second. */
function longFilm(): Uint8Array<ArrayBuffer> {
  const folder = mkdtempSync(join(tmpdir(), 'mien-long-'));
  try {
    const run = (...words: string[]): unknown =>
      execFileSync('ffmpeg', ['-v', 'error', '-y', ...words], { cwd: folder });
    const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=1920x1080:rate=25:duration=20'];
    const sound = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=20'];
    const video = ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '32', '-g', '25', '-pix_fmt', 'yuv420p'];
    run(...picture, ...sound, ...video, '-c:a', 'aac', 'part.mp4');
    run(
      '-stream_loop',
      '-1',
      '-i',
      'part.mp4',
      '-c',
      'copy',
      '-t',
      String(FILM_SECONDS),
      '-movflags',
      '+faststart',
      'film.mp4',
    );
    return new Uint8Array(readFileSync(join(folder, 'film.mp4')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In the page, before its own script: counts the object URLs that are open. */
function countUrls(): void {
  const opened = { decoders: 0, urls: 0 };
  Object.assign(globalThis, { opened });
  const [make, revoke] = [URL.createObjectURL.bind(URL), URL.revokeObjectURL.bind(URL)];
  URL.createObjectURL = (object) => {
    opened.urls += 1;
    return make(object);
  };
  URL.revokeObjectURL = (url) => {
    opened.urls -= 1;
    revoke(url);
  };
}

/** In the worker that reads the sound, before its own script: counts the decoders that are open. */
function countDecoders(): void {
  const opened = { decoders: 0, urls: 0 };
  Object.assign(globalThis, { opened });
  const Real = AudioDecoder;
  class Counted extends Real {
    constructor(init: AudioDecoderInit) {
      super(init);
      opened.decoders += 1;
    }
    override close(): void {
      if (this.state !== 'closed') opened.decoders -= 1;
      super.close();
    }
  }
  Object.assign(globalThis, { AudioDecoder: Counted });
}

const SOUND_WORKER = /sound-worker.*\.js$/;
const STAGE_SCRIPT = /^stage-.*\.js$/;

/** Has a script of the built pages count first. */
function countIn(pages: string, script: RegExp, count: () => void): void {
  const assets = join(pages, 'assets');
  const file = readdirSync(assets).find((name) => script.test(name));
  if (file === undefined) throw new Error(`no ${script.source} in ${assets}`);
  const path = join(assets, file);
  writeFileSync(path, `(${count.toString()})();\n${readFileSync(path, 'utf8')}`);
}

interface Left {
  readonly nodes: number;
  readonly layers: number;
  readonly open: number;
  readonly urls: number;
  readonly decoders: number;
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const usual = (looks: readonly Left[], key: keyof Left): number => median(looks.map((look) => look[key]));

/** A film of 200 scenes in one file: how much memory it takes more than its first scene did, and what 500 cuts leave behind. */
export async function bench(): Promise<BenchGroup> {
  const pages = await buildPages();
  countIn(pages.folder, SOUND_WORKER, countDecoders);
  countIn(pages.folder, STAGE_SCRIPT, countUrls);
  const house = await StageHouse.open(pages.folder, [WELCOME]);
  const stage = await openBareStage(`${house.address}/stage/index.html`);
  try {
    house.files.set('/film/film.mp4', longFilm());
    await house.fact('hello');
    const clip = (index: number): StageClip => {
      // Far apart, as the branches of a film are.
      const scene = (index * 73) % SCENES;
      return clipOf('/film/film.mp4', { inMs: scene * SCENE_MS, outMs: (scene + 1) * SCENE_MS });
    };
    const show = async (index: number, when: 'now' | 'end'): Promise<void> => {
      const facts = house.facts.length;
      house.send(cueOf(index, clip(index), { when, prepare: [clip(index + 1), clip(index + 2)] }));
      await house.fact('clipStarted', ({ cueId }) => cueId === index, { from: facts });
    };
    const left = async (): Promise<Left> => ({
      nodes: await stage.nodes(),
      layers: Number(await stage.evaluate(`document.querySelectorAll('video, canvas').length`)),
      open: house.open.size,
      urls: Number(await stage.evaluate('opened.urls')),
      decoders: Number(await stage.evaluateInWorker(SOUND_WORKER, 'opened.decoders')),
    });

    await show(0, 'now');
    // Those that play; what the browser begins of its own accord later (updates, models) is no part of the film.
    const processes = stage.processes();
    /** Of each scene, once it has settled, MB. */
    const scenes: number[] = [];
    const first: Left[] = [];
    for (let index = 0; index < SCENES; index++) {
      const beganMs = performance.now();
      const looks: number[] = [];
      while (performance.now() - beganMs < SCENE_MS - LEAD_MS) {
        if (performance.now() - beganMs > SETTLED_MS) {
          looks.push(memoryOf(processes));
          if (index === 0) first.push(await left());
        }
        await pause(500);
      }
      scenes.push(median(looks));
      await show(index + 1, 'end');
    }
    const memory = scenes[0] ?? Number.NaN;

    for (let index = SCENES + 1; index <= SCENES + CUTS; index++) {
      await show(index, 'now');
      await pause(150);
    }
    await pause(REST_MS - COUNTED_MS);
    const rest: Left[] = [];
    const restedMs = performance.now() + COUNTED_MS;
    while (performance.now() < restedMs) {
      rest.push(await left());
      await pause(500);
    }
    const rested = memoryOf(processes);
    const from = SCENES + CUTS + 10;
    // The scene with the choice: nothing else is to be ready.
    const facts = house.facts.length;
    house.send(cueOf(from - 1, clip(from - 1), { when: 'now' }));
    await house.fact('clipStarted', ({ cueId }) => cueId === from - 1, { from: facts });
    const readyMs: number[] = [];
    let choice = Number.NaN;
    for (let round = 0; round < CHOICES; round++) {
      const candidates = Array.from({ length: CANDIDATES }, (_, index) => clip(from + round * CANDIDATES + index));
      const began = performance.now();
      house.send({ type: 'prepare', clips: candidates });
      // Beside them: the clip that plays, and its own next round. The last choice's are let go first.
      await pause(50);
      await until(
        stage,
        `[...document.querySelectorAll('video')].filter((video) => video.readyState >= 3).length > ${CANDIDATES}`,
      );
      readyMs.push(performance.now() - began);
      if (round === CHOICES - 1) choice = memoryOf(processes);
      house.send({ type: 'prepare', clips: [] });
      await until(stage, `document.querySelectorAll('video').length <= 2`);
    }

    const results: BenchResult[] = [];
    const goals: BenchGoal[] = [];
    const one = (name: string, unit: string, value: number, most = Infinity): void => {
      results.push(summarise(name, unit, [value]));
      goals.push({ name, bound: 'at most', value: most });
    };
    one('memory in the first scene', 'MB', memory);
    one('growth in the scene with the most', 'MB', Math.max(...scenes) - memory);
    one(`growth after ${SCENES} scenes`, 'MB', median(scenes.slice(-LAST)) - memory, MOST_GROWTH_MB);
    one(`growth after ${CUTS} cuts`, 'MB', rested - memory, MOST_GROWTH_MB);
    one(`growth with ${CANDIDATES} candidates ready`, 'MB', choice - rested);
    const grown = (key: keyof Left): number => usual(rest, key) - usual(first, key);
    one(`elements left by ${CUTS} cuts`, 'elements', grown('layers'), 0);
    one(`nodes left by ${CUTS} cuts`, 'nodes', grown('nodes'), 0);
    one(`decoders of sound left by ${CUTS} cuts`, 'decoders', grown('decoders'), 0);
    one(`object URLs left by ${CUTS} cuts`, 'URLs', grown('urls'), 0);
    one(`connections left by ${CUTS} cuts`, 'connections', grown('open'), 0);
    const ready = summarise(`${CANDIDATES} candidates of one file ready`, 'ms', readyMs);
    results.push(ready);
    goals.push({ name: ready.name, bound: 'at most', value: READY_WITHIN_MS });
    return { results, ratios: [], missed: missesOf(results, goals) };
  } finally {
    await stage.close();
    await house.close();
    pages.remove();
  }
}

/** Waits until an expression is true in the page. */
async function until(stage: BareStage, expression: string): Promise<void> {
  const untilMs = performance.now() + 60_000;
  while ((await stage.evaluate(expression)) !== true) {
    if (performance.now() > untilMs) throw new Error(`not within a minute: ${expression}`);
    await pause(20);
  }
}
