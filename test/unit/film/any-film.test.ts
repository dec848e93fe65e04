import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkFilm } from '../../../src/film/check.ts';
import { compileFilm } from '../../../src/film/compile.ts';
import type { CompiledFilm } from '../../../src/film/compiled-film.ts';
import type { FilmAction, FilmEvent } from '../../../src/film/film-events.ts';
import { filmConfig } from '../../../src/film/film-machine.ts';
import { inSession, sceneOf, startFilm, stepFilm } from '../../../src/film/film-fold.ts';
import { stateFromJson, stateToJson } from '../../../src/film/film-state-json.ts';
import { parseFilm } from '../../../src/film/parse-film.ts';
import { hasErrors } from '../../../src/film/problems.ts';
import { type Mood, NO_MOOD } from '../../../src/mood/mood.ts';
import type { Emotion } from '../../../src/protocol/emotions.ts';

const EMOTIONS = ['anger', 'happiness', 'calm'] as const;
const NAMES = ['s0', 's1', 's2', 's3', 's4', 's5', 's6'];
const CONDITIONS = [
  'visits.s1 > 1',
  'random < 0.5',
  'mood.anger > 0.4 && n < 3',
  'mood.dominant == "calm"',
  'session.seconds > 20.0',
  '"s2" in session.path',
  'clock.hour > 12',
  'n / (n - 2) > 0',
];

const target = fc.constantFrom(...NAMES, 'open', 'group');
const rule = fc.record(
  {
    emotion: fc.constantFrom(...EMOTIONS),
    when: fc.constantFrom(...CONDITIONS),
    to: target,
    once: fc.boolean(),
    weight: fc.integer({ min: 1, max: 3 }),
    at: fc.constantFrom('end', 'now', 'marker', 'bang'),
    for: fc.integer({ min: 0, max: 3 }),
    transition: fc.constantFrom('cut', { crossfade: 1 }),
  },
  { requiredKeys: ['to'] },
);
const scene = fc.record(
  {
    clip: fc
      .integer({ min: 1, max: 12 })
      .map((seconds) => ({ standIn: { title: 'x', seconds }, markers: { bang: 0.5 } })),
    repeat: fc.constantFrom(1, 2, 'loop'),
    hold: fc.boolean(),
    patience: fc.integer({ min: 1, max: 20 }),
    reading: fc.record({ from: fc.constantFrom(0, '50%'), to: fc.constantFrom('90%', 5) }, { requiredKeys: [] }),
    set: fc.constantFrom({ n: 'n + 1' }, { n: 0 }),
    on: fc.constantFrom({ leave: 'nothing' }, { leave: 's1' }, { arrive: 'next' }, { timeout: 'open' }),
    next: fc.tuple(fc.array(rule, { maxLength: 4 }), target).map(([rules, to]): unknown[] => [...rules, { to }]),
  },
  { requiredKeys: ['clip', 'next'] },
);
const ending = fc.record({
  clip: fc.constant({ standIn: { title: 'end', seconds: 4 } }),
  ending: fc.constantFrom('good', 'bad'),
});

/** Films of every shape; those that `check` refuses are passed over. */
const film = fc
  .record({
    scenes: fc.tuple(
      ...NAMES.slice(0, 4).map(() => fc.oneof({ weight: 5, arbitrary: scene }, { weight: 1, arbitrary: ending })),
    ),
    inner: fc.tuple(scene, ending),
    last: ending,
    opening: fc.array(target, { minLength: 1, maxLength: 3 }),
    credits: fc.boolean(),
  })
  .map(({ scenes, inner, last, opening, credits }) =>
    JSON.stringify({
      version: 2,
      title: 'Any',
      emotions: EMOTIONS,
      opening: 'open',
      variables: { n: { type: 'int', start: 0 } },
      session: { longest: 120 },
      ...(credits ? { credits: 'credits' } : {}),
      scenes: {
        open: {
          clip: { standIn: { title: 'open', seconds: 3 } },
          next: opening.length === 1 ? opening[0] : opening.map((to) => ({ weight: 1, to })),
        },
        ...Object.fromEntries(scenes.map((one, i) => [`s${i}`, one])),
        s6: last,
        ...(credits ? { credits: { clip: { standIn: { title: 'credits', seconds: 2 } } } } : {}),
      },
      sections: { group: { start: 's4', next: 's6', scenes: { s4: inner[0], s5: inner[1] } } },
    }),
  );

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

function compiled(text: string): CompiledFilm | null {
  const parsed = parseFilm(text, 'film.json');
  if (parsed.film === undefined || hasErrors([...parsed.problems, ...checkFilm(parsed.film)])) return null;
  return compileFilm(parsed.film, new Map());
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
      fc.property(film, beats, (text, list) => {
        const made = compiled(text);
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
      fc.property(film, (text) => {
        const [one, two] = [compiled(text), compiled(text)];
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
