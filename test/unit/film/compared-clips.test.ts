import { describe, expect, it } from 'vitest';
import { filesToCompare } from '../../../src/film/compared-clips.ts';
import { parseFilmFiles } from '../../../src/film/parse-film.ts';

function compared(scenes: object, rest: object = {}): readonly string[] {
  const text = JSON.stringify({ version: 2, title: 'T', emotions: ['calm'], opening: 'o', scenes, ...rest });
  const { film, problems } = parseFilmFiles(new Map([['film.json', text]]), 'film.json');
  expect(problems).toEqual([]);
  return [...filesToCompare(film!)].toSorted();
}

describe('the loudness of a clip matters', () => {
  it('where clips follow each other singly, up to the ending and the credits after it', () => {
    const scenes = {
      o: { clip: 'opening.webm', next: 'title' },
      title: { clip: 'title.webm', next: 'street' },
      street: { clip: 'street.webm', ending: 'home' },
      names: { clip: 'names.webm' },
    };
    expect(compared(scenes, { credits: 'names' })).toEqual(['names.webm', 'opening.webm', 'street.webm', 'title.webm']);
  });

  it('where several may follow, and of the scene that they follow', () => {
    const scenes = {
      o: { clip: 'opening.webm', next: [{ emotion: 'calm', to: 'a' }, { to: 'b' }] },
      a: { clip: 'a.webm', ending: 'a' },
      b: { clip: 'b.webm', ending: 'b' },
    };
    expect(compared(scenes)).toEqual(['a.webm', 'b.webm', 'opening.webm']);
  });

  it('not where a clip stands between cards alone', () => {
    const card = (text: string) => ({ card: { text, seconds: 2 } });
    const scenes = {
      o: { clip: card('Opening'), next: 'a' },
      a: { clip: 'a.webm', next: 'e' },
      e: { clip: card('End'), ending: 'e' },
    };
    expect(compared(scenes)).toEqual([]);
  });
});
