import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadFilm, type LoadedFilm } from '../../src/main/film-files.ts';
import { createBrowserHost } from '../../src/main/hosts/browser/browser-host.ts';
import { realClock } from '../../src/main/deadlines.ts';
import { StageDesk } from '../../src/main/stage/stage-desk.ts';
import { StandInStage } from '../../src/main/stage/stand-in-stage.ts';
import { stageCue } from '../../src/main/stage/stage-cues.ts';
import type { VisitSummary } from '../../src/main/visit-record.ts';
import { createPages } from '../../src/main/web/pages.ts';
import { emptyCamera } from '../support/camera-files.ts';
import { openBrowser, type Browser } from '../support/chromium.ts';
import { showInOwnBrowser } from '../support/own-browser-show.ts';
import { projectRoot } from '../support/root.ts';
import { buildPages } from '../support/stage/pages.ts';

/** A picture as 16x9 colours: enough to tell one scene of the film from another. */
const COLUMNS = 16;
const ROWS = 9;

let pages: Awaited<ReturnType<typeof buildPages>>;
let film: LoadedFilm & { readonly ok: true };
let folder: string;

beforeAll(async () => {
  pages = await buildPages();
  const loaded = await loadFilm(join(projectRoot(), 'film/weather'));
  if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
  film = loaded;
  folder = mkdtempSync(join(tmpdir(), 'mien-weather-'));
});
afterAll(() => {
  pages.remove();
  rmSync(folder, { recursive: true, force: true });
});

async function thumbnail(page: Page): Promise<Uint8Array> {
  const picture = sharp(await page.screenshot({ type: 'png' })).removeAlpha();
  return picture.resize(COLUMNS, ROWS, { fit: 'fill' }).raw().toBuffer();
}

/** The same of a clip's file, at some of its times, decoded by the browser apart from the stage. */
async function clipThumbnails(page: Page, file: string, shares: readonly number[]): Promise<readonly number[][]> {
  return page.evaluate(
    async ({ url, shares, columns, rows }) => {
      const video = document.createElement('video');
      video.muted = true;
      video.src = url;
      await new Promise((done, failed) => {
        video.onloadeddata = done;
        video.onerror = () => failed(new Error(`${url} cannot be played`));
      });
      const canvas = new OffscreenCanvas(columns, rows);
      const context = canvas.getContext('2d')!;
      context.imageSmoothingQuality = 'high';
      const pictures: number[][] = [];
      for (const share of shares) {
        video.currentTime = share * video.duration;
        await new Promise((done) => (video.onseeked = done));
        context.drawImage(video, 0, 0, columns, rows);
        const { data } = context.getImageData(0, 0, columns, rows);
        pictures.push([...data].filter((_, index) => index % 4 !== 3));
      }
      video.src = '';
      return pictures;
    },
    { url: `/film/${file}`, shares: [...shares], columns: COLUMNS, rows: ROWS },
  );
}

const difference = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += Math.abs((a[index] ?? 0) - (b[index] ?? 0));
  return sum / a.length;
};
const brightness = (picture: Uint8Array): number => picture.reduce((sum, value) => sum + value, 0) / picture.length;

describe('weather on the stage', () => {
  let browser: Browser;
  let desk: StageDesk;
  const host = createBrowserHost({
    port: 0,
    browser: null,
    headless: true,
    kiosk: false,
    cameraFile: null,
    perceptionScript: '',
    width: 1280,
    height: 720,
  });
  let shown: (scene: number) => void = () => undefined;
  let page: Page;

  beforeAll(async () => {
    browser = await openBrowser();
    const lengths = new StandInStage(realClock, () => 10_000);
    desk = new StageDesk(
      lengths,
      () => ({ type: 'welcome', title: 'Weather', language: 'en', fit: 'cover', camera: null }),
      {
        onFact: (fact) => {
          if (fact.type === 'clipStarted') shown(fact.cueId);
        },
        onFrame: () => undefined,
        onLead: () => undefined,
      },
    );
    const { address } = await host.serve({
      pages: (place) =>
        createPages({
          ...place,
          pagesFolder: pages.folder,
          stagePage: 'stage/index.html',
          filmFolder: () => film.folder,
        }),
      onLink: (link) => desk.attach(link),
      onStageLost: () => undefined,
      onFront: () => undefined,
      onNote: () => undefined,
    });
    page = await browser.context.newPage();
    await page.goto(address ?? '');
  });
  afterAll(async () => {
    desk.close();
    await browser.close();
    await host.close();
  });

  it(
    'shows each scene so that it can be recognised, and no black picture in any cut',
    { timeout: 300_000 },
    async () => {
      // A weather that stays shows the clip with which it came.
      const all = Object.values(film.compiled.scenes);
      const scenes = all.filter(({ clip }, i) => all.findIndex((other) => other.clip.file === clip.file) === i);
      expect(scenes.length).toBeGreaterThanOrEqual(24);
      const references = new Map<string, readonly number[][]>();
      const reader = await browser.context.newPage();
      await reader.goto(page.url());
      for (const { name, clip } of scenes) {
        references.set(name, await clipThumbnails(reader, clip.file ?? '', [0.02, 0.15, 0.3]));
      }
      await reader.close();

      const taken: string[] = [];
      const black: string[] = [];
      for (const [cueId, { name }] of scenes.entries()) {
        const next = scenes[cueId + 1];
        const cue = stageCue(film.compiled, {
          scene: name,
          cueId,
          when: 'now',
          transition: { kind: 'cut' },
          candidates: next === undefined ? [] : [next.name],
        })!;
        const isShown = new Promise<void>((done) => {
          shown = (shownId) => {
            if (shownId === cueId) done();
          };
        });
        let cutting = true;
        desk.cue(cue);
        void isShown.then(() => (cutting = false));
        // Pictures all through the cut; before the first scene the stage is black by right.
        while (cutting) {
          const picture = await thumbnail(page);
          if (cueId > 0 && brightness(picture) < 2) black.push(name);
        }
        await new Promise((done) => setTimeout(done, 400));
        const picture = await thumbnail(page);
        const ranked = [...references]
          .map(([scene, pictures]) => ({ scene, far: Math.min(...pictures.map((each) => difference(each, picture))) }))
          .sort((a, b) => a.far - b.far);
        taken.push(ranked[0]?.scene ?? '');
      }
      expect(black).toEqual([]);
      expect(taken).toEqual(scenes.map(({ name }) => name));
    },
  );
});

describe('an empty room', () => {
  it('stays in the opening, and once started by key takes every default', { timeout: 240_000 }, async () => {
    const camera = await emptyCamera(folder);
    const lines: string[] = [];
    let ended: (visit: VisitSummary) => void = () => undefined;
    const visit = new Promise<VisitSummary>((done) => (ended = done));
    // At the pace of a rehearsal, as `play --once`.
    const paced = await loadFilm(film.folder, { onePass: true });
    if (!paced.ok) throw new Error('the film does not load in one pass');
    const { show, browser, stop } = await showInOwnBrowser(
      paced,
      { camera, pagesFolder: pages.folder, once: true },
      { tell: (line) => lines.push(line), onVisit: (summary) => ended(summary) },
    );
    try {
      const page = await browser.context.newPage();
      await page.goto(show.address ?? '');
      await expect.poll(() => lines.some((line) => line.startsWith('camera: ')), { timeout: 60_000 }).toBe(true);
      // Somebody who is there would have been there for long enough three times over.
      await new Promise((done) => setTimeout(done, 6000));
      expect(await page.locator('html').getAttribute('data-scene')).toBe('opening');
      expect(lines.filter((line) => line.includes('a session begins'))).toEqual([]);
      await page.keyboard.press('Space');
      const summary = await visit;
      expect(summary.decisions.map(({ rule }) => rule)).toEqual(summary.decisions.map(() => 'default'));
      expect(summary.decisions.length).toBeGreaterThanOrEqual(3);
      expect(summary.faces).toBe(0);
      expect(summary.readings).toBeGreaterThan(10);
    } finally {
      await stop();
    }
  });
});
