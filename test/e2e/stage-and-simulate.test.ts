import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompiledFilm } from '../../src/film/compiled-film.ts';
import type { Decision } from '../../src/film/film-events.ts';
import { traceFeed } from '../../src/film/simulate-mood.ts';
import { simulateVisit } from '../../src/film/simulate-visit.ts';
import type { VisitAction } from '../../src/film/visit.ts';
import { tracePlayer } from '../../src/mood/trace-readings.ts';
import type { Clock } from '../../src/main/deadlines.ts';
import { FilmActor } from '../../src/main/film-actor.ts';
import { loadFilm } from '../../src/main/film-files.ts';
import { stageCue } from '../../src/main/stage/stage-cues.ts';
import { playTrace } from '../../src/main/trace-source.ts';
import { openBrowser, type Browser } from '../support/chromium.ts';
import { WELCOME } from '../support/stage/clip-of.ts';
import { USUAL_CLIP } from '../support/stage/clip-recipe.ts';
import { testClips } from '../support/stage/clips.ts';
import { StageHouse } from '../support/stage/house.ts';
import { buildPages } from '../support/stage/pages.ts';
import { traceOf } from '../support/trace-of.ts';

const SEED = 1;
/** Longer than it takes to be wrong: a marker missed or met too early is off by more than two seconds. */
const NEAR_S = 1;

/**
 * The sea goes round in four seconds, and is left at half a second of a round. Whoever turns happy in the middle of one
 * stays for the rest of it. What the sun is left for depends on the mood of its two seconds alone.
 */
const FILM = {
  version: 2,
  title: 'Round',
  emotions: ['happiness', 'calm', 'anger'],
  opening: 'room',
  scenes: {
    room: { clip: 'room.webm', repeat: 'loop', next: 'sea' },
    sea: {
      clip: { file: 'sea.webm', markers: { turn: 0.5 } },
      repeat: 'loop',
      patience: 40,
      next: [{ emotion: 'happiness', to: 'sun', at: 'turn', for: 1 }, { to: 'grey' }],
    },
    sun: { clip: 'sun.webm', next: [{ emotion: 'anger', to: 'storm' }, { to: 'grey' }] },
    storm: {
      clip: { file: 'sea.webm', markers: { burst: 3.3 } },
      next: [{ emotion: 'calm', to: 'bright', at: 'burst', for: 0.5 }, { to: 'grey' }],
    },
    bright: { clip: 'sun.webm', ending: 'bright' },
    grey: { clip: 'room.webm', ending: 'grey' },
  },
};
const CLIPS = { room: 2, sea: 4, sun: 2 };

let pages: Awaited<ReturnType<typeof buildPages>>;
let browser: Browser;
let house: StageHouse;
let film: CompiledFilm;
let folder: string;

beforeAll(async () => {
  pages = await buildPages();
  browser = await openBrowser();
  house = await StageHouse.open(pages.folder, [WELCOME]);
  folder = mkdtempSync(join(tmpdir(), 'mien-round-'));
  const recipes = Object.values(CLIPS).map((seconds, index) => ({ ...USUAL_CLIP, clip: index + 1, seconds }));
  const files = await testClips(browser.context, recipes);
  for (const [index, name] of Object.keys(CLIPS).entries()) {
    writeFileSync(join(folder, `${name}.webm`), files[index]!);
    house.files.set(`/film/${name}.webm`, files[index]!);
  }
  writeFileSync(join(folder, 'film.json'), JSON.stringify(FILM));
  const loaded = await loadFilm(folder);
  if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
  film = loaded.compiled;
});
afterAll(async () => {
  await browser.close();
  await house.close();
  pages.remove();
  rmSync(folder, { recursive: true, force: true });
});

interface Played {
  readonly decisions: readonly Decision[];
  readonly scenes: readonly string[];
  readonly ending: string | null;
}

/** The parts of the show that decide, and the real stage in a real browser. */
async function playedByStage(moods: readonly string[]): Promise<Played> {
  const page = await browser.context.newPage();
  await page.goto(`${house.address}/stage/index.html`);
  await house.fact('hello');
  const beganMs = performance.now();
  const clock: Clock = { nowMs: () => performance.now() - beganMs, timeOfDay: () => ({ hour: 12, weekday: 3 }) };
  const decisions: Decision[] = [];
  let stop = (): void => undefined;
  const ended = new Promise<Omit<Played, 'decisions'>>((done) => {
    const onAction = (action: VisitAction): void => {
      if (action.type === 'decision') decisions.push(action.params);
      if (action.type === 'sessionEnded') done(action.params);
      const cue = action.type === 'cue' ? stageCue(film, action.params) : null;
      if (cue !== null) house.send(cue);
    };
    const actor = FilmActor.start({ film, clock, seed: SEED, onAction });
    house.onFact = (fact) => {
      if (fact.type === 'clipFailed') throw new Error(fact.reason);
      if ('cueId' in fact) actor.input(fact);
    };
    const trace = tracePlayer(traceOf(moods));
    const stopTrace = playTrace(trace, clock, (reading) => actor.input({ type: 'reading', reading }), false);
    stop = () => {
      stopTrace();
      actor.stop();
    };
  });
  try {
    const { scenes, ending } = await ended;
    return { decisions, scenes, ending };
  } finally {
    stop();
    house.onFact = () => undefined;
    await page.close();
  }
}

describe('the real stage and simulate', () => {
  it('take the same decisions at the same times on the same trace, where a marker of a loop is behind', async () => {
    // Calm into the sea's second round, happy in the middle of it, angry while the sun shines, calm in the storm.
    const moods = 'cccccccchhhhaaacccccccc'.split('');
    const journey = simulateVisit(film, { seed: SEED, feed: traceFeed(traceOf(moods)), startKeyMs: null }).journey;
    // By the trace alone: cut at once, the sun would have been left while happiness lasted.
    expect(journey.scenes).toEqual(['room', 'sea', 'sun', 'storm', 'bright']);
    const played = await playedByStage(moods);
    const told = (decisions: readonly Decision[]): unknown =>
      decisions.map(({ scene, rule, to, dominant }) => [scene, rule, to, dominant]);
    expect(told(played.decisions)).toEqual(told(journey.decisions));
    expect({ scenes: played.scenes, ending: played.ending }).toEqual({
      scenes: journey.scenes,
      ending: journey.ending,
    });
    for (const [index, { atSeconds }] of journey.decisions.entries()) {
      expect(Math.abs(played.decisions[index]!.atSeconds - atSeconds)).toBeLessThan(NEAR_S);
    }
  });
});
