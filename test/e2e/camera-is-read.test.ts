import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadFilm } from '../../src/main/film-files.ts';
import { decodeFrame } from '../../src/protocol/frame-codec.ts';
import type { MainToStage } from '../../src/protocol/messages.ts';
import { faceCamera } from '../support/camera-files.ts';
import { showInOwnBrowser, type OwnBrowserShow } from '../support/own-browser-show.ts';
import { projectRoot } from '../support/root.ts';
import { buildPages } from '../support/stage/pages.ts';

const folder = mkdtempSync(join(tmpdir(), 'mien-camera-test-'));
let pages: Awaited<ReturnType<typeof buildPages>>;
let running: OwnBrowserShow;
let moods = 0;

beforeAll(async () => {
  pages = await buildPages();
  const loaded = await loadFilm(join(projectRoot(), 'film/weather'));
  if (!loaded.ok) throw new Error('the film does not load');
  running = await showInOwnBrowser(
    loaded,
    { camera: await faceCamera('calm', folder), pagesFolder: pages.folder },
    { tell: () => undefined, onVisit: () => undefined, onMood: () => (moods += 1) },
  );
}, 60_000);
afterAll(async () => {
  await running.stop();
  pages.remove();
  rmSync(folder, { recursive: true, force: true });
});

async function openStage(before: (page: Page) => Promise<unknown>): Promise<Page> {
  const page = await running.browser.context.newPage();
  await before(page);
  await page.goto(running.show.address ?? '');
  return page;
}

const moreMoods = async (count: number): Promise<void> => {
  const until = moods + count;
  await vi.waitUntil(() => moods >= until, { timeout: 60_000, interval: 100 });
};

describe('the camera', () => {
  it('is read beside the thread that shows the film: while the page is busy the mood goes on', async () => {
    const page = await openStage(() => Promise.resolve());
    await moreMoods(10);
    const before = moods;
    await page.evaluate(() => {
      const until = performance.now() + 3000;
      while (performance.now() < until);
    });
    expect(moods - before).toBeGreaterThan(5);
    await page.close();
  }, 120_000);

  it('is read in a browser without track processors, over the page', async () => {
    const page = await openStage((opened) =>
      opened.addInitScript(() => Reflect.deleteProperty(globalThis, 'MediaStreamTrackProcessor')),
    );
    await moreMoods(5);
    await page.close();
  }, 120_000);

  it('reaches main through a bridge, as in Electron, one frame at a time', async () => {
    const taken: ReturnType<typeof decodeFrame>[] = [];
    const welcome: MainToStage = {
      type: 'welcome',
      title: 'A bridge',
      language: 'en',
      fit: 'contain',
      camera: { device: null, width: 320, height: 240, framesPerSecond: 15 },
    };
    const page = await openStage(async (opened) => {
      await opened.exposeFunction(
        'takeFrame',
        (bytes: number[]) => void taken.push(decodeFrame(Uint8Array.from(bytes))),
      );
      await opened.addInitScript((message) => {
        let pending = 0;
        const { takeFrame } = globalThis as unknown as { takeFrame: (bytes: number[]) => Promise<void> };
        const bridge = {
          send: () => undefined,
          onMessage: (listen: (sent: unknown) => void) => void setTimeout(() => listen(message), 0),
          sendFrame: (bytes: Uint8Array) => {
            pending += bytes.length;
            void takeFrame([...bytes]).finally(() => (pending -= bytes.length));
          },
          pendingBytes: () => pending,
        };
        Object.assign(globalThis, { mien: bridge });
      }, welcome);
    });
    await vi.waitUntil(() => taken.length >= 4, { timeout: 60_000, interval: 100 });
    for (const frame of taken) expect(frame).toMatchObject({ width: 320, height: 240, format: 'i420' });
    const times = taken.map((frame) => ('capturedAtMs' in frame ? frame.capturedAtMs : NaN));
    const pageNowMs = await page.evaluate(() => performance.now());
    // Stamped on the page's own clock, which the worker does not share.
    for (const [index, atMs] of times.entries()) {
      expect(atMs).toBeGreaterThan(times[index - 1] ?? 0);
      expect(atMs).toBeLessThan(pageNowMs);
    }
    await page.close();
  }, 120_000);
});
