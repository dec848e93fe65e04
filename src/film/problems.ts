/** `error`: the film is refused. `warning`: it plays, but the artist should look (an error under `--strict`). */
export type Severity = 'error' | 'warning';

/** Something wrong in a film: where, why, and how to mend it. Always a value, never thrown. */
export interface Problem {
  /** One of the codes of problem-codes.ts, kebab-case. */
  readonly code: string;
  readonly severity: Severity;
  /** The file it is in, relative to the film's folder, with forward slashes. */
  readonly file: string;
  /** From 1. Where no place in the file can be named: line 1, column 1. */
  readonly line: number;
  readonly column: number;
  /** JSON path as one would say it: `scenes.rain.next[1].to`; "" for the whole film. */
  readonly path: string;
  /** One sentence of reason. */
  readonly message: string;
  /** One sentence that says how to mend it. */
  readonly hint: string;
}

/** A path into a film file: keys and array indices from the root. */
export type JsonPath = readonly (string | number)[];

/** `scenes.rain.next[1].to`; keys that are no names are quoted. */
export function writePath(path: JsonPath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    if (/^[A-Za-z_$][\w$]*$/u.test(part)) return text === '' ? part : `${text}.${part}`;
    return `${text}[${JSON.stringify(part.slice(0, 80))}]`;
  }, '');
}

/** Errors first, then by file and place: the order in which an artist mends them. */
export function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  const rank = (problem: Problem): number => (problem.severity === 'error' ? 0 : 1);
  return problems.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
      a.line - b.line ||
      a.column - b.column ||
      (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
  );
}

/** `film.json:12:7  error  unknown-target  scenes.sea.next[0].to: ...` and the hint on a line of its own. */
export function writeProblem(problem: Problem): string {
  const place = problem.path === '' ? '' : `${problem.path}: `;
  return `${problem.file}:${problem.line}:${problem.column}  ${problem.severity}  ${place}${problem.message} [${problem.code}]\n    ${problem.hint}`;
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === 'error');
}
