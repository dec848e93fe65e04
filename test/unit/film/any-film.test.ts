import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompiledFilm } from '../../../src/film/compiled-film.ts';
import type { FilmAction, FilmEvent } from '../../../src/film/film-events.ts';
import { filmConfig } from '../../../src/film/film-machine.ts';
import { inSession, sceneOf, startFilm, stepFilm } from '../../../src/film/film-fold.ts';
import { stateFromJson, stateToJson } from '../../../src/film/film-state-json.ts';
import { type Mood, NO_MOOD } from '../../../src/mood/mood.ts';
import type { Emotion } from '../../../src/protocol/emotions.ts';
import { EMOTIONS, anyFilm, compiledIfClean } from '../../support/any-film.ts';

type Beat = FilmEvent['type'];
const beats = fc.array(
  fc.record({
    type: fc.constantFrom<Beat>(
      'mood',
      'mood',
      'mood',
      'cutDue',
      'cutDue',
      'arrive',
      'start',
      'leave',
      'reset',
      'skip',
      'clipFailed',
    ),
    dominant: fc.option(fc.constantFrom(...EMOTIONS)),
    afterMs: fc.integer({ min: 0, max: 4000 }),
    positionMs: fc.integer({ min: 0, max: 12_000 }),
  }),
  { maxLength: 60 },
);

function moodOf(dominant: Emotion | null): Mood {
  if (dominant === null) return NO_MOOD;
  const scores = Object.fromEntries(EMOTIONS.map((emotion) => [emotion, emotion === dominant ? 0.7 : 0.15]));
  return { scores, dominant, leading: dominant, lead: 0.55, viewers: 1, readings: 9, why: `${dominant} leads` };
}

function eventOf(type: Beat, nowMs: number, mood: Mood, positionMs: number): FilmEvent {
  const moment = { nowMs, clock: { hour: 15, weekday: 2 } };
  switch (type) {
    case 'mood':
      return { ...moment, type, mood, positionMs };
    case 'skip':
    case 'cutDue':
      return { ...moment, type, mood };
    default:
      return { ...moment, type };
  }
}

/** Plays beats, then what a show sends in an empty room: ends of clips and moods of nobody, until the time is over. */
function play(
  made: CompiledFilm,
  trace: ReturnType<typeof eventOf>[],
  patient: boolean,
): { readonly log: readonly FilmAction[]; readonly home: boolean } {
  const moment = { nowMs: 0, clock: { hour: 15, weekday: 2 } };
  let { state, actions } = startFilm(made, { seed: 5, moment });
  const log: FilmAction[] = [...actions];
  const step = (event: FilmEvent): void => {
    ({ state, actions } = stepFilm(made, state, event));
    log.push(...actions);
    expect(made.scenes[sceneOf(state)]).toBeDefined();
    expect(inSession(state)).toBe(sceneOf(state) !== made.opening);
    const cues = actions.filter((action) => action.type === 'cue');
    expect(cues.length).toBeLessThanOrEqual(1);
    if (cues[0] !== undefined) expect(cues[0].params.scene).toBe(sceneOf(state));
  };
  trace.forEach(step);
  const startMs = trace.at(-1)?.nowMs ?? 0;
  let nowMs = startMs;
  while (patient && inSession(state) && nowMs - startMs < 400_000) {
    const length = made.scenes[sceneOf(state)]?.clip.durationMs ?? 1000;
    nowMs += length;
    step(eventOf('mood', nowMs, NO_MOOD, length));
    step(eventOf('cutDue', nowMs, NO_MOOD, 0));
    if (nowMs - startMs > made.session.longestMs) step(eventOf('timeout', nowMs, NO_MOOD, 0));
  }
  const again = stateFromJson(made, stateToJson(state));
  expect(again.ok && again.value.context).toEqual(state.context);
  return { log, home: !inSession(state) };
}

describe('any film that checks clean', () => {
  it('never throws, never gets stuck, and reaches an ending or the opening under any trace', () => {
    let clean = 0;
    fc.assert(
      fc.property(anyFilm, beats, (text, list) => {
        const made = compiledIfClean(text);
        fc.pre(made !== null);
        clean++;
        let nowMs = 0;
        const trace = list.map((beat) => {
          nowMs += beat.afterMs;
          return eventOf(beat.type, nowMs, moodOf(beat.dominant), beat.positionMs);
        });
        const once = play(made, trace, true);
        expect(once.home).toBe(true);
        const ended = once.log.filter((action) => action.type === 'sessionEnded').length;
        expect(ended).toBe(once.log.filter((action) => action.type === 'sessionStarted').length);
        // The same film, events and clock give the same journey.
        expect(play(made, trace, true)).toEqual(once);
      }),
      { numRuns: 200, seed: 11 },
    );
    expect(clean).toBe(200);
  }, 120_000);

  it('compiles to the same machine each time, and the machine is plain JSON without timers', () => {
    fc.assert(
      fc.property(anyFilm, (text) => {
        const [one, two] = [compiledIfClean(text), compiledIfClean(text)];
        fc.pre(one !== null && two !== null);
        const config = filmConfig(one);
        expect(filmConfig(two)).toEqual(config);
        expect(JSON.parse(JSON.stringify(config))).toEqual(config);
        expect(JSON.stringify(config)).not.toMatch(/"(after|invoke)":/u);
      }),
      { numRuns: 50, seed: 12 },
    );
  }, 60_000);
});
