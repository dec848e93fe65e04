import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadFilm } from '../../src/main/film-files.ts';
import { findBrowser } from '../../src/main/hosts/browser/find-browser.ts';
import { faceCamera } from '../support/camera-files.ts';
import { showWithoutScreen } from '../support/own-browser-show.ts';
import { projectRoot } from '../support/root.ts';
import { buildPages } from '../support/stage/pages.ts';
import { summarise, type BenchGroup } from './measure.ts';

const WARM_UP_MS = 20_000;
const MEASURE_MS = 40_000;

/** From a frame's capture to the mood that knows it, while "Weather" plays in a real browser with a recorded face. */
export async function bench(): Promise<BenchGroup> {
  const folder = mkdtempSync(join(tmpdir(), 'mien-latency-'));
  const pages = await buildPages();
  const loaded = await loadFilm(join(projectRoot(), 'film/weather'));
  if (!loaded.ok) throw new Error('the film does not load');
  const camera = await faceCamera('happy', folder);
  const found: { readonly atMs: number; readonly afterMs: number }[] = [];
  const browser = await findBrowser();
  if (browser === null) throw new Error('no browser found: install chromium, or set CHROME_PATH to one');
  // No tool of a tester looks on: one that is told of every message would take the machine its time.
  const show = await showWithoutScreen(
    loaded,
    { camera, pagesFolder: pages.folder, browser },
    {
      tell: () => undefined,
      onVisit: () => undefined,
      onMood: (afterMs) => found.push({ atMs: performance.now(), afterMs }),
    },
  );
  try {
    await new Promise((done) => setTimeout(done, WARM_UP_MS));
    const from = performance.now();
    await new Promise((done) => setTimeout(done, MEASURE_MS));
    const counted = found.filter(({ atMs }) => atMs >= from);
    const perSecond = counted.length / (MEASURE_MS / 1000);
    return {
      results: [
        summarise(
          'capture to mood',
          'ms',
          counted.map(({ afterMs }) => afterMs),
        ),
        summarise('moods a second', '/s', [perSecond]),
      ],
      ratios: [],
    };
  } finally {
    await show.stop();
    pages.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}
