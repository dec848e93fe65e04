import { compileFilm } from '../../../src/film/compile.ts';
import type { CompiledFilm } from '../../../src/film/compiled-film.ts';
import { parseFilm } from '../../../src/film/parse-film.ts';

/** A film of the tests out of its parts; its clips are stand-ins of 6 s where they say nothing else. */
export function smallFilm(scenes: Record<string, object>, rest: object = {}): CompiledFilm {
  const withClips = Object.entries(scenes).map(([name, scene]) => [
    name,
    { clip: { standIn: { title: name, seconds: 6 } }, ...scene },
  ]);
  const text = JSON.stringify({
    version: 2,
    title: 'Small',
    emotions: ['anger', 'fear', 'calm'],
    opening: 'opening',
    reading: { baseline: false },
    scenes: Object.fromEntries(withClips) as object,
    ...rest,
  });
  const { film, problems } = parseFilm(text, 'film.json');
  if (film === undefined || problems.length > 0) throw new Error(JSON.stringify(problems));
  return compileFilm(film, new Map());
}

/** Opening, one choice, an ending for each emotion and one for nobody. */
export function crossroads(choice: object = {}, rest: object = {}): CompiledFilm {
  return smallFilm(
    {
      opening: { next: 'ask' },
      ask: {
        next: [{ emotion: 'anger', to: 'red' }, { emotion: 'fear', to: 'grey' }, { to: 'blue' }],
        ...choice,
      },
      red: { ending: 'red' },
      grey: { ending: 'grey' },
      blue: { ending: 'blue' },
    },
    rest,
  );
}
