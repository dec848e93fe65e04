/** Names of scenes, sections, clips, variables, markers and endings: one rule for all, so that conditions can say them. */
export const NAME_PATTERN = '^[A-Za-z][A-Za-z0-9_]{0,63}$';
const NAME = new RegExp(NAME_PATTERN, 'u');

/** Words of CEL, words that `on` understands, and what every JavaScript object already has. */
const RESERVED: ReadonlySet<string> = new Set([
  ...['true', 'false', 'null', 'in', 'as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import'],
  ...['let', 'loop', 'package', 'namespace', 'return', 'var', 'void', 'while'],
  ...['next', 'nothing'],
  ...[
    'constructor',
    'hasOwnProperty',
    'isPrototypeOf',
    'propertyIsEnumerable',
    'toLocaleString',
    'toString',
    'valueOf',
  ],
  ...['prototype'],
]);

/** Words of conditions that a variable cannot take for itself. */
export const CONDITION_WORDS = [
  'mood',
  'viewers',
  'readings',
  'visits',
  'endings',
  'session',
  'section',
  'random',
  'clock',
] as const;

/** Why a word cannot be a name, in words that follow "it", or null where it can. */
export function nameFault(word: string): string | null {
  if (RESERVED.has(word)) return `is a word of the film language itself`;
  if (NAME.test(word)) return null;
  if (word === '') return 'is empty';
  if (word.length > 64) return 'is longer than 64 characters';
  if (!/^[A-Za-z]/u.test(word)) return 'does not begin with a letter';
  return 'holds something else than letters, digits and underscores';
}

/** A name that is like `word` and allowed, for the hint. */
export function nameLike(word: string): string {
  const plain = word
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9_]+/gu, '_')
    .replace(/^[^A-Za-z]+|_+$/gu, '')
    .slice(0, 60);
  if (plain === '') return 'scene1';
  return nameFault(plain) === null ? plain : `${plain}_`;
}
