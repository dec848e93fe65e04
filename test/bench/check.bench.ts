import { checkFilm } from '../../src/film/check.ts';
import { parseFilm } from '../../src/film/parse-film.ts';
import { type BenchGroup, summarise } from './measure.ts';

const RUNS = 9;
/** What was promised: 10,000 scenes in a second, 20,000 in less than 2.5 times that. */
const SIZES = [10_000, 20_000] as const;

/** A film of so many scenes, each a choice of two emotions, a condition and a default; written as a person would. */
function filmOf(scenes: number): string {
  const clip = { standIn: { title: 'card', seconds: 5 } };
  const to = (at: number): string => `s${Math.min(scenes - 1, at)}`;
  const named: Record<string, unknown> = { opening: { clip, next: 's0' } };
  for (let i = 0; i < scenes; i++) {
    const next = [
      { emotion: 'anger', to: to(i * 2 + 1) },
      { emotion: 'calm', to: to(i + 7) },
      ...(i % 5 === 0 ? [{ when: `visits.s${i} > 1 && mood.anger > 0.5`, to: to(i + 2) }] : []),
      { to: to(i + 1) },
    ];
    named[`s${i}`] = i >= scenes - 10 ? { clip, ending: `e${i}` } : { clip, next };
  }
  return JSON.stringify(
    { version: 2, title: 'Large', emotions: ['anger', 'calm'], opening: 'opening', scenes: named },
    null,
    2,
  );
}

/** `check` without media: the text read, parsed, and checked in full. */
export function bench(): Promise<BenchGroup> {
  const results = SIZES.map((size) => {
    const text = filmOf(size);
    const times: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const start = performance.now();
      const { film, problems } = parseFilm(text, 'film.json');
      if (film === undefined) throw new Error(`the film does not parse: ${problems[0]?.message ?? ''}`);
      const wrong = checkFilm(film).find((problem) => problem.severity === 'error');
      times.push(performance.now() - start);
      if (wrong !== undefined) throw new Error(`the film has an error: ${wrong.message}`);
    }
    return summarise(`${size} scenes`, 'ms', times);
  });
  const [small, large] = results;
  const ratios =
    small === undefined || large === undefined
      ? []
      : [{ name: '20000 scenes / 10000 scenes', value: large.p50 / small.p50 }];
  return Promise.resolve({ results, ratios });
}
