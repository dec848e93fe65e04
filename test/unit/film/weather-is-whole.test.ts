import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { constantMood, emptyRoomFeed } from '../../../src/film/simulate-mood.ts';
import { simulateVisit } from '../../../src/film/simulate-visit.ts';
import { loadFilm, type LoadedFilm } from '../../../src/main/film-files.ts';
import { readMediaFacts } from '../../../src/main/media-facts.ts';
import { EMOTIONS } from '../../../src/protocol/emotions.ts';
import { projectRoot } from '../../support/root.ts';

type Loaded = LoadedFilm & { readonly ok: true };
const folder = join(projectRoot(), 'film/weather');

const clipsOf = ({ compiled }: Loaded): ReadonlySet<string> =>
  new Set(Object.values(compiled.scenes).map(({ clip }) => clip.file ?? ''));

/** Choices on that way from a scene to an ending which has fewest; Infinity where all go in a ring. */
function fewestChoices(compiled: Loaded['compiled'], name: string, before: readonly string[] = []): number {
  const scene = compiled.scenes[name];
  if (scene === undefined || before.includes(name)) return Infinity;
  if (scene.ending !== null) return 0;
  const further = scene.candidates.map((next) => fewestChoices(compiled, next, [...before, name]));
  return (scene.isChoice ? 1 : 0) + Math.min(...further);
}

describe('weather is the piece one would show', () => {
  let film: Loaded;
  let inOnePass: Loaded;
  beforeAll(async () => {
    const loaded = await Promise.all([loadFilm(folder), loadFilm(folder, { onePass: true })]);
    const [whole, quick] = loaded;
    if (!whole.ok || !quick.ok) throw new Error(whole.problems.map(({ message }) => message).join('\n'));
    [film, inOnePass] = [whole, quick];
  });

  it('has all seven emotions, at least 24 scenes and five endings, and nothing doubtful in it', () => {
    expect([...film.compiled.emotions].sort()).toEqual([...EMOTIONS].sort());
    expect(film.scenes).toBeGreaterThanOrEqual(24);
    expect(film.compiled.endings).toHaveLength(5);
    expect(film.problems).toEqual([]);
  });

  it('keeps each clip once, at least 24 of them, under 60 MB together', () => {
    const clips = clipsOf(film);
    expect(clips.size).toBeGreaterThanOrEqual(24);
    const bytes = [...clips].reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
    expect(bytes).toBeLessThan(60e6);
  });

  it('is 1920 by 1080 at 25 frames a second in every clip, with a poster of that shape beside it', async () => {
    for (const file of clipsOf(film)) {
      const read = await readMediaFacts(join(folder, file));
      const video = { width: 1920, height: 1080, frameRate: expect.closeTo(25, 1) as number };
      expect(read, file).toMatchObject({ ok: true, facts: { video } });
    }
    const { format, width, height } = await sharp(join(folder, 'poster.jpg')).metadata();
    expect(format).toBe('jpeg');
    expect(width / height).toBeCloseTo(16 / 9, 2);
  });

  it('asks at least four times on any way from the opening to an ending', () => {
    expect(fewestChoices(film.compiled, film.compiled.opening)).toBeGreaterThanOrEqual(4);
  });

  it('says whose it is after every ending', () => {
    const { credits, scenes } = film.compiled;
    const endings = Object.values(scenes).filter(({ ending }) => ending !== null);
    expect(endings.length).toBeGreaterThanOrEqual(5);
    for (const { name, candidates } of endings) expect(candidates, name).toEqual([credits]);
    const { subtitles = [] } = scenes[credits ?? '']?.clip ?? {};
    expect(subtitles.length).toBeGreaterThan(0);
    for (const { file } of subtitles) expect(readFileSync(join(folder, file), 'utf8'), file).toContain('Mien');
  });

  it('answers each of the seven moods with its own weather, which the next choice reads as well', () => {
    const answers = EMOTIONS.map((mood) => {
      const { journey } = simulateVisit(film.compiled, { seed: 1, feed: constantMood(mood), startKeyMs: null });
      const [first] = journey.decisions;
      const second = journey.decisions.find(({ scene }) => scene === `${first?.to ?? ''}_stays`);
      expect(first).toMatchObject({ scene: 'horizon', emotion: mood });
      expect(second).toMatchObject({ emotion: mood });
      return first?.to;
    });
    expect(new Set(answers).size).toBe(EMOTIONS.length);
  });

  it('lasts five to eight minutes for any mood and for nobody, and in one pass under 90 seconds', () => {
    const feeds = [...EMOTIONS.map((mood) => constantMood(mood)), emptyRoomFeed()];
    for (const feed of feeds) {
      const settings = { seed: 1, feed, startKeyMs: 1000 };
      const { seconds, ending } = simulateVisit(film.compiled, settings).journey;
      expect(ending).not.toBeNull();
      expect(seconds).toBeGreaterThanOrEqual(300);
      expect(seconds).toBeLessThanOrEqual(480);
      expect(simulateVisit(inOnePass.compiled, settings).journey.seconds).toBeLessThan(90);
    }
  });

  it('has no choice of more than seven ways, so that all of them can wait on their first frames', () => {
    for (const { candidates } of Object.values(film.compiled.scenes)) expect(candidates.length).toBeLessThanOrEqual(7);
  });

  it('speaks English and Russian wherever it speaks', () => {
    const spoken = Object.values(film.compiled.scenes).filter(({ clip }) => clip.subtitles.length > 0);
    expect(spoken.length).toBeGreaterThanOrEqual(9);
    for (const { clip } of spoken) expect(clip.subtitles.map(({ language }) => language).sort()).toEqual(['en', 'ru']);
  });
});
