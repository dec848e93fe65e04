import { type Film, type Origin, problemAt } from './film.ts';
import { Suggestions } from './nearest.ts';
import { PROBLEM_CODES, type ProblemCode } from './problem-codes.ts';
import type { Problem } from './problems.ts';

/** Collects what the checks of one film find. */
export class Findings {
  readonly film: Film;
  readonly problems: Problem[] = [];
  readonly suggestions = new Suggestions();

  constructor(film: Film) {
    this.film = film;
  }

  add(code: ProblemCode, origin: Origin, message: string, hint: string, what: 'value' | 'key' = 'value'): void {
    const { severity } = PROBLEM_CODES[code];
    this.problems.push(problemAt(this.film.places, origin, { code, severity, message, hint }, what));
  }
}
