import { GUESSED_MS } from '../film/compiled-film.ts';
import { loadFilm, type LoadedFilm } from '../main/film-files.ts';
import { writeProblem } from '../film/problems.ts';

type OpenedFilm = Extract<LoadedFilm, { readonly ok: true }>;

/**
 * The film that a command of the workshop is about (simulate, paths, graph): media that are not there yet do not stop
 * it, their lengths are guessed, and that is told. Null where the film is wrong; its problems have then been printed.
 */
export async function openFilm(path: string, command: string): Promise<OpenedFilm | null> {
  const loaded = await loadFilm(path, { missingMedia: 'guess' });
  if (!loaded.ok) {
    const errors = loaded.problems.filter((problem) => problem.severity === 'error');
    process.stderr.write(errors.map((problem) => `${writeProblem(problem)}\n`).join(''));
    process.stderr.write(`mien ${command}: the film has ${errors.length} error${errors.length === 1 ? '' : 's'}.\n`);
    process.exitCode = 1;
    return null;
  }
  const guessed = Object.values(loaded.compiled.scenes).filter(
    ({ clip }) => clip.file !== null && clip.outMs === null && clip.durationMs === GUESSED_MS,
  );
  if (guessed.length > 0) {
    const some = guessed.slice(0, 3).map((scene) => scene.name);
    const more = guessed.length > 3 ? ` and ${guessed.length - 3} more` : '';
    const seconds = GUESSED_MS / 1000;
    process.stderr.write(
      `mien ${command}: nothing says how long ${some.join(', ')}${more} last; taken to be ${seconds} s.\n`,
    );
  }
  return loaded;
}
