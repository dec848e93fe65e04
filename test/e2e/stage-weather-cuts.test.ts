import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as Mediabunny from 'mediabunny';
import type { Page } from 'playwright-core';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadFilm, type LoadedFilm } from '../../src/main/film-files.ts';
import { stageCue } from '../../src/main/stage/stage-cues.ts';
import type { Transition } from '../../src/protocol/messages.ts';
import { openBrowser, type Browser } from '../support/chromium.ts';
import { projectRoot } from '../support/root.ts';
import { WELCOME } from '../support/stage/clip-of.ts';
import { StageHouse } from '../support/stage/house.ts';
import { buildPages } from '../support/stage/pages.ts';
import { ScreenWatch } from '../support/stage/screen-watch.ts';
import { ssim } from '../support/ssim.ts';

/** The test's own page, and where it finds the library that decodes the references. */
const READER = '/reader.html';
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
/** The page's own black, as a JPEG has it, 0 to 255. The film's darkest colour, which the credits come out of, is 12. */
const BLACK = 5;
/** Candidates are made ready in that time. */
const READY_MS = 350;

let pages: Awaited<ReturnType<typeof buildPages>>;
let browser: Browser;
let house: StageHouse;
let film: LoadedFilm & { readonly ok: true };
let page: Page;
/** The scene that was shown last, and its cue. */
let on: string | null = null;
let cueId = 0;
let known: Promise<References> | null = null;

beforeAll(async () => {
  pages = await buildPages();
  // The films are decoded in full size all the same; a smaller page costs less to draw and to look at.
  browser = await openBrowser({ viewport: { width: 480, height: 270 } });
  const loaded = await loadFilm(join(projectRoot(), 'film/weather'));
  if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
  film = loaded;
  house = await StageHouse.open(pages.folder, [{ ...WELCOME, fit: 'cover' }]);
  house.files.set(READER, '<!doctype html>');
  const bundle = 'node_modules/mediabunny/dist/bundles/mediabunny.min.mjs';
  house.files.set(LIBRARY, readFileSync(join(projectRoot(), bundle), 'utf8'));
  for (const { clip } of Object.values(film.compiled.scenes)) {
    if (clip.file !== null)
      house.files.set(`/film/${clip.file}`, new Uint8Array(readFileSync(join(film.folder, clip.file))));
  }
  page = await browser.context.newPage();
  await page.goto(`${house.address}/stage/index.html`);
  await house.fact('hello');
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

/** Grey pictures by clip. */
type References = ReadonlyMap<string, readonly Uint8Array[]>;

/** What the clips of scenes themselves hold, three seconds of each from a time in it, decoded apart from the stage. */
async function references(of: readonly string[], fromSeconds = 0): Promise<References> {
  const reader = await browser.context.newPage();
  await reader.goto(`${house.address}${READER}`);
  const content = `import * as library from '${LIBRARY}'; globalThis.library = library;`;
  await reader.addScriptTag({ type: 'module', content });
  await reader.waitForFunction(() => 'library' in globalThis);
  const found = new Map<string, readonly Uint8Array[]>();
  for (const name of of) {
    const clip = film.compiled.scenes[name]!.clip;
    if (found.has(clipOf(name))) continue;
    const times = TIMES_S.map((seconds) => seconds + fromSeconds + clip.inMs / 1000);
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

/** Every clip's beginning. */
const beginnings = (): Promise<References> => (known ??= references(Object.keys(film.compiled.scenes)));

/** What speaks against the picture on the screen being of a scene; null where nothing does. */
async function mistake(scene: string, among: References): Promise<string | null> {
  for (let look = 1; ; look++) {
    const found = await mistakeNow(scene, among);
    if (found === null || look === LOOKS) return found;
  }
}

async function mistakeNow(scene: string, among: References): Promise<string | null> {
  const seen = await grey(sharp(await page.screenshot()));
  const alike = (pictures: readonly Uint8Array[]): number =>
    Math.max(...pictures.map((each) => ssim(seen, each, WIDTH, HEIGHT)));
  const all = [...among].map(([clip, pictures]) => ({ clip, alike: alike(pictures) }));
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

/** Cues a scene at once, and waits until it has begun. */
async function show(scene: string, transition: Transition = { kind: 'cut' }): Promise<void> {
  cueId += 1;
  const id = cueId;
  const candidates = film.compiled.scenes[scene]?.candidates ?? [];
  house.send(stageCue(film.compiled, { scene, cueId, when: 'now', transition, candidates })!);
  await house.fact('clipStarted', (fact) => fact.cueId === id);
  on = scene;
}

/** One way of the film from a scene to another. */
interface Way {
  readonly from: string;
  readonly to: string;
  readonly transition: Transition;
}

/** For each transition of the film one way that is taken by it; a plain cut is what every way is played by anyhow. */
function eachTransition(): readonly Way[] {
  const { scenes } = film.compiled;
  const ways = Object.values(scenes).flatMap(({ name, rules, candidates }): readonly Way[] =>
    rules.length > 0
      ? rules.map(({ to, transition }) => ({ from: name, to, transition }))
      : candidates.map((to) => ({ from: name, to, transition: scenes[to]!.transition })),
  );
  const longer = ways.filter(({ transition }) => transition.kind !== 'cut');
  return [...new Map(longer.map((way) => [JSON.stringify(way.transition), way])).values()];
}

/** The largest value of any pixel in any channel, RGBA. */
function brightest(pixels: Uint8Array): number {
  let most = 0;
  for (let at = 0; at < pixels.length; at++) if (at % 4 !== 3) most = Math.max(most, pixels[at]!);
  return most;
}

/** Takes a way as the film does. @returns how bright each picture of the screen was, from before the transition until it is over. */
async function watch({ from, to, transition }: Way): Promise<readonly number[]> {
  if (on !== from) await show(from);
  await page.waitForTimeout(READY_MS);
  const screen = await ScreenWatch.open(page);
  await show(to, transition);
  const id = cueId;
  await house.fact('position', (fact) => fact.cueId === id && fact.positionMs > secondsOf(transition) * 1000 + 300);
  return screen.closeBy(brightest);
}

const secondsOf = (transition: Transition): number => (transition.kind === 'cut' ? 0 : transition.seconds);

describe('every cut of weather', () => {
  it('is played once, and what is seen after it is what the next scene holds', { timeout: 600_000 }, async () => {
    const among = await beginnings();
    const scenes = film.compiled.scenes;
    const cuts = inOneWalk(
      Object.values(scenes).flatMap(({ name, candidates }) => candidates.map((to) => [name, to] as const)),
    );
    // The opening, and from each scene at least one way on.
    expect(cuts.length).toBeGreaterThan(Object.keys(scenes).length);
    /** Cuts, and says what speaks against the picture that is seen then; null where nothing does. */
    const cut = async ([from, to]: Cut): Promise<string | null> => {
      if (on !== from) await show(from);
      await page.waitForTimeout(READY_MS);
      await show(to);
      await page.waitForTimeout(250);
      return mistake(to, among);
    };
    await show(cuts[0]![0]);
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

  it(
    "is never black in any of the film's own transitions, and ends in the next scene",
    { timeout: 300_000 },
    async () => {
      const ways = eachTransition();
      expect(new Set(ways.map(({ transition }) => transition.kind))).toEqual(new Set(['crossfade', 'dip']));
      const among = await beginnings();
      for (const way of ways) {
        const { from, to, transition } = way;
        const told = `${from} -> ${to} by ${JSON.stringify(transition)}`;
        // Later in its clip than where a cut is looked at.
        const after = new Map([...among, ...(await references([to], secondsOf(transition)))]);
        const play = async (): Promise<string | null> => {
          const looks = await watch(way);
          expect(looks.length, told).toBeGreaterThan(0);
          expect(
            looks.filter((bright) => bright < BLACK),
            told,
          ).toEqual([]);
          return mistake(to, after);
        };
        expect((await play()) === null ? null : await play(), told).toBeNull();
      }
    },
  );
});
