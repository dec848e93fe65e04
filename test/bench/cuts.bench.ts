import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { openBrowser } from '../support/chromium.ts';
import { projectRoot } from '../support/root.ts';
import { bundleForPage } from '../support/stage/bundle.ts';
import { clipOf, WELCOME } from '../support/stage/clip-of.ts';
import { toneHz, USUAL_CLIP, type ClipRecipe } from '../support/stage/clip-recipe.ts';
import { testClips } from '../support/stage/clips.ts';
import { StageHouse } from '../support/stage/house.ts';
import { buildPages } from '../support/stage/pages.ts';
import { CLIP_MS, SHORT_MS, drive, driveOld, partOf, type Plan, type Run } from './cuts/drive.ts';
import { CUT_GOALS, FRAME_MS } from './cuts/goals.ts';
import { blackIn, cutsIn, lateMsOf, repeatedIn } from './cuts/samples.ts';
import { missesOf } from './goals.ts';
import { summarise, type BenchGroup, type BenchResult } from './measure.ts';

/** Sixty cuts of each kind, idle and busy: some ten minutes. Exit status 1 where a goal is missed. */
export const onlyWhenAsked = true;

const CUTS = Number(process.env.MIEN_BENCH_CUTS ?? 62);
/** For a quick look at some kinds only, by commas; `MIEN_BENCH_SCREEN` judges by the compositor's pictures (cuts/drive.ts). */
const KINDS = process.env.MIEN_BENCH_KINDS?.split(',');
const MARKER_MS = 480;
/** Far enough apart to tell their tones. */
const NUMBERS = [1, 7, 13, 19] as const;
const TONES = NUMBERS.map(toneHz);

/** Keeps one core busy until it is called off. */
function keepBusy(): () => Promise<unknown> {
  const worker = new Worker('for (;;);', { eval: true });
  return () => worker.terminate();
}

function resultsOf(name: string, load: string, run: Run): readonly BenchResult[] {
  const cuts = cutsIn(run.samples, FRAME_MS);
  const found = [
    summarise(
      `${name} ${load}`,
      'ms',
      cuts.map(({ gapMs }) => gapMs),
    ),
  ];
  const count = (what: string, unit: string, of: number): BenchResult => ({
    ...summarise(`${name} ${load}: ${what}`, unit, [of]),
    n: run.samples.length,
  });
  found.push(count('black', 'pictures', blackIn(run.samples)), count('repeated', 'frames', repeatedIn(cuts)));
  found.push(
    summarise(
      `${name} ${load}: longest frame near it`,
      'ms',
      cuts.map(({ longestMs }) => longestMs),
    ),
  );
  const lost = cuts.map(({ firstFrame }) => firstFrame);
  if (lost.some((frames) => frames > 0)) found.push(summarise(`${name} ${load}: frames lost after it`, 'frames', lost));
  if (name === 'marker') {
    const late = lateMsOf(cuts, MARKER_MS, FRAME_MS);
    found.push(summarise(`marker ${load}: late`, 'ms', late));
    found.push(summarise(`marker ${load}: off its marker`, 'ms', late.map(Math.abs)));
  }
  if (name === 'file')
    found.push(
      summarise(
        `sound ${load}`,
        'ms',
        run.sounds.map(({ gapMs }) => Math.abs(gapMs)),
      ),
    );
  return found;
}

/**
 * Cuts in a real browser, on the real stage page, over the real link: how much longer than a frame a picture stands at
 * a cut, and the gap or overlap in the sound. Idle, and with one core kept busy. Against a `src` change and a seek.
 */
export async function bench(): Promise<BenchGroup> {
  const pages = await buildPages();
  const browser = await openBrowser();
  const house = await StageHouse.open(pages.folder, [WELCOME]);
  try {
    const recipe: Omit<ClipRecipe, 'clip'> = {
      ...USUAL_CLIP,
      seconds: CLIP_MS / 1000,
      width: 1280,
      height: 720,
      codec: 'vp9',
    };
    const part = CLIP_MS / 1000;
    const long = { ...recipe, clip: 30, seconds: 4 * part, parts: [part, 2 * part, 3 * part] };
    const shelve = async (recipes: readonly ClipRecipe[]): Promise<readonly string[]> =>
      (await testClips(browser.context, recipes)).map((file) => {
        const url = `/film/${house.files.size}.webm`;
        house.files.set(url, file);
        return url;
      });
    const urls = await shelve(NUMBERS.map((clip) => ({ ...recipe, clip })));
    const shortUrls = await shelve(NUMBERS.map((clip) => ({ ...recipe, clip, seconds: SHORT_MS / 1000 })));
    const [longUrl = ''] = await shelve([long]);
    const clips = urls.map((url) => clipOf(url));
    const shortClips = shortUrls.map((url) => clipOf(url));
    // Never the part that follows of itself.
    const parts = [0, 2, 1, 3].map((number) => partOf(longUrl, number));
    const plan = (rest: Partial<Plan>): Plan => ({ clips, cuts: CUTS, rest: {}, early: false, loop: false, ...rest });
    const plans: Readonly<Record<string, Plan>> = {
      file: plan({}),
      range: plan({ clips: parts }),
      marker: plan({ rest: { when: { positionMs: MARKER_MS } }, early: true }),
      loop: plan({ clips: shortClips, loop: true }),
      crossfade: plan({ rest: { transition: { kind: 'crossfade', seconds: 0.2 } }, early: true }),
    };
    const page = await browser.context.newPage();
    await page.addInitScript({ content: await bundleForPage(join(projectRoot(), 'test/bench/cuts/probe-page.ts')) });
    const results: BenchResult[] = [];
    for (const load of ['idle', 'busy']) {
      const stop = load === 'busy' ? keepBusy() : null;
      for (const [name, how] of Object.entries(plans)) {
        if (KINDS?.includes(name) === false) continue;
        results.push(...resultsOf(name, load, await drive(house, page, TONES, how)));
      }
      if (KINDS === undefined || KINDS.includes('old')) {
        results.push(...resultsOf('src change', load, await driveOld(house, page, { urls, cuts: CUTS, seek: false })));
        results.push(
          ...resultsOf('seek', load, await driveOld(house, page, { urls: [longUrl], cuts: CUTS, seek: true })),
        );
      }
      await stop?.();
    }
    return { results, ratios: [], missed: missesOf(results, CUT_GOALS) };
  } finally {
    await browser.close();
    await house.close();
    pages.remove();
  }
}
