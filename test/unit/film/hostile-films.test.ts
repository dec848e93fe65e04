import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkFilm } from '../../../src/film/check.ts';
import { compileFilm } from '../../../src/film/compile.ts';
import { parseFilmFiles } from '../../../src/film/parse-film.ts';
import { type Problem, hasErrors } from '../../../src/film/problems.ts';
import { CHAPTERS } from '../../../src/film/reference-examples.ts';

/** Longest that one film may take, milliseconds of CPU time (other work on the machine does not count): a promise against hanging. */
const LONGEST_MS = 2000;
const SEEDS = [
  ...CHAPTERS.map(({ example }) => example),
  ...(existsSync('film/weather/film.json') ? [readFileSync('film/weather/film.json', 'utf8')] : []),
];
const HOSTILE = [
  ...['null', '[]', '{}', '""', '-1', '1e999', '-0', '0.1e-400', '9007199254740993', 'true', 'NaN', '01', '.5'],
  ...['"__proto__"', '"constructor"', '"toString"', '"\\u0000"', '"\\ud800"', '"../x"', '"file:///x"', '"C:\\\\x"'],
  ...['{"__proto__":{"x":1}}', '{"constructor":{"prototype":{"x":1}}}', '{"a":1,"a":2}', '[[[[[[[[]]]]]]]]'],
  ...['"visits.__proto__ > 1"', '"mood.constructor == 1"', '"((((((((((((((((((1))))))))))))))))))"'],
  ...[
    '"session.path.all(a, session.path.all(b, true))"',
    "\"'a'.matches('(a+)+$')\"",
    '/*',
    '//',
    ',',
    ':',
    '}',
    ']',
    '"',
  ],
  JSON.stringify('!'.repeat(900)),
  JSON.stringify('x'.repeat(5000)),
];

/** One film with a few things cut, doubled, swapped or put in. */
const mutated = fc
  .tuple(
    fc.constantFrom(...SEEDS),
    fc.array(
      fc.record({
        kind: fc.constantFrom('cut', 'delete', 'double', 'insert', 'value', 'letter'),
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        length: fc.nat(60),
        word: fc.constantFrom(...HOSTILE),
        letter: fc.string({ minLength: 1, maxLength: 1, unit: 'binary' }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([seed, edits]) => edits.reduce((text, edit) => mutate(text, edit), seed));

function mutate(
  text: string,
  { kind, at, length, word, letter }: { kind: string; at: number; length: number; word: string; letter: string },
): string {
  const place = Math.floor(at * text.length);
  const [head, tail] = [text.slice(0, place), text.slice(place)];
  switch (kind) {
    case 'cut':
      return head;
    case 'delete':
      return head + tail.slice(length);
    case 'double':
      return head + tail.slice(0, length) + tail;
    case 'insert':
      return head + word + tail;
    case 'letter':
      return head + letter + tail.slice(1);
    default: {
      // The next value becomes another, so that the shape is broken and not the syntax.
      const value = /(:\s*)("[^"\n]*"|[\d.]+|true|false)/u.exec(tail);
      if (value === null) return text;
      const start = value.index + (value[1]?.length ?? 0);
      return head + tail.slice(0, start) + word + tail.slice(start + (value[2]?.length ?? 0));
    }
  }
}

function judge(texts: ReadonlyMap<string, string>): readonly Problem[] {
  const start = process.cpuUsage();
  const { film, problems } = parseFilmFiles(texts, 'film.json');
  const all = film === undefined ? problems : [...problems, ...checkFilm(film)];
  if (film !== undefined && !hasErrors(all)) compileFilm(film, new Map());
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1000).toBeLessThan(LONGEST_MS);
  if (film === undefined) expect(hasErrors(all)).toBe(true);
  const bad = all.filter(
    ({ message, hint, line, column }) =>
      message === '' ||
      hint === '' ||
      Math.min(line, column) < 1 ||
      /undefined|\[object|\n\s+at /u.test(message + hint),
  );
  expect(bad).toEqual([]);
  return all;
}

describe('films that are wrong in every way', () => {
  it('end in a list of problems or in success, 10,000 of them, and never in a crash', () => {
    fc.assert(
      fc.property(mutated, (text) => {
        judge(new Map([['film.json', text]]));
      }),
      { numRuns: 10_000, seed: 4 },
    );
    expect(({} as { x?: number }).x).toBeUndefined();
  }, 120_000);

  it('nested 100,000 deep are refused', () => {
    for (const bracket of ['[', '{"a":', '{"scenes":{"a":[']) {
      expect(judge(new Map([['film.json', bracket.repeat(100_000)]]))).toMatchObject([{ code: 'too-deep' }]);
    }
    const deepString = `{"version": 2, "notes": "${'['.repeat(100_000)}"}`;
    expect(judge(new Map([['film.json', deepString]])).map(({ code }) => code)).toContain('out-of-range');
  });

  it('with 100,000 wrong keys are told about in linear time', () => {
    const keys = Array.from({ length: 100_000 }, (_, i) => `"k${i}": 1`).join(',');
    expect(judge(new Map([['film.json', `{${keys}}`]])).length).toBeGreaterThan(0);
  });

  it('whose every target and condition is wrong are told about in linear time', () => {
    const rule = (i: number): string => `[{ "when": "visits.x${i} > 1", "to": "y${i}" }, { "to": "z${i}" }]`;
    const scenes = Array.from({ length: 3000 }, (_, i) => `"s${i}": { "clip": "c${i}.webm", "next": ${rule(i)} }`);
    const film = `{ "version": 2, "title": "x", "emotions": ["calm"], "opening": "s0", "scenes": { ${scenes.join(',')} } }`;
    expect(judge(new Map([['film.json', film]])).length).toBeGreaterThanOrEqual(9000);
  });

  it('including one another in every order are told about and read once', () => {
    const names = ['a', 'b', 'c', 'd'];
    const all = `"include": [${names.map((name) => `"${name}.json"`).join(', ')}]`;
    const parts = names.map((name) => [`${name}.json`, `{ ${all} }`] as const);
    const problems = judge(new Map([['film.json', `{ "version": 2, ${all} }`], ...parts]));
    expect(problems.some(({ code }) => code === 'missing-key')).toBe(true);
    const film = CHAPTERS[0]!.example.replace('"opening"', `${all}, "opening"`);
    expect(judge(new Map([['film.json', film], ...parts])).map(({ code }) => code)).toContain('include-cycle');
  });
});
