import { Option } from 'commander';
import { loadFilm } from '../main/film-files.ts';
import { writeProblem } from '../film/problems.ts';
import { type Emotion, emotionFromWord } from '../protocol/emotions.ts';
import type { Tuning } from '../protocol/tuning.ts';

/** What a film says of how faces are read; nothing where no film was named. */
export interface FilmReading {
  readonly emotions?: readonly Emotion[];
  readonly tuning?: Tuning | undefined;
  readonly labels?: readonly string[] | undefined;
}

/** `--film <folder>`: read as in this film. */
export function filmOption(): Option {
  return new Option('--film <folder>', 'read as this film does: with the tuning and the labels that it names');
}

/** Null where the film is wrong; its problems have then been printed. Media that are not there yet do not matter. */
export async function readingOfFilm(path: string | undefined): Promise<FilmReading | null> {
  if (path === undefined) return {};
  const loaded = await loadFilm(path, { missingMedia: 'guess' });
  if (!loaded.ok) {
    for (const problem of loaded.problems) process.stderr.write(`${writeProblem(problem)}\n`);
    return null;
  }
  const emotions = [...new Set(loaded.film.data.emotions.flatMap((word) => emotionFromWord(word) ?? []))];
  return { emotions, tuning: loaded.tuning, labels: loaded.labels };
}
