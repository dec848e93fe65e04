import type { Film, Origin } from './film.ts';
import { below, problemAt } from './film.ts';
import { effectiveRules, isUnconditional } from './compile-rules.ts';
import { listed, nearest } from './nearest.ts';
import type { Problem } from './problems.ts';

/** Every name that has to be a scene, and every list that has to have a default. */
export function checkTargets(film: Film): readonly Problem[] {
  const problems: Problem[] = [];
  const names = (): readonly string[] => [...film.scenes.keys(), ...film.sections.keys()];
  const known = (word: string): boolean => film.scenes.has(word) || film.sections.has(word);
  const need = (word: string | undefined, origin: Origin): void => {
    if (word === undefined || known(word)) return;
    const near = nearest(word, names());
    problems.push(
      problemAt(film.places, origin, {
        code: 'unknown-target',
        severity: 'error',
        message: `there is no scene "${word}"`,
        hint: near === undefined ? `Use one of ${listed(names())}, or add the scene.` : `Did you mean "${near}"?`,
      }),
    );
  };
  const root: Origin = { file: film.file, path: [] };
  need(film.data.opening, below(root, 'opening'));
  need(film.data.credits, below(root, 'credits'));
  need(film.data.default, below(root, 'default'));
  for (const part of film.scenes.values()) {
    const { next } = part.data;
    if (typeof next === 'string') need(next, below(part.origin, 'next'));
    else next?.forEach((rule, index) => need(rule.to, below(part.origin, 'next', index, 'to')));
    if (part.data.ending !== undefined || part.name === film.data.credits) continue;
    if (!effectiveRules({ film }, part).some((rule) => isUnconditional(rule.data))) {
      problems.push(
        problemAt(
          film.places,
          next === undefined ? part.origin : below(part.origin, 'next'),
          {
            code: 'no-default',
            severity: 'error',
            message: `"${part.name}" has no default: in an empty room it would lead nowhere`,
            hint: 'Add a last rule without emotion and condition: { "to": "..." }, or make it an ending.',
          },
          'key',
        ),
      );
    }
  }
  return problems;
}
