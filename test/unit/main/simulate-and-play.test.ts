import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CompiledFilm } from '../../../src/film/compiled-film.ts';
import type { Decision } from '../../../src/film/film-events.ts';
import { traceFeed } from '../../../src/film/simulate-mood.ts';
import { simulateVisit, type Journey } from '../../../src/film/simulate-visit.ts';
import type { VisitAction } from '../../../src/film/visit.ts';
import type { Trace } from '../../../src/mood/trace.ts';
import { tracePlayer } from '../../../src/mood/trace-readings.ts';
import type { Clock } from '../../../src/main/deadlines.ts';
import { FilmActor } from '../../../src/main/film-actor.ts';
import { clipLengths, stageCue } from '../../../src/main/stage/stage-cues.ts';
import { StandInStage } from '../../../src/main/stage/stand-in-stage.ts';
import { playTrace } from '../../../src/main/trace-source.ts';
import { anyFilm, compiledIfClean } from '../../support/any-film.ts';
import { traceOf } from '../../support/trace-of.ts';

const SEED = 1;
/** Longer than any film of `anyFilm` lets a session be, and the trace before it. */
const LONGEST_MS = 400_000;

interface Played {
  readonly decisions: readonly Decision[];
  readonly ended: { readonly scenes: readonly string[]; readonly ending: string | null; readonly by: string } | null;
}

/** The parts of the show that decide, put together as it puts them: actor, trace, and the stage that keeps time. */
export async function playedByShow(film: CompiledFilm, trace: Trace): Promise<Played> {
  const beganMs = performance.now();
  const clock: Clock = { nowMs: () => performance.now() - beganMs, timeOfDay: () => ({ hour: 12, weekday: 3 }) };
  const decisions: Decision[] = [];
  const session: { ended: Played['ended'] } = { ended: null };
  const lengths = clipLengths(film);
  const stage = new StandInStage(clock, (clipId) => lengths.get(clipId) ?? 0);
  const onAction = (action: VisitAction): void => {
    if (session.ended !== null) return;
    if (action.type === 'decision') decisions.push(action.params);
    if (action.type === 'sessionEnded') session.ended = action.params;
    const cue = action.type === 'cue' ? stageCue(film, action.params) : null;
    if (cue !== null) stage.send(cue);
  };
  const actor = FilmActor.start({ film, clock, seed: SEED, onAction });
  stage.onMessage((fact) => {
    if ('cueId' in fact && fact.cueId !== null && fact.type !== 'clipFailed') actor.input(fact);
  });
  const stop = playTrace(tracePlayer(trace), clock, (reading) => actor.input({ type: 'reading', reading }), false);
  while (session.ended === null && clock.nowMs() < LONGEST_MS) await vi.advanceTimersByTimeAsync(1000);
  stop();
  actor.stop();
  stage.close();
  return { decisions, ended: session.ended };
}

function told(decisions: readonly Decision[]): unknown {
  return decisions.map(({ scene, rule, to, dominant }) => [scene, rule, to, dominant]);
}

describe('simulate and play', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('take the same decisions on the same trace, in any film', async () => {
    const moods = fc.array(fc.constantFrom('a', 'a', 'h', 'h', 'c', '.'), { minLength: 4, maxLength: 60 });
    let sessions = 0;
    let choices = 0;
    await fc.assert(
      fc.asyncProperty(anyFilm, moods, async (text, letters) => {
        const film = compiledIfClean(text);
        fc.pre(film !== null);
        const trace = traceOf(letters);
        const journey: Journey = simulateVisit(film, { seed: SEED, feed: traceFeed(trace), startKeyMs: null }).journey;
        fc.pre(journey.by !== 'nobody');
        const played = await playedByShow(film, trace);
        expect(told(played.decisions)).toEqual(told(journey.decisions));
        const { scenes, ending, by } = journey;
        if (by !== 'unfinished') expect(played.ended).toMatchObject({ scenes, ending, by });
        sessions += 1;
        choices += journey.decisions.length;
      }),
      { numRuns: Number(process.env.MIEN_RUNS ?? 150) },
    );
    // Every film was played, and most of them had something to choose.
    expect(sessions).toBeGreaterThan(100);
    expect(choices).toBeGreaterThan(sessions / 2);
  }, 600_000);
});
