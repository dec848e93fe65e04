import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { StageClip, StageToMain } from '../../src/protocol/messages.ts';
import { cutsIn } from '../bench/cuts/samples.ts';
import { clipOf, cueOf } from '../support/stage/clip-of.ts';
import { USUAL_CLIP, type ClipRecipe } from '../support/stage/clip-recipe.ts';
import type { StageHouse } from '../support/stage/house.ts';
import { readCode, type Seen } from '../support/stage/pixel-code.ts';
import { Theatre } from '../support/stage/theatre.ts';

const SCREEN = { width: 1280, height: 720 };
/** A whole number of frames at every rate. */
const CLIP = { ...USUAL_CLIP, seconds: 1.2 };
/** A clip that stops before its end, or a next one that has to be waited for, is further off. */
const LATE_MS = 250;
/** The probe reads the first frames of a clip in two ways, which may be so many frames apart. */
const PROBE_FRAMES = 2;

/** What a browser's encoder is asked for. */
const ENCODERS: Readonly<Record<ClipRecipe['codec'], string>> = {
  vp8: 'vp8',
  vp9: 'vp09.00.31.08',
  avc: 'avc1.42001f',
  av1: 'av01.0.04M.08',
};

const FORMATS: readonly { readonly what: string; readonly recipe: Omit<ClipRecipe, 'clip'> }[] = [
  { what: 'H.264 at 25 frames a second', recipe: { ...CLIP, codec: 'avc' } },
  { what: 'AV1 at 25', recipe: { ...CLIP, codec: 'av1' } },
  { what: 'VP9 at 30', recipe: { ...CLIP, codec: 'vp9', framesPerSecond: 30 } },
  { what: 'VP9 at 50', recipe: { ...CLIP, codec: 'vp9', framesPerSecond: 50 } },
  { what: 'VP8 at 60', recipe: { ...CLIP, codec: 'vp8', framesPerSecond: 60 } },
  { what: 'a portrait', recipe: { ...CLIP, codec: 'vp9', width: 360, height: 640 } },
];

let theatre: Theatre;
let house: StageHouse;
let page: Page;

beforeAll(async () => {
  theatre = await Theatre.open({ viewport: SCREEN });
});
afterAll(() => theatre.close());
beforeEach(async () => {
  const stage = await theatre.stage({ probed: true });
  ({ house, page } = stage);
  await page.goto(`${house.address}/stage/index.html`);
  await house.fact('hello');
  return stage.close;
});

function canEncode({ codec, width, height }: Omit<ClipRecipe, 'clip'>): Promise<boolean> {
  const config = { codec: ENCODERS[codec], width, height };
  return page.evaluate(async (wanted) => (await VideoEncoder.isConfigSupported(wanted)).supported === true, config);
}

/** Two clips of the format on the house's shelf, and threaded on the stage. */
async function thread(recipe: Omit<ClipRecipe, 'clip'>): Promise<readonly [StageClip, StageClip]> {
  const files = await theatre.clips([1, 2].map((clip) => ({ ...recipe, clip })));
  const [first, next] = files.map((file, index) => {
    const url = `/film/${index + 1}.${recipe.codec === 'avc' ? 'mp4' : 'webm'}`;
    house.files.set(url, file);
    return clipOf(url);
  });
  house.send({ type: 'prepare', clips: [first!, next!] });
  await page.waitForFunction(() => {
    const videos = [...document.querySelectorAll('video')];
    return videos.filter(({ readyState }) => readyState >= HTMLMediaElement.HAVE_FUTURE_DATA).length === 2;
  });
  return [first!, next!];
}

/** What a visitor sees now of a picture of this shape, which lies whole in the middle of the screen. */
async function see({ width, height }: Omit<ClipRecipe, 'clip'>): Promise<Seen> {
  const scale = Math.min(SCREEN.width / width, SCREEN.height / height);
  const box = { width: Math.floor(width * scale), height: Math.floor(height * scale) };
  const corner = {
    left: Math.round((SCREEN.width - box.width) / 2),
    top: Math.round((SCREEN.height - box.height) / 2),
  };
  const { data, info } = await sharp(await page.screenshot())
    .extract({ ...corner, ...box })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return readCode(data, info.width, info.height);
}

const started = (cueId: number): Promise<Extract<StageToMain, { type: 'clipStarted' }>> =>
  house.fact('clipStarted', (fact) => fact.cueId === cueId);

describe('a clip in any format that a film may have', () => {
  it.for(FORMATS)('$what: plays to its end, in order, and the next follows in time', async ({ recipe }, { skip }) => {
    skip(!(await canEncode(recipe)), 'this browser cannot make such a clip');
    const [first, next] = await thread(recipe);
    const frameMs = 1000 / recipe.framesPerSecond;
    const last = Math.round(recipe.seconds * recipe.framesPerSecond) - 1;
    await page.evaluate(() => window.probe.reset());
    house.send(cueOf(1, first, { when: 'now', prepare: [next] }));
    const began = await started(1);
    house.send(cueOf(2, next, { when: 'end', hold: true }));
    const followed = await started(2);
    await house.fact('clipEnded', ({ cueId }) => cueId === 2);
    await expect.poll(() => see(recipe)).toEqual({ clip: 2, frame: last });
    const cuts = cutsIn(await page.evaluate(() => window.probe.samples()), frameMs);
    const [cut, ...others] = cuts.filter(({ from, to }) => from !== to);
    expect(cut).toMatchObject({ from: 1, to: 2 });
    expect(others).toEqual([]);
    expect(cuts.filter((one) => one.from === one.to && one.lastFrame - one.firstFrame > PROBE_FRAMES)).toEqual([]);
    expect((last - cut!.lastFrame) * frameMs).toBeLessThan(LATE_MS);
    expect(cut!.firstFrame * frameMs).toBeLessThan(LATE_MS);
    expect(Math.abs(followed.stageNowMs - began.stageNowMs - recipe.seconds * 1000)).toBeLessThan(LATE_MS);
    expect(house.facts.filter(({ type }) => type === 'clipFailed')).toEqual([]);
  });
});

describe('the frame rate of a film', () => {
  it.each([25, 30])('of %d is told to the operator beside that of the screen', async (framesPerSecond) => {
    const [clip] = await thread({ ...CLIP, seconds: 4, codec: 'vp9', framesPerSecond });
    house.send(cueOf(1, clip, { when: 'now', repeat: null }));
    const { pictures } = await house.fact('position', (fact) => (fact.pictures?.rates ?? null) !== null);
    expect(Math.abs(pictures!.rates!.film - framesPerSecond)).toBeLessThan(0.5);
    // Without a screen Chromium draws 60 a second.
    expect(Math.abs(pictures!.rates!.screen - 60)).toBeLessThan(2);
  });
});
