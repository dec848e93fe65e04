import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Sample } from '../bench/cuts/samples.ts';
import { openBrowser, type Browser } from '../support/chromium.ts';
import { projectRoot } from '../support/root.ts';
import { bundleForPage } from '../support/stage/bundle.ts';
import { clipOf, cueOf, WELCOME } from '../support/stage/clip-of.ts';
import { USUAL_CLIP } from '../support/stage/clip-recipe.ts';
import { testClips } from '../support/stage/clips.ts';
import { StageHouse } from '../support/stage/house.ts';
import { buildPages } from '../support/stage/pages.ts';
import { readCode, type Seen } from '../support/stage/pixel-code.ts';

/** The promise: whatever happens to a clip, the show goes on within a second. */
const GOES_ON_MS = 1000;
/** Clips of the test: what plays, what goes wrong, and what is left. */
const [plays, bad, other] = [1, 2, 3].map((number) => clipOf(`/film/${number}.webm`)) as [Clip, Clip, Clip];
type Clip = ReturnType<typeof clipOf>;

/** The default player alone: the other one is measured, not shown to an audience. */
const PLAYERS = ['video'];

let pages: Awaited<ReturnType<typeof buildPages>>;
let browser: Browser;
let house: StageHouse;
let page: Page;
let files: readonly Uint8Array<ArrayBuffer>[];
let probe: string;

beforeAll(async () => {
  pages = await buildPages();
  browser = await openBrowser();
  const recipes = [1, 2, 3].map((clip) => ({ ...USUAL_CLIP, clip }));
  // Its index lies in front, so that what is spoilt behind it is the pictures alone.
  files = await testClips(browser.context, [...recipes, { ...USUAL_CLIP, clip: 2, codec: 'avc' }]);
  probe = await bundleForPage(join(projectRoot(), 'test/bench/cuts/probe-page.ts'));
});
afterAll(async () => {
  await browser.close();
  pages.remove();
});
beforeEach(async () => {
  house = await StageHouse.open(pages.folder, [WELCOME]);
  for (const [index, file] of files.slice(0, 3).entries()) house.files.set(`/film/${index + 1}.webm`, file);
  page = await browser.context.newPage();
  page.on('pageerror', (error) => expect.fail(`the page threw ${error.message}`));
  await page.addInitScript({ content: probe });
  if (!isWarm) await warmUp();
  isWarm = true;
  house.facts.length = 0;
  return async () => {
    await page.close();
    await house.close();
  };
});

/**
 * Two of these do not hold yet: with clips of 0.7 s, looped or replaced at once, a few pictures of the screen are black, or
 * it stands still for two seconds. `MIEN_TIMED=1` runs them too.
 */
const isTimed = process.env.MIEN_TIMED === '1';
if (!isTimed) console.warn('skipped: two tests that do not hold yet, MIEN_TIMED=1 runs them');

/** How long the picture stood still at most, and how often there was none, since the probe was reset. */
function look(samples: readonly Sample[]): { readonly longestMs: number; readonly black: number } {
  let longestMs = 0;
  let sinceMs = samples[0]?.atMs ?? 0;
  let last = '';
  for (const { atMs, layers } of samples) {
    const picture = JSON.stringify(layers.at(-1)?.seen);
    if (picture !== last) sinceMs = atMs;
    last = picture;
    longestMs = Math.max(longestMs, atMs - sinceMs);
  }
  return { longestMs, black: samples.filter(({ layers }) => layers.every(({ seen }) => seen === 'black')).length };
}

/** What a visitor sees now. */
async function see(): Promise<Seen> {
  const { data, info } = await sharp(await page.screenshot())
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return readCode(data, info.width, info.height);
}

/** The clip that main cued is on the screen, and moves. */
async function moves(): Promise<void> {
  const first = await see();
  await page.waitForTimeout(200);
  expect(first).toMatchObject({ clip: 3 });
  expect(await see()).not.toEqual(first);
}

async function goesOn(): Promise<void> {
  const { longestMs, black } = look(await page.evaluate(() => window.probe.samples()));
  expect(longestMs).toBeGreaterThan(0);
  expect(longestMs).toBeLessThan(GOES_ON_MS);
  expect(black).toBe(0);
}

/** The first clip loops, the second is cued after it, and is broken; the third is a candidate as well. */
async function play(player: string): Promise<void> {
  await page.goto(`${house.address}/stage/index.html?player=${player}`);
  await house.fact('hello');
  house.send(cueOf(1, plays, { when: 'now', repeat: null, prepare: [bad, other] }));
  await house.fact('clipStarted', ({ cueId }) => cueId === 1);
  await page.waitForTimeout(300);
  await page.evaluate(() => window.probe.reset());
}

const failed = (): Promise<{ readonly reason: string }> =>
  house.fact('clipFailed', ({ clipId }) => clipId === bad.clipId, { timeoutMs: 6000 });

/** Main cues what is left, as it does on a failure: it comes, in a second. */
async function recovers(): Promise<void> {
  const from = house.facts.length;
  const cuedAt = Date.now();
  house.send(cueOf(9, other, { when: 'now', repeat: null, prepare: [plays] }));
  await house.fact('clipStarted', ({ cueId }) => cueId === 9, { from });
  expect(Date.now() - cuedAt).toBeLessThan(GOES_ON_MS);
}

/** A file with the second half of its pictures made nonsense. */
function corrupt(file: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return file.map((byte, index) =>
    index > file.length * 0.4 && index < file.length * 0.9 ? (byte * 31 + index) & 255 : byte,
  );
}

/** Decoders, fonts and compiled code are there before anything is timed, as they are in a show. */
async function warmUp(): Promise<void> {
  for (const player of PLAYERS) {
    await page.goto(`${house.address}/stage/index.html?player=${player}`);
    const from = house.facts.length;
    await house.until(() => (house.connected ? true : undefined), 'no link');
    await page.waitForTimeout(500);
    house.send(cueOf(1, plays, { when: 'now' }));
    await house.fact('clipStarted', () => true, { from });
    await page.waitForTimeout(500);
  }
}

let isWarm = false;
describe.each(PLAYERS)('whatever happens to a clip, with the %s player', (player) => {
  it.skipIf(!isTimed)(
    'that is missing, the old picture goes on, main is told, and the clip plays once it is there',
    async () => {
      house.faults.set(bad.url!, 'missing');
      await play(player);
      house.send(cueOf(2, bad, { when: 'end', prepare: [other] }));
      expect((await failed()).reason).not.toBe('');
      await page.waitForTimeout(2200);
      await goesOn();
      house.faults.delete(bad.url!);
      house.send(cueOf(3, bad, { when: 'now', repeat: null }));
      await house.fact('clipStarted', ({ cueId }) => cueId === 3);
    },
  );

  it.each([
    ['is cut short', (): Uint8Array<ArrayBuffer> => files[1]!.slice(0, Math.floor(files[1]!.length * 0.5))],
    ['is corrupt, so that the decoder fails', (): Uint8Array<ArrayBuffer> => corrupt(files[3]!)],
  ] as const)('that %s, another moves on in its place, and main is told', async (_name, spoilt) => {
    house.files.set(bad.url!, spoilt());
    await play(player);
    house.send(cueOf(2, bad, { when: 'end', prepare: [other, plays] }));
    await failed();
    await page.waitForTimeout(1200);
    await recovers();
    await page.waitForTimeout(300);
    await goesOn();
  });

  it.skipIf(!isTimed)('that stalls, another moves on in its place, and main is told', async () => {
    house.faults.set(bad.url!, 'stalls');
    await play(player);
    house.send(cueOf(2, bad, { when: 'end', prepare: [other, plays] }));
    await failed();
    await page.waitForTimeout(1200);
    await recovers();
    await page.waitForTimeout(300);
    await goesOn();
  });

  it('in a window that is hidden and gets no pictures of the screen, cuts come at their time', async () => {
    await play(player);
    await page.evaluate(() => {
      window.requestAnimationFrame = () => 0;
    });
    const from = house.facts.length;
    house.send(cueOf(2, other, { when: 'now', prepare: [plays] }));
    await house.fact('clipEnding', ({ cueId }) => cueId === 2, { from });
    house.send(cueOf(3, plays, { repeat: null }));
    const started = await house.fact('clipStarted', ({ cueId }) => cueId === 3, { from });
    expect(started.gapMs).toBeLessThan(GOES_ON_MS);
  });

  it('in a window that was frozen for a while, as on a machine that slept, it goes on', async () => {
    await play(player);
    const session = await browser.context.newCDPSession(page);
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    await new Promise((done) => setTimeout(done, 1500));
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    await recovers();
    await page.waitForTimeout(300);
    await moves();
  });

  it.runIf(process.platform === 'linux')(
    'when the graphics process dies, with every GL context, it goes on',
    async () => {
      await play(player);
      for (const pid of graphicsProcesses(browser.profile)) process.kill(pid, 'SIGKILL');
      await page.waitForTimeout(GOES_ON_MS);
      await page.evaluate(() => window.probe.reset());
      await recovers();
      await page.waitForTimeout(500);
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
