import { describe, expect, it } from 'vitest';
import { compileFilm } from '../../../src/film/compile.ts';
import type { MediaFacts } from '../../../src/film/media-facts.ts';
import { parseFilmFiles } from '../../../src/film/parse-film.ts';

const SECONDS = 10;
const sound = (level: number | null): MediaFacts => ({
  durationMs: SECONDS * 1000,
  video: null,
  audio: { codec: 'opus', channels: 2, sampleRate: 48_000 },
  loudness: level === null ? null : new Array<number>(SECONDS * 10).fill(level),
});

/** Gains by scene of a film whose clips are so loud, LUFS. */
function gains(levels: Readonly<Record<string, number | null>>, own: Readonly<Record<string, number>> = {}): unknown {
  const clip = (name: string): object => ({ file: `${name}.webm`, ...(name in own ? { gain: own[name] } : {}) });
  const scenes = Object.keys(levels).map((name) => [name, { clip: clip(name), next: 'a' }] as const);
  const text = JSON.stringify({
    version: 2,
    title: 'Even',
    emotions: ['calm'],
    opening: 'a',
    scenes: Object.fromEntries(scenes),
  });
  const { film } = parseFilmFiles(new Map([['film.json', text]]), 'film.json');
  if (film === undefined) throw new Error('the film cannot be read');
  const media = new Map(Object.entries(levels).map(([name, level]) => [`${name}.webm`, sound(level)]));
  const compiled = compileFilm(film, media);
  return Object.fromEntries(
    Object.values(compiled.scenes).map(({ name, clip: { gainDb, evenedDb } }) => [
      name,
      Math.round((gainDb + evenedDb) * 10) / 10,
    ]),
  );
}

describe('loudness differences between clips', () => {
  it('are evened out to what is usual in the film, where a clip stands out by more than 3 dB', () => {
    expect(gains({ a: -23, b: -22, c: -14, d: -27, e: -23 })).toEqual({ a: 0, b: 0, c: -9, d: 4, e: 0 });
  });

  it('are evened out by 12 dB quieter and 6 dB louder at most: nobody measured the peaks', () => {
    expect(gains({ a: -23, b: -3, c: -40, d: -23 })).toEqual({ a: 0, b: -12, c: 6, d: 0 });
  });

  it('are left alone where the artist has set a gain, where nothing was measured, and where nothing is heard', () => {
    expect(gains({ a: -23, b: -10, c: null, d: -23, e: -120 }, { b: 0 })).toEqual({ a: 0, b: 0, c: 0, d: 0, e: 0 });
    expect(gains({ a: -23, b: -10 }, { b: -2.5 })).toEqual({ a: 0, b: -2.5 });
  });
});
