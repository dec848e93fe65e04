import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Sample } from '../bench/cuts/samples.ts';
import { clipOf, cueOf } from '../support/stage/clip-of.ts';
import { USUAL_CLIP } from '../support/stage/clip-recipe.ts';
import type { StageHouse } from '../support/stage/house.ts';
import { ScreenWatch, seenOn } from '../support/stage/screen-watch.ts';
import { numbered, Theatre } from '../support/stage/theatre.ts';

/** The promise: whatever happens to a clip, the show goes on within a second. */
const GOES_ON_MS = 1000;
/** Clips of the test: what plays, what goes wrong, and what is left. */
const [plays, bad, other] = [1, 2, 3].map((number) => clipOf(`/film/${number}.webm`)) as [Clip, Clip, Clip];
type Clip = ReturnType<typeof clipOf>;
type Bytes = Uint8Array<ArrayBuffer>;
type Ask = (this: HTMLVideoElement, callback: VideoFrameRequestCallback) => number;

let theatre: Theatre;
let house: StageHouse;
let page: Page;
let screen: ScreenWatch;
/** Files of the clip that goes wrong, as they should be. */
let whole: Bytes;
let indexed: Bytes;

beforeAll(async () => {
  theatre = await Theatre.open();
  // The index of the second lies in front, so that what is spoilt behind it is the pictures alone.
  [whole, indexed] = (await theatre.clips([
    { ...USUAL_CLIP, clip: 2 },
    { ...USUAL_CLIP, clip: 2, codec: 'avc' },
  ])) as [Bytes, Bytes];
});
afterAll(() => theatre.close());
beforeEach(async () => {
  const stage = await theatre.stage({ clips: numbered(1, 2, 3), probed: true });
  ({ house, page } = stage);
  if (!isWarm) await warmUp();
  isWarm = true;
  house.facts.length = 0;
  return stage.close;
});

/** Between two pictures of the screen no more than this counts: a machine that draws no picture shows nobody that one stands. */
const MOST_STEP_MS = 40;

/** How long the picture stood still at most, in pictures that the machine drew, since the probe was reset. */
function longestStand(samples: readonly Sample[]): number {
  let longestMs = 0;
  let stoodMs = 0;
  for (const [index, { atMs, layers }] of samples.entries()) {
    const before = samples[index - 1];
    const isSame = JSON.stringify(layers.at(-1)?.seen) === JSON.stringify(before?.layers.at(-1)?.seen);
    stoodMs = before !== undefined && isSame ? stoodMs + Math.min(MOST_STEP_MS, atMs - before.atMs) : 0;
    longestMs = Math.max(longestMs, stoodMs);
  }
  return longestMs;
}

const see = (): ReturnType<typeof seenOn> => seenOn(page);

/** A screenshot takes long on a busy machine. */
const PATIENT = { timeout: 15_000 };

/** The clip that main cued is on the screen, and moves. */
async function moves(): Promise<void> {
  await expect.poll(see, PATIENT).toMatchObject({ clip: 3 });
  const first = await see();
  await expect.poll(see, PATIENT).not.toEqual(first);
}

/** The picture moved all along, and nothing that was on the screen was black. */
async function goesOn(): Promise<void> {
  const samples = await page.evaluate(() => window.probe.samples());
  const pictures = await screen.close();
  expect(longestStand(samples)).toBeLessThan(GOES_ON_MS);
  expect(pictures.filter((seen) => typeof seen !== 'string').length).toBeGreaterThan(5);
  expect(pictures.filter((seen) => seen === 'black')).toEqual([]);
  expect(samples.filter(({ layers }) => layers.every(({ seen }) => seen === 'black'))).toEqual([]);
}

/** The first clip loops, the second is cued after it, and is broken; the third is a candidate as well. */
async function play(): Promise<void> {
  await page.goto(`${house.address}/stage/index.html`);
  await house.fact('hello');
  house.send(cueOf(1, plays, { when: 'now', repeat: null, prepare: [bad, other] }));
  await house.fact('clipStarted', ({ cueId }) => cueId === 1);
  // The first clip is on the screen, and moves.
  await house.fact('position', ({ cueId, positionMs }) => cueId === 1 && positionMs > 200);
  await page.evaluate(() => window.probe.reset());
  screen = await ScreenWatch.open(page);
}

const failed = (): Promise<{ readonly reason: string }> =>
  house.fact('clipFailed', ({ clipId }) => clipId === bad.clipId, { timeoutMs: 6000 });

/** Main cues what is left, as it does on a failure: it comes, and moves. That nothing stands meanwhile, `goesOn` says. */
async function recovers(): Promise<void> {
  const from = house.facts.length;
  house.send(cueOf(9, other, { when: 'now', repeat: null, prepare: [plays] }));
  await house.fact('clipStarted', ({ cueId }) => cueId === 9, { from });
  await moves();
}

/**
 * Runs in the page: a window that is covered, as the browser tells it of one. It is given no picture of the screen, and
 * told of no frame of a clip, until the event `seen-again`; what it has asked for by then comes after that. Headless
 * Chromium hides no window, so its compositor goes on: what is on the screen meanwhile is seen as well.
 */
function hide(): void {
  let isHidden = true;
  const kept: (() => void)[] = [];
  const { prototype } = HTMLVideoElement;
  const nextPicture = window.requestAnimationFrame.bind(window);
  const nextFrame: Ask = Reflect.get(prototype, 'requestVideoFrameCallback');
  window.requestAnimationFrame = (callback) =>
    isHidden ? kept.push(() => void nextPicture(callback)) : nextPicture(callback);
  prototype.requestVideoFrameCallback = function (callback) {
    const ask = (): number => nextFrame.call(this, callback);
    return isHidden ? kept.push(() => void ask()) : ask();
  };
  Object.defineProperty(document, 'visibilityState', { get: () => (isHidden ? 'hidden' : 'visible') });
  document.dispatchEvent(new Event('visibilitychange'));
  document.addEventListener('seen-again', () => {
    isHidden = false;
    document.dispatchEvent(new Event('visibilitychange'));
    for (const ask of kept.splice(0)) ask();
  });
  // How late the machine itself is: no stage can be more punctual than its timers.
  let [last, latest] = [performance.now(), 0];
  setInterval(() => {
    latest = Math.max(latest, performance.now() - last - 50);
    last = performance.now();
    document.documentElement.dataset.late = String(latest);
  }, 50);
}

/** A file with the second half of its pictures made nonsense. */
function corrupt(file: Bytes): Bytes {
  return file.map((byte, index) =>
    index > file.length * 0.4 && index < file.length * 0.9 ? (byte * 31 + index) & 255 : byte,
  );
}

/** Decoders, fonts and compiled code are there before anything is timed, as they are in a show. */
async function warmUp(): Promise<void> {
  await page.goto(`${house.address}/stage/index.html`);
  const from = house.facts.length;
  await house.until(() => (house.connected ? true : undefined), 'no link');
  await page.waitForTimeout(500);
  house.send(cueOf(1, plays, { when: 'now' }));
  await house.fact('clipStarted', () => true, { from });
  await page.waitForTimeout(500);
}

it('is judged by what is on the screen: before the first clip that is black', async () => {
  await page.goto(`${house.address}/stage/index.html`);
  const from = house.facts.length;
  const judge = await ScreenWatch.open(page);
  await house.fact('hello');
  house.send(cueOf(1, plays, { when: 'now', repeat: null }));
  await house.fact('position', ({ positionMs }) => positionMs > 500, { from });
  const pictures = await judge.close();
  expect(pictures).toContain('black');
  expect(pictures.at(-1)).toMatchObject({ clip: 1 });
});

let isWarm = false;
describe('whatever happens to a clip', () => {
  it('that is missing, the old picture goes on, main is told, and the clip plays once it is there', async () => {
    house.faults.set(bad.url!, 'missing');
    await play();
    house.send(cueOf(2, bad, { when: 'end', prepare: [other] }));
    expect((await failed()).reason).not.toBe('');
    // Beyond the end of the round in which it failed.
    await page.waitForTimeout(2200);
    await goesOn();
    house.faults.delete(bad.url!);
    house.send(cueOf(3, bad, { when: 'now', repeat: null }));
    await house.fact('clipStarted', ({ cueId }) => cueId === 3);
  });

  it('that is missing as the show begins, what comes after it moves in its place, and it is shown once it is there', async () => {
    house.faults.set(bad.url!, 'missing');
    await page.goto(`${house.address}/stage/index.html`);
    await house.fact('hello');
    // As main does with the opening, in whose place it knows no other.
    house.send(cueOf(1, bad, { when: 'now', repeat: null, prepare: [other] }));
    await failed();
    await moves();
    house.faults.delete(bad.url!);
    await house.fact('clipStarted', ({ cueId }) => cueId === 1, { timeoutMs: 15_000 });
    await expect.poll(see, PATIENT).toMatchObject({ clip: 2 });
  });

  it.each([
    ['is cut short', (): void => void house.files.set(bad.url!, whole.slice(0, Math.floor(whole.length / 2)))],
    ['is corrupt, so that the decoder fails', (): void => void house.files.set(bad.url!, corrupt(indexed))],
    ['stalls', (): void => void house.faults.set(bad.url!, 'stalls')],
  ] as const)('that %s, another moves on in its place, and main is told', async (_name, spoil) => {
    spoil();
    await play();
    house.send(cueOf(2, bad, { when: 'end', prepare: [other, plays] }));
    await failed();
    await page.waitForTimeout(1200);
    await recovers();
    await goesOn();
  });

  it('in a window that is hidden and gets no pictures of the screen, cuts come at their time, and what plays moves once it is seen', async () => {
    await play();
    await page.evaluate(hide);
    for (const [cueId, clip] of [other, plays, other].map((one, index) => [index + 2, one] as const)) {
      const from = house.facts.length;
      house.send(cueOf(cueId, clip, { when: cueId === 2 ? 'now' : 'end', prepare: [plays, other] }));
      const started = await house.fact('clipStarted', (fact) => fact.cueId === cueId, { from });
      const late = Number(await page.evaluate(() => document.documentElement.dataset.late));
      expect(started.gapMs).toBeLessThan(GOES_ON_MS + 2 * late);
      // What main needs to decide comes all the same.
      await house.fact('clipEnding', (fact) => fact.cueId === cueId, { from });
    }
    house.send(cueOf(5, other, { repeat: null }));
    await house.fact('clipStarted', ({ cueId }) => cueId === 5);
    await page.evaluate(() => window.probe.reset());
    await page.evaluate(() => document.dispatchEvent(new Event('seen-again')));
    await moves();
    await goesOn();
  });

  it('in a window that was frozen for a while, as on a machine that slept, it goes on', async () => {
    await play();
    const session = await theatre.browser.context.newCDPSession(page);
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    await new Promise((done) => setTimeout(done, 1500));
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    await recovers();
    await goesOn();
  });

  it.runIf(process.platform === 'linux')(
    'when the graphics process dies, with every GL context, it goes on',
    async () => {
      await play();
      for (const pid of graphicsProcesses(theatre.browser.profile)) process.kill(pid, 'SIGKILL');
      await page.waitForTimeout(GOES_ON_MS);
      await recovers();
      await goesOn();
    },
  );
});

/** Of this browser alone. */
function graphicsProcesses(profile: string): readonly number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const found = pids.filter((pid) => {
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return line.includes('--type=gpu-process') && line.includes(profile);
    } catch {
      return false;
    }
  });
  expect(found.length).toBeGreaterThan(0);
  return found.map(Number);
}
