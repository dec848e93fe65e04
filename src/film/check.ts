import type { Film } from './film.ts';
import { problemAt } from './film.ts';
import { type FileFinding, mediaOf } from './film-media.ts';
import type { MediaFacts } from './media-facts.ts';
import type { Problem } from './problems.ts';
import { checkTargets } from './check-targets.ts';

/**
 * Everything that is wrong or doubtful in a film that has the right shape, in one run. `media` and `findings` tell
 * what its files hold; with both empty, nothing is said about files.
 */
export function checkFilm(
  film: Film,
  media: ReadonlyMap<string, MediaFacts>,
  findings: ReadonlyMap<string, FileFinding>,
): readonly Problem[] {
  void media;
  const files = mediaOf(film).flatMap(({ file, origin }): readonly Problem[] => {
    const finding = findings.get(file);
    return finding === undefined ? [] : [problemAt(film.places, origin, { ...finding, severity: 'error' })];
  });
  return [...checkTargets(film), ...files];
}
