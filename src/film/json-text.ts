import { printParseErrorCode } from 'jsonc-parser';
import { pathAt, placeValues } from './json-places.ts';
import { DEEPEST, type KeyAt, blanked, scanJson } from './json-scan.ts';
import { syntaxSentence } from './json-syntax.ts';
import { type Problem, writePath } from './problems.ts';
import { TextPlaces } from './text-places.ts';

/** Problems of one kind that are reported; after the first few the rest are echoes. */
const MOST = 10;

export interface JsonText {
  readonly file: string;
  /** Undefined where nothing could be read. */
  readonly value: unknown;
  readonly places: TextPlaces;
  readonly problems: readonly Problem[];
}

/** Reads JSON with comments and trailing commas. Never throws, in time linear in the text. */
export function readJsonText(source: string, file: string): JsonText {
  const text = source.startsWith('\uFEFF') ? ` ${source.slice(1)}` : source;
  const scan = scanJson(text);
  const places = new TextPlaces(text, scan.tooDeepAt === null);
  const problem = (code: string, offset: number, path: string, message: string, hint: string): Problem => ({
    code,
    severity: 'error',
    file,
    ...places.at(offset),
    path,
    message,
    hint,
  });
  if (scan.tooDeepAt !== null) {
    const message = `values are nested more than ${DEEPEST} deep here`;
    const hint = 'A film needs about eight levels; look for brackets that are never closed.';
    return { file, value: undefined, places, problems: [problem('too-deep', scan.tooDeepAt, '', message, hint)] };
  }
  const keyPath = ({ key, offset }: KeyAt): string => writePath([...pathAt(places.root, offset).slice(0, -1), key]);
  const twice = scan.twice
    .slice(0, MOST)
    .map((at) =>
      problem(
        'key-twice',
        at.offset,
        keyPath(at),
        `"${at.key.slice(0, 80)}" stands here for the second time`,
        'Keep one of the two; a film must not depend on which of them a reader takes.',
      ),
    );
  const proto = scan.proto
    .slice(0, MOST)
    .map((at) =>
      problem(
        'bad-name',
        at.offset,
        keyPath(at),
        '"__proto__" means something else to computers',
        'Call it otherwise.',
      ),
    );
  try {
    const value: unknown = JSON.parse(blanked(text, scan.blanks));
    return { file, value, places, problems: [...twice, ...proto] };
  } catch {
    const end = text.trimEnd().length;
    const { errors } = placeValues(text);
    const said = errors.slice(0, MOST).map(({ error, offset }) => {
      const { message, hint } = syntaxSentence(printParseErrorCode(error), offset >= end);
      return problem('bad-syntax', Math.min(offset, end), '', message, hint);
    });
    const { message, hint } = syntaxSentence('', false);
    const problems = said.length > 0 ? said : [problem('bad-syntax', 0, '', message, hint)];
    return { file, value: undefined, places, problems: firstOfEachLine(problems) };
  }
}

/** One slip makes several complaints; the first on a line is the one to mend. */
function firstOfEachLine(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter((problem, index) => problems.findIndex((other) => other.line === problem.line) === index);
}
