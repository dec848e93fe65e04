import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StageClip } from '../../src/protocol/messages.ts';
import { memoryOf, processesOf } from '../support/browser-memory.ts';
import { openBrowser } from '../support/chromium.ts';
import { clipOf, cueOf, WELCOME } from '../support/stage/clip-of.ts';
import { StageHouse } from '../support/stage/house.ts';
import { buildPages } from '../support/stage/pages.ts';
import { missesOf, type BenchGoal } from './goals.ts';
import { summarise, type BenchGroup, type BenchResult } from './measure.ts';

/** It takes some seven minutes, and needs ffmpeg and Linux. Exit status 1 where a goal is missed. */
export const onlyWhenAsked = true;

const SCENES = 200;
const CUTS = 500;
/** The first scenes fill what stays filled: caches, decoders' pools, compiled code. */
const WARM_UP = 20;
const FILM_SECONDS = 1800;
/** A look a second, over more than a scene. */
const LOOKS = 12;
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

interface Counts {
  readonly opened: { decoders: number; urls: number };
}

/** In a page, before its own scripts: counts the object URLs that are open. */
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

/** Playwright's own scripts come before a page's, but not before a worker's. */
function countInWorker(pages: string): void {
  const assets = join(pages, 'assets');
  const file = readdirSync(assets).find((name) => SOUND_WORKER.test(name));
  if (file === undefined) throw new Error(`no worker that reads sound in ${assets}`);
  const path = join(assets, file);
  writeFileSync(path, `(${countDecoders.toString()})();\n${readFileSync(path, 'utf8')}`);
}

interface Look {
  readonly memory: number;
  readonly nodes: number;
  readonly layers: number;
  readonly open: number;
  readonly urls: number;
  readonly decoders: number;
}

/** A film of 200 scenes in one file: how much memory it takes more than its first scenes, and what 500 cuts leave behind. */
export async function bench(): Promise<BenchGroup> {
  const pages = await buildPages();
  countInWorker(pages.folder);
  const browser = await openBrowser();
  const house = await StageHouse.open(pages.folder, [WELCOME]);
  try {
    house.files.set('/film/film.mp4', longFilm());
    const lengthMs = (FILM_SECONDS * 1000) / SCENES;
    const clip = (index: number): StageClip => {
      // Far apart, as the branches of a film are.
      const scene = (index * 73) % SCENES;
      return clipOf('/film/film.mp4', { inMs: scene * lengthMs, outMs: (scene + 1) * lengthMs });
    };
    const page = await browser.context.newPage();
    const session = await browser.context.newCDPSession(page);
    await session.send('Performance.enable');
    await page.addInitScript(countUrls);
    await page.goto(`${house.address}/stage/index.html`);
    await house.fact('hello');

    const look = async (): Promise<Look> => {
      // What is free at times is no growth: decoders keep pictures, allocators keep pages. The least of some looks counts.
      let memory = Infinity;
      for (let index = 0; index < LOOKS; index++) {
        await session.send('HeapProfiler.collectGarbage');
        await page.waitForTimeout(1000);
        memory = Math.min(memory, memoryOf(processes));
      }
      const { metrics } = await session.send('Performance.getMetrics');
      const nodes = metrics.find(({ name }) => name === 'Nodes')?.value ?? Number.NaN;
      const layers = await page.evaluate(() => document.querySelectorAll('video, canvas').length);
      const { urls } = await page.evaluate(() => (globalThis as unknown as Counts).opened);
      const worker = page.workers().find((one) => SOUND_WORKER.test(one.url()));
      if (worker === undefined) throw new Error('no worker reads the sound');
      const { decoders } = await worker.evaluate(() => (globalThis as unknown as Counts).opened);
      return { memory, nodes, layers, open: house.open.size, urls, decoders };
    };
    const play = async (from: number, to: number): Promise<void> => {
      for (let index = from; index < to; index++) {
        const facts = house.facts.length;
        house.send(cueOf(index, clip(index), { when: 'now', prepare: [clip(index + 1), clip(index + 2)] }));
        await house.fact('clipStarted', ({ cueId }) => cueId === index, { from: facts });
        await page.waitForTimeout(150);
      }
    };
    await play(0, WARM_UP);
    // Those that play; what the browser begins of its own accord later (updates, models) is no part of the film.
    const processes = processesOf(browser.profile);
    const first = await look();
    await play(WARM_UP, SCENES + WARM_UP);
    const scenes = await look();
    await play(SCENES + WARM_UP, CUTS + WARM_UP);
    const cuts = await look();
    const readyMs: number[] = [];
    let choiceMemory = Number.NaN;
    for (let round = 0; round < CHOICES; round++) {
      const from = CUTS + WARM_UP + 10 + round * CANDIDATES;
      const candidates = Array.from({ length: CANDIDATES }, (_, index) => clip(from + index));
      const began = performance.now();
      house.send({ type: 'prepare', clips: candidates });
      // Beside them: the clip that plays, and its own next round. The last choice's are let go first.
      await page.waitForTimeout(50);
      await page.waitForFunction(
        (count) => [...document.querySelectorAll('video')].filter((video) => video.readyState >= 3).length > count,
        CANDIDATES,
        { timeout: 60_000 },
      );
      readyMs.push(performance.now() - began);
      if (round === CHOICES - 1) choiceMemory = (await look()).memory;
      house.send({ type: 'prepare', clips: [] });
      await page.waitForFunction(() => document.querySelectorAll('video').length <= 2, null, { timeout: 60_000 });
    }
    const results: BenchResult[] = [];
    const goals: BenchGoal[] = [];
    const one = (name: string, unit: string, value: number, most = Infinity): void => {
      results.push(summarise(name, unit, [value]));
      goals.push({ name, bound: 'at most', value: most });
    };
    one('memory with the first scenes', 'MB', first.memory);
    one(`growth after ${SCENES} scenes`, 'MB', scenes.memory - first.memory, MOST_GROWTH_MB);
    one(`growth after ${CUTS} cuts`, 'MB', cuts.memory - first.memory, MOST_GROWTH_MB);
    one(`growth with ${CANDIDATES} candidates ready`, 'MB', choiceMemory - cuts.memory);
    one(`elements left by ${CUTS} cuts`, 'elements', cuts.layers - first.layers, 0);
    one(`nodes left by ${CUTS} cuts`, 'nodes', cuts.nodes - first.nodes, 0);
    one(`decoders of sound left by ${CUTS} cuts`, 'decoders', cuts.decoders - first.decoders, 0);
    one(`object URLs left by ${CUTS} cuts`, 'URLs', cuts.urls - first.urls, 0);
    one(`connections left by ${CUTS} cuts`, 'connections', cuts.open - first.open, 0);
    const ready = summarise(`${CANDIDATES} candidates of one file ready`, 'ms', readyMs);
    results.push(ready);
    goals.push({ name: ready.name, bound: 'at most', value: READY_WITHIN_MS });
    return { results, ratios: [], missed: missesOf(results, goals) };
  } finally {
    await browser.close();
    await house.close();
    pages.remove();
  }
}
