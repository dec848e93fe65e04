import type { Page } from 'playwright-core';
import type { Cue, StageClip } from '../../../src/protocol/messages.ts';
import { clipOf, cueOf } from '../../support/stage/clip-of.ts';
import type { StageHouse } from '../../support/stage/house.ts';
import { readCode } from '../../support/stage/pixel-code.ts';
import { ScreenWatch } from '../../support/stage/screen-watch.ts';
import type { Sample } from './samples.ts';
import type { SoundCut } from './sound-cuts.ts';

/** Test clips are this long: shorter than any scene, so that all is harder than in a film. */
export const SHORT_MS = 720;
/**
 * Where each clip is followed by another, and what comes next has to be made ready meanwhile: still shorter than any scene, and long enough for
 * that on a slow machine with a core kept busy. In 720 ms it is not ready there, and how late it comes would be measured, and not the cut.
 */
export const CLIP_MS = Number(process.env.MIEN_BENCH_CLIP_MS ?? 1200);
/** The decision falls this late: main needs a moment to answer before 100 ms are left. */
const DECIDE_MS = 150;
/** Whether cuts are judged by what the compositor gives, which costs a part of the machine, and not by what the page is told. */
const BY_SCREEN = process.env.MIEN_BENCH_SCREEN !== undefined;

export interface Run {
  readonly samples: readonly Sample[];
  readonly sounds: readonly SoundCut[];
}

export interface Plan {
  readonly clips: readonly StageClip[];
  readonly cuts: number;
  readonly rest: Partial<Cue>;
  /** Cue at once when a clip has started (a marker ahead), not when it is about to end. */
  readonly early: boolean;
  /** One cue that goes round. */
  readonly loop: boolean;
}

/** Plays a plan on the stage as main would, and gives back all that was seen and heard. */
export async function drive(house: StageHouse, page: Page, tonesHz: readonly number[], plan: Plan): Promise<Run> {
  const { clips, cuts } = plan;
  const at = (index: number): StageClip => clips[index % clips.length]!;
  const cue = (index: number): Cue =>
    cueOf(index, at(index), {
      leadMs: DECIDE_MS,
      prepare: [at(index + 1), at(index + 2)],
      ...plan.rest,
      ...(index === 0 ? { when: 'now', transition: { kind: 'cut' } } : {}),
      ...(plan.loop ? { repeat: null } : {}),
    });
  const from = house.facts.length;
  await page.goto(`${house.address}/stage/index.html`);
  await house.fact('hello', () => true, { from });
  house.send(cue(0));
  await house.fact('clipStarted', () => true, { from });
  await page.waitForTimeout(plan.loop ? 200 : 0);
  await page.evaluate(() => window.probe.reset());
  const watch = BY_SCREEN ? await ScreenWatch.open(page) : null;
  if (plan.loop) await page.waitForTimeout((cuts + 1) * SHORT_MS);
  for (let index = 0; !plan.loop && index < cuts; index++) {
    if (plan.early) await house.fact('clipStarted', ({ cueId }) => cueId === index, { from });
    else await house.fact('clipEnding', ({ cueId }) => cueId === index, { from });
    house.send(cue(index + 1));
  }
  if (!plan.loop) await house.fact('clipStarted', ({ cueId }) => cueId === cuts, { from });
  await page.waitForTimeout(300);
  const failed = house.facts.slice(from).filter(({ type }) => type === 'clipFailed');
  if (failed.length > 0)
    process.stderr.write(`cuts: ${failed.length} clips failed, first ${JSON.stringify(failed[0])}\n`);
  const run = await page.evaluate(
    (tones) => ({ samples: window.probe.samples(), sounds: window.probe.sounds(tones) }),
    tonesHz,
  );
  const onScreen = await watch?.closeBy((pixels, width, height, atMs): Sample => {
    return { atMs, layers: [{ layer: 0, seen: readCode(pixels, width, height) }] };
  });
  await page.goto('about:blank');
  return { ...run, samples: onScreen ?? run.samples };
}

/** The two ways of old, for comparison: another `src` in the same element, and a seek in one file. */
export async function driveOld(
  house: StageHouse,
  page: Page,
  plan: { readonly urls: readonly string[]; readonly cuts: number; readonly seek: boolean },
): Promise<Run> {
  house.files.set('/old.html', '<!doctype html><style>body{background:#000}video{width:100%}</style><body>');
  await page.goto(`${house.address}/old.html`);
  const samples = await page.evaluate(
    async ({ urls, cuts, seek, clipMs, playMs }) => {
      const video = document.createElement('video');
      video.className = 'layer';
      video.style.opacity = '1';
      document.body.append(video);
      const nextFrame = (): Promise<unknown> => new Promise((done) => video.requestVideoFrameCallback(done));
      video.src = urls[0]!;
      await video.play();
      await nextFrame();
      window.probe.reset();
      for (let index = 1; index <= cuts; index++) {
        const part = seek ? (index * 5) % 4 : 0;
        const from = seek ? (((index - 1) * 5) % 4) * clipMs : 0;
        // Where the frame is still moving.
        while (video.currentTime * 1000 < from + playMs) await new Promise((done) => setTimeout(done, 4));
        if (seek) video.currentTime = (part * clipMs) / 1000;
        else {
          video.src = urls[index % urls.length]!;
          await video.play();
        }
        await nextFrame();
      }
      await new Promise((done) => setTimeout(done, 200));
      return window.probe.samples();
    },
    { urls: plan.urls, cuts: plan.cuts, seek: plan.seek, clipMs: CLIP_MS, playMs: SHORT_MS - 60 },
  );
  return { samples, sounds: [] };
}

/** A part of the long file. */
export function partOf(url: string, part: number): StageClip {
  return clipOf(url, { inMs: part * CLIP_MS, outMs: (part + 1) * CLIP_MS });
}
