import { execFileSync, spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, realpath, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { integratedLoudness } from '../../../../src/film/loudness.ts';
import { loadFilm } from '../../../../src/main/film-files.ts';
import { loudnessOf } from '../../../../src/main/sound/known-loudness.ts';
import { projectRoot } from '../../../support/root.ts';
import { wav } from '../../../support/wav.ts';

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;
const clip = (name: string): string => join(projectRoot(), 'film/weather/clips', name);
let folder: string;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'mien-sound-')));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const RATE = 8000;
/** A tone of 997 Hz. */
const tone = (peakDb: number, seconds: number): Uint8Array =>
  wav(RATE, seconds, (i) => 10 ** (peakDb / 20) * Math.sin((2 * Math.PI * 997 * i) / RATE));

describe("the loudness of a film's files", () => {
  it('is measured of Opus in WebM and of PCM', async () => {
    await copyFile(clip('dusk.webm'), join(folder, 'dusk.webm'));
    await writeFile(join(folder, 'tone.wav'), tone(-10, 4));
    const files = ['dusk.webm', 'tone.wav', 'missing.webm'].map((file) => ({ file, path: join(folder, file) }));
    const found = await loudnessOf(folder, files);
    expect([...found.keys()]).toEqual(['dusk.webm', 'tone.wav']);
    const of = (file: string): number => integratedLoudness(found.get(file) ?? [], 0, null) ?? 0;
    // The shipped film is mixed to -23 LUFS (EBU R 128).
    expect(Math.abs(of('dusk.webm') - -23)).toBeLessThan(0.5);
    expect(Math.abs(of('tone.wav') - -13.01)).toBeLessThan(0.1);
  });

  it.skipIf(!hasFfmpeg)('is measured of AAC, and of six channels, where ffmpeg is installed', async () => {
    await writeFile(join(folder, 'tone.wav'), tone(-10, 4));
    const make = (name: string, ...words: string[]): void =>
      void execFileSync('ffmpeg', ['-v', 'error', '-i', join(folder, 'tone.wav'), ...words, join(folder, name)]);
    make('tone.m4a', '-c:a', 'aac', '-b:a', '128k');
    // In the middle and, where it does not count, in the low channel.
    make('six.m4a', '-af', 'pan=5.1|FC=c0|LFE=c0', '-c:a', 'aac', '-b:a', '256k');
    const files = ['tone.wav', 'tone.m4a', 'six.m4a'].map((file) => ({ file, path: join(folder, file) }));
    const found = await loudnessOf(folder, files);
    const of = (file: string): number => integratedLoudness(found.get(file) ?? [], 0, null) ?? 0;
    for (const file of ['tone.m4a', 'six.m4a']) expect(Math.abs(of(file) - of('tone.wav'))).toBeLessThan(0.3);
  });

  it('is measured once and kept beside the film, until the file changes', async () => {
    const path = join(folder, 'tone.wav');
    const kept = join(folder, '.mien/loudness.json');
    const files = [{ file: 'tone.wav', path }];
    const level = async (): Promise<number> =>
      integratedLoudness((await loudnessOf(folder, files)).get('tone.wav') ?? [], 0, null) ?? 0;
    await writeFile(path, tone(-10, 2));
    await utimes(path, 1000, 1000);
    await level();
    await writeFile(kept, (await readFile(kept, 'utf8')).replaceAll(/\[[^\]]*\]/gu, '[-40,-40,-40]'));
    expect(await level()).toBeCloseTo(-40, 6);
    await utimes(path, 2000, 2000);
    expect(Math.abs((await level()) - -13.01)).toBeLessThan(0.1);
    await writeFile(kept, '{"version": 1, "files": 7}');
    expect(Math.abs((await level()) - -13.01)).toBeLessThan(0.1);
  });

  it('makes check warn of a step between the clips of one choice, on real files', async () => {
    await mkdir(join(folder, 'clips'));
    for (const name of ['opening.webm', 'dusk.webm', 'moon.webm'])
      await copyFile(clip(name), join(folder, 'clips', name));
    const film = (gain: number): string =>
      JSON.stringify({
        version: 2,
        title: 'Two',
        emotions: ['anger', 'calm'],
        opening: 'door',
        scenes: {
          door: { clip: 'clips/opening.webm', next: 'ask' },
          ask: {
            clip: 'clips/opening.webm',
            next: [{ emotion: 'anger', to: 'dusk' }, { emotion: 'calm', to: 'moon' }, { to: 'moon' }],
          },
          dusk: { clip: 'clips/dusk.webm', ending: 'dusk' },
          moon: { clip: { file: 'clips/moon.webm', gain }, ending: 'moon' },
        },
      });
    const problems = async (gain: number): Promise<readonly string[]> => {
      await writeFile(join(folder, 'film.json'), film(gain));
      const loaded = await loadFilm(folder, { loudness: true });
      return loaded.problems.filter(({ code }) => code === 'loudness-step').map(({ message }) => message);
    };
    expect(await problems(0)).toEqual([]);
    expect(await problems(6)).toEqual([
      'the clips of this choice differ in loudness by 6.0 dB: "moon" is the louder, "dusk" the quieter',
    ]);
  });

  it('evens out the film that is played, without measuring anything then', async () => {
    for (const name of ['opening.webm', 'dusk.webm', 'moon.webm']) await copyFile(clip(name), join(folder, name));
    const film = {
      version: 2,
      title: 'Two',
      emotions: ['anger', 'calm'],
      opening: 'door',
      scenes: {
        door: { clip: 'opening.webm', next: [{ emotion: 'anger', to: 'dusk' }, { to: 'moon' }] },
        dusk: { clip: 'dusk.webm', ending: 'dusk' },
        moon: { clip: 'moon.webm', next: [{ emotion: 'calm', to: 'dusk' }, { to: 'door' }] },
      },
    };
    await writeFile(join(folder, 'film.json'), JSON.stringify(film));
    const gain = async (): Promise<number> => {
      const loaded = await loadFilm(folder);
      if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
      return loaded.compiled.scenes.moon?.clip.evenedDb ?? NaN;
    };
    const kept = join(folder, '.mien/loudness.json');
    expect(await gain()).toBe(0);
    await expect(readFile(kept)).rejects.toThrow('ENOENT');
    await loadFilm(folder, { loudness: true });
    const known = JSON.parse(await readFile(kept, 'utf8')) as { files: Record<string, { levels: number[] }> };
    known.files['moon.webm']!.levels.fill(-15);
    await writeFile(kept, JSON.stringify(known));
    expect(Math.abs((await gain()) - -8)).toBeLessThan(0.5);
  });
});
