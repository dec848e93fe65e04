import { loadFilm, type LoadedFilm } from '../main/film-files.ts';
import { writeProblem } from '../film/problems.ts';

type OpenedFilm = Extract<LoadedFilm, { readonly ok: true }>;

/**
 * The film that a command of the workshop is about (simulate, paths, graph): media that are not there yet do not stop
 * it, and are told. Null where the film is wrong; its problems have then been printed.
 */
export async function openFilm(path: string, command: string): Promise<OpenedFilm | null> {
  const loaded = await loadFilm(path, { withoutMissing: true });
  if (!loaded.ok) {
    const errors = loaded.problems.filter((problem) => problem.severity === 'error');
    process.stderr.write(errors.map((problem) => `${writeProblem(problem)}\n`).join(''));
    process.stderr.write(`mien ${command}: the film has ${errors.length} error${errors.length === 1 ? '' : 's'}.\n`);
    process.exitCode = 1;
    return null;
  }
  if (loaded.missing.length > 0) {
    const some = loaded.missing.slice(0, 3).join(', ');
    const more = loaded.missing.length > 3 ? ` and ${loaded.missing.length - 3} more` : '';
    process.stderr.write(
      `mien ${command}: ${some}${more} cannot be read; clips without an "out" are taken to last 10 s.\n`,
    );
  }
  return loaded;
}
