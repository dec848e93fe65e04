import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOf } from '../../src/main/is-alive.ts';
import { projectRoot } from '../support/root.ts';
import { differ, hasProgram, hasScreens, meanOf, openScreen, type Looked, type Screen } from '../support/screen.ts';

/** A cold browser on a busy machine. */
const STARTS_MS = 60_000;
const LOOK_MS = 100;
/** The film's sea differs by more than this from one look to the next second's. */
const MOVED = 0.05;
const LIT = 30;
/** Brighter than any picture of the film: a window without a page. */
const WHITE = 235;
/** On a machine that does other things as well. */
const LONGEST_STILL_MS = 3000;

/** New tab, window and private window; close, quit; leave full screen; address, find, print, save, open, source, DevTools; and so on. */
const KEYS = [
  ...['ctrl+t', 'ctrl+n', 'ctrl+shift+n', 'ctrl+w', 'ctrl+shift+w', 'ctrl+q', 'ctrl+shift+q', 'F11', 'Escape'],
  ...['ctrl+l', 'alt+d', 'ctrl+k', 'ctrl+f', 'F3', 'ctrl+g', 'ctrl+p', 'ctrl+s', 'ctrl+o', 'ctrl+u', 'F12'],
  ...['ctrl+shift+i', 'ctrl+shift+j', 'ctrl+shift+c', 'F1', 'F5', 'ctrl+r', 'F6', 'F7', 'F10', 'alt+f', 'alt+e'],
  ...['alt+Home', 'alt+Left', 'ctrl+h', 'ctrl+j', 'ctrl+d', 'ctrl+shift+b', 'ctrl+shift+o', 'ctrl+shift+Delete'],
  ...['shift+Escape', 'ctrl+shift+m', 'ctrl+shift+a', 'ctrl+shift+t', 'ctrl+Tab', 'ctrl+1', 'Menu', 'shift+F10'],
  ...['ctrl+plus', 'ctrl+minus', 'ctrl+0'],
] as const;

let screen: Screen;
let folder: string;
let kiosk: ChildProcess;
let said = '';

interface Process {
  readonly pid: number;
  readonly words: readonly string[];
  readonly startedAt: number;
}

/** Processes of this kiosk, the oldest first. */
function processes(): readonly Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
        const isOurs = readFileSync(`/proc/${name}/environ`, 'utf8').includes(`DISPLAY=${screen.display}\0`);
        return isOurs ? [{ pid: Number(name), words, startedAt: Number(startOf(Number(name))) }] : [];
      } catch {
        return [];
      }
    })
    .sort((one, other) => one.startedAt - other.startedAt);
}

/** Its browsers. */
const browsers = (): readonly Process[] =>
  processes().filter(({ words }) => {
    const isBrowser = words.some((word) => word.startsWith('--user-data-dir='));
    return isBrowser && !words.some((word) => word.includes('--type='));
  });

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Looks for so long; the longest time without a change of a lit picture, and the brightest look. */
async function watch(forMs: number): Promise<{ readonly longestStillMs: number; readonly brightest: number }> {
  const endsAtMs = performance.now() + forMs;
  let seen: Looked = screen.look();
  let movedAtMs = performance.now();
  let longestStillMs = 0;
  let brightest = 0;
  while (performance.now() < endsAtMs) {
    await pause(LOOK_MS);
    const looked = screen.look();
    brightest = Math.max(brightest, meanOf(looked));
    longestStillMs = Math.max(longestStillMs, performance.now() - movedAtMs);
    if (meanOf(looked) < LIT || differ(looked, seen) < MOVED) continue;
    seen = looked;
    movedAtMs = performance.now();
  }
  return { longestStillMs, brightest };
}

async function movesWithin(ms: number): Promise<void> {
  await expect.poll(async () => (await watch(1000)).longestStillMs < 900, { timeout: ms, interval: 10 }).toBe(true);
}

describe.skipIf(!hasScreens)('a kiosk on a screen with windows (needs Xvfb and openbox)', () => {
  beforeAll(async () => {
    screen = await openScreen();
    folder = mkdtempSync(join(tmpdir(), 'mien-window-test-'));
    const words = ['kiosk', 'film/weather', '--restart', 'never', '--host', 'browser', '--port', '0'];
    kiosk = spawn(process.execPath, ['scripts/mien.mjs', ...words, '--recogniser', 'wasm'], {
      cwd: projectRoot(),
      env: { ...process.env, DISPLAY: screen.display, MIEN_KEEP: folder, WAYLAND_DISPLAY: '' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    kiosk.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  });
  afterAll(async () => {
    const ended = new Promise((done) => kiosk.once('exit', done));
    kiosk.kill();
    await ended;
    screen.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });

  it('the window is never white while the film comes up', { timeout: 2 * STARTS_MS }, async () => {
    const endsAtMs = performance.now() + STARTS_MS;
    let brightest = 0;
    while (!said.includes('a page has the stage') && performance.now() < endsAtMs) {
      await pause(50);
      brightest = Math.max(brightest, meanOf(screen.look()));
    }
    expect(said).toContain('a page has the stage');
    await movesWithin(STARTS_MS);
    expect(brightest).toBeLessThan(WHITE);
  });

  it(
    'the browser that stands by does not cover the film, whose pictures go on',
    { timeout: 2 * STARTS_MS },
    async () => {
      await expect.poll(() => browsers().length, { timeout: STARTS_MS }).toBe(2);
      // By then its window would be there.
      await pause(5000);
      const { longestStillMs, brightest } = await watch(6000);
      expect(longestStillMs).toBeLessThan(LONGEST_STILL_MS);
      expect(brightest).toBeLessThan(WHITE);
    },
  );

  it.skipIf(!hasProgram('xdotool'))(
    'keys that a browser has for itself do nothing, on a real keyboard of the window system (needs xdotool)',
    { timeout: STARTS_MS },
    async () => {
      const stage = browsers()[0]!.pid;
      const env = { ...process.env, DISPLAY: screen.display };
      const press = (...words: string[]): void => void execFileSync('xdotool', words, { env });
      press('mousemove', '480', '270');
      const toldBefore = said.length;
      for (const key of KEYS) {
        press('key', '--clearmodifiers', key);
        await pause(150);
      }
      // The wheel, and the button of a mouse that goes back.
      press('keydown', 'ctrl', 'click', '4', 'click', '5', 'keyup', 'ctrl', 'click', '8');
      // By then what came up would be there, and a kiosk would have closed it.
      await pause(2500);
      expect(said.slice(toldBefore)).not.toMatch(/closed|stage-lost|ends/);
      expect(browsers()[0]!.pid).toBe(stage);
      const { longestStillMs, brightest } = await watch(4000);
      expect(longestStillMs).toBeLessThan(LONGEST_STILL_MS);
      expect(brightest).toBeLessThan(WHITE);
    },
  );

  it(
    'when the browser on the stage dies, that one gets a window and goes on with the film, and another stands by',
    { timeout: 3 * STARTS_MS },
    async () => {
      const [first, second] = browsers();
      process.kill(first!.pid, 'SIGKILL');
      await expect.poll(() => said, { timeout: STARTS_MS }).toContain('stage: the browser that stood by');
      await movesWithin(STARTS_MS);
      expect(browsers()[0]!.pid).toBe(second!.pid);
      await expect.poll(() => browsers().length, { timeout: STARTS_MS }).toBe(2);
      await pause(5000);
      expect((await watch(4000)).longestStillMs).toBeLessThan(LONGEST_STILL_MS);
    },
  );

  it(
    'when the show dies the film stays on the screen, and the next show has a browser of its own stand by',
    { timeout: 3 * STARTS_MS },
    async () => {
      const [stage, spare] = browsers();
      const main = processes().find(({ words }) => words.includes('play'));
      process.kill(main!.pid, 'SIGKILL');
      const died = watch(8000);
      await expect.poll(() => said, { timeout: STARTS_MS }).toContain('the browser that the show before this one left');
      const { brightest } = await died;
      expect(brightest).toBeLessThan(WHITE);
      await expect
        .poll(
          () =>
            browsers()
              .map(({ pid }) => pid)
              .includes(spare!.pid),
          { timeout: STARTS_MS },
        )
        .toBe(false);
      await expect.poll(() => browsers().length, { timeout: STARTS_MS }).toBe(2);
      expect(browsers()[0]!.pid).toBe(stage!.pid);
      await pause(5000);
      expect((await watch(4000)).longestStillMs).toBeLessThan(LONGEST_STILL_MS);
    },
  );
});
