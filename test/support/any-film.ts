import fc from 'fast-check';
import { checkFilm } from '../../src/film/check.ts';
import { compileFilm } from '../../src/film/compile.ts';
import type { CompiledFilm } from '../../src/film/compiled-film.ts';
import { parseFilm } from '../../src/film/parse-film.ts';
import { hasErrors } from '../../src/film/problems.ts';

/** Emotions of the films made here. */
export const EMOTIONS = ['anger', 'happiness', 'calm'] as const;
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
export const anyFilm: fc.Arbitrary<string> = fc
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

/** The film, ready to play, or null where `check` refuses it. */
export function compiledIfClean(text: string): CompiledFilm | null {
  const parsed = parseFilm(text, 'film.json');
  if (parsed.film === undefined || hasErrors([...parsed.problems, ...checkFilm(parsed.film)])) return null;
  return compileFilm(parsed.film, new Map());
}
