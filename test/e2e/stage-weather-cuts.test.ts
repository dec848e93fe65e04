import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as Mediabunny from 'mediabunny';
import type { Page } from 'playwright-core';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadFilm, type LoadedFilm } from '../../src/main/film-files.ts';
import { stageCue } from '../../src/main/stage/stage-cues.ts';
import { openBrowser, type Browser } from '../support/chromium.ts';
import { projectRoot } from '../support/root.ts';
import { WELCOME } from '../support/stage/clip-of.ts';
import { StageHouse } from '../support/stage/house.ts';
import { buildPages } from '../support/stage/pages.ts';
import { ssim } from '../support/ssim.ts';

/** Where the test's own page finds the library that decodes the references. */
const LIBRARY = '/mediabunny.js';
const WIDTH = 160;
const HEIGHT = 90;
/** A picture of the screen is compared with those of the clip's first three seconds: a busy machine takes it late. */
const TIMES_S = Array.from({ length: 16 }, (_, index) => 0.1 + index * 0.2);
/** What is seen reaches 0.99 of what the clip holds; another scene of the same sea up to 0.94, so none may be more alike. */
const ALIKE = 0.9;
/** Two scenes may begin with the same picture. */
const SAME = 0.01;
/** A picture is taken so often at most: on a busy machine one comes late. */
const LOOKS = 4;

let pages: Awaited<ReturnType<typeof buildPages>>;
let browser: Browser;
let house: StageHouse;
let film: LoadedFilm & { readonly ok: true };
let page: Page;

beforeAll(async () => {
  pages = await buildPages();
  // The films are decoded in full size all the same; a smaller page costs less to draw and to look at.
  browser = await openBrowser({ viewport: { width: 480, height: 270 } });
  const loaded = await loadFilm(join(projectRoot(), 'film/weather'));
  if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
  film = loaded;
  house = await StageHouse.open(pages.folder, [{ ...WELCOME, fit: 'cover' }]);
  const bundle = 'node_modules/mediabunny/dist/bundles/mediabunny.min.mjs';
  house.files.set(LIBRARY, readFileSync(join(projectRoot(), bundle), 'utf8'));
  for (const { clip } of Object.values(film.compiled.scenes)) {
    if (clip.file !== null)
      house.files.set(`/film/${clip.file}`, new Uint8Array(readFileSync(join(film.folder, clip.file))));
  }
  page = await browser.context.newPage();
});
afterAll(async () => {
  await browser.close();
  await house.close();
  pages.remove();
});

const grey = (picture: Sharp): Promise<Uint8Array> =>
  picture.removeAlpha().resize(WIDTH, HEIGHT, { fit: 'fill' }).greyscale().raw().toBuffer();

/** Scenes that play the same clip share its references. */
const clipOf = (scene: string): string => {
  const clip = film.compiled.scenes[scene]?.clip;
  return `${clip?.file ?? ''} ${clip?.inMs ?? 0}`;
};

/** The references: what the clips themselves hold, decoded apart from the stage. */
async function references(): Promise<ReadonlyMap<string, readonly Uint8Array[]>> {
  const reader = await browser.context.newPage();
  await reader.goto(`${house.address}/stage/index.html`);
  const content = `import * as library from '${LIBRARY}'; globalThis.library = library;`;
  await reader.addScriptTag({ type: 'module', content });
  await reader.waitForFunction(() => 'library' in globalThis);
  const found = new Map<string, readonly Uint8Array[]>();
  for (const { name, clip } of Object.values(film.compiled.scenes)) {
    if (found.has(clipOf(name))) continue;
    const times = TIMES_S.map((seconds) => seconds + clip.inMs / 1000);
    const pictures = await reader.evaluate(decode, {
      url: `/film/${clip.file ?? ''}`,
      times,
      width: WIDTH * 2,
      height: HEIGHT * 2,
    });
    const raw = { raw: { width: WIDTH * 2, height: HEIGHT * 2, channels: 4 as const } };
    found.set(
      clipOf(name),
      await Promise.all(pictures.map((picture) => grey(sharp(Buffer.from(picture, 'base64'), raw)))),
    );
  }
  await reader.close();
  return found;
}

/** Runs in the page. Decodes each picture once, in order: seeks would decode every clip's beginning again and again. */
async function decode(wish: { url: string; times: number[]; width: number; height: number }): Promise<string[]> {
  const { ALL_FORMATS, CanvasSink, Input, UrlSource } = (globalThis as unknown as { library: typeof Mediabunny })
    .library;
  const input = new Input({ source: new UrlSource(new URL(wish.url, location.href)), formats: ALL_FORMATS });
  const track = await input.getPrimaryVideoTrack();
  if (track === null) throw new Error(`${wish.url} cannot be played`);
  const pictures: string[] = [];
  const sink = new CanvasSink(track, { width: wish.width, height: wish.height, fit: 'fill' });
  for await (const picture of sink.canvasesAtTimestamps(wish.times)) {
    const context = picture?.canvas.getContext('2d') as OffscreenCanvasRenderingContext2D | null | undefined;
    if (context === null || context === undefined) throw new Error(`${wish.url} has no such picture`);
    const { data } = context.getImageData(0, 0, wish.width, wish.height);
    let text = '';
    for (let at = 0; at < data.length; at += 32_768) text += String.fromCharCode(...data.subarray(at, at + 32_768));
    pictures.push(btoa(text));
  }
  input.dispose();
  return pictures;
}

/** What speaks against the picture on the screen being of a scene; null where nothing does. */
async function mistake(scene: string, known: ReadonlyMap<string, readonly Uint8Array[]>): Promise<string | null> {
  const seen = await grey(sharp(await page.screenshot()));
  const alike = (pictures: readonly Uint8Array[]): number =>
    Math.max(...pictures.map((each) => ssim(seen, each, WIDTH, HEIGHT)));
  const all = [...known].map(([clip, pictures]) => ({ clip, alike: alike(pictures) }));
  const own = all.find(({ clip }) => clip === clipOf(scene))?.alike ?? 0;
  const other = all.find(({ alike }) => alike > own + SAME);
  if (own >= ALIKE && other === undefined) return null;
  return `${own.toFixed(3)}${other === undefined ? '' : `, and ${other.alike.toFixed(3)} like ${other.clip}`}`;
}

type Cut = readonly [from: string, to: string];

/** The cuts in such an order that one mostly goes on where the last one led to. */
function inOneWalk(cuts: readonly Cut[]): readonly Cut[] {
  const left = [...cuts];
  const walk: Cut[] = [];
  while (left.length > 0) {
    const at = left.findIndex(([from]) => from === walk.at(-1)?.[1]);
    walk.push(...left.splice(Math.max(0, at), 1));
  }
  return walk;
}

describe('every cut of weather', () => {
  it('is played once, and what is seen after it is what the next scene holds', { timeout: 600_000 }, async () => {
    const known = await references();
    await page.goto(`${house.address}/stage/index.html`);
    await house.fact('hello');
    const scenes = film.compiled.scenes;
    const cuts = inOneWalk(
      Object.values(scenes).flatMap(({ name, candidates }) => candidates.map((to) => [name, to] as const)),
    );
    // The opening, and from each scene at least one way on.
    expect(cuts.length).toBeGreaterThan(Object.keys(scenes).length);
    let cueId = 0;
    const show = async (scene: string): Promise<void> => {
      cueId += 1;
      const id = cueId;
      const candidates = scenes[scene]?.candidates ?? [];
      house.send(stageCue(film.compiled, { scene, cueId, when: 'now', transition: { kind: 'cut' }, candidates })!);
      await house.fact('clipStarted', (fact) => fact.cueId === id);
    };
    /** Cuts, and says what speaks against the picture that is seen then; null where nothing does. */
    const cut = async ([from, to]: Cut): Promise<string | null> => {
      if (on !== from) await show(from);
      // The candidates are made ready between cuts.
      await page.waitForTimeout(350);
      await show(to);
      on = to;
      await page.waitForTimeout(250);
      let found = await mistake(to, known);
      for (let look = 1; look < LOOKS && found !== null; look++) found = await mistake(to, known);
      return found;
    };
    let on = cuts[0]![0];
    await show(on);
    // The first picture that is taken of a page comes seconds late on a busy machine.
    await page.screenshot();
    const wrong: string[] = [];
    for (const one of cuts) {
      // A look that came after all that the references hold blames nobody: once more, then.
      const found = (await cut(one)) === null ? null : await cut(one);
      if (found !== null) wrong.push(`${one.join(' -> ')}: ${found}`);
    }
    expect(wrong).toEqual([]);
  });
});
