import { describe, expect, it } from 'vitest';
import { compileFilm } from '../../../src/film/compile.ts';
import { inOnePass } from '../../../src/film/one-pass.ts';
import { parseFilm } from '../../../src/film/parse-film.ts';

const clip = { standIn: { title: 'sea', seconds: 10 } };
const text = JSON.stringify({
  version: 2,
  title: 'Patience',
  emotions: ['calm'],
  opening: 'door',
  scenes: {
    door: { clip, next: 'sea' },
    sea: { clip, repeat: 6, reading: { from: '50%' }, next: 'wait' },
    wait: { clip, repeat: 'loop', patience: 30, next: [{ emotion: 'calm', to: 'rest' }, { to: 'rest' }] },
    rest: { clip, hold: true, patience: 20, next: 'end' },
    end: { clip, repeat: 3, ending: 'end' },
  },
});

describe('a film at the pace of a rehearsal', () => {
  const { film } = parseFilm(text, 'film.json');
  if (film === undefined) throw new Error('the film is wrong');
  const [whole, quick] = [compileFilm(film, new Map()), compileFilm(inOnePass(film), new Map())];

  it('plays each clip once that the film repeats, endings too', () => {
    expect([whole.scenes.sea?.repeat, whole.scenes.end?.repeat]).toEqual([6, 3]);
    expect([quick.scenes.sea?.repeat, quick.scenes.end?.repeat]).toEqual([1, 1]);
  });

  it('reads faces in the same share of the scene', () => {
    expect(whole.scenes.sea?.reading.opensMs).toBe(30_000);
    expect(quick.scenes.sea?.reading.opensMs).toBe(5000);
  });

  it('loops, waits and holds as ever, by the same rules', () => {
    expect(quick.scenes.wait).toEqual(whole.scenes.wait);
    expect(quick.scenes.rest).toEqual(whole.scenes.rest);
    expect(quick.scenes.door).toEqual(whole.scenes.door);
  });
});
