import { z } from 'zod';
import { note, type NoteBook } from './import-note.ts';
import { shortened } from './riot-time.ts';
import { readJsonText } from '../json-text.ts';

/** A time range as the file has it, not yet read. */
export interface RawRange {
  readonly start?: string | undefined;
  readonly end?: string | undefined;
}

export interface RawBranch extends RawRange {
  readonly outcome?: number | undefined;
}

export interface RawLevel extends RawRange {
  readonly level?: number | undefined;
  readonly branch?: Readonly<Record<string, RawBranch>> | undefined;
}

/** A RIOT configuration: its shape is checked, its times and outcomes are not yet understood. */
export interface RawConfig {
  readonly media: { readonly video: string; readonly audio?: string | undefined };
  readonly actors?: readonly string[] | undefined;
  readonly intros: readonly RawRange[];
  readonly credits: readonly RawRange[];
  readonly levels: readonly RawLevel[];
}

/** The longest file that is looked at. The original ones have 5 KB; a film of 10,000 levels has 4 MB. */
const LARGEST_FILE = 16 * 1024 * 1024;

const text = z.string({ error: (issue) => wants('text in quotes', issue.input) });
const whole = z
  .number({ error: (issue) => wants('a whole number', issue.input) })
  .int({ error: 'expected a whole number' });
const time = z.string({ error: (issue) => wants('a time in quotes like "03:47.110"', issue.input) });
const list = <T extends z.ZodType>(item: T): z.ZodArray<T> =>
  z.array(item, { error: (issue) => wants('a list [...]', issue.input) });
const object = { error: (issue: { readonly input?: unknown }) => wants('an object {...}', issue.input) };
const range = { start: time.optional(), end: time.optional() };

const configSchema = z.looseObject(
  {
    mode: text.optional(),
    media: z.looseObject({ video: text.min(1, 'expected the path of the film'), audio: text.optional() }, object),
    actors: list(text).optional(),
    intros: list(z.looseObject({ intro: whole.optional(), ...range }, object)),
    credits: list(z.looseObject({ credit: whole.optional(), ...range }, object)),
    levels: list(
      z.looseObject(
        {
          level: whole.optional(),
          ...range,
          branch: z
            .record(z.string(), z.looseObject({ ...range, outcome: whole.optional() }, object), object)
            .optional(),
        },
        object,
      ),
    ).min(1, 'expected at least one level'),
  },
  object,
);

/** Reads a file's text into its shape; what is wrong with it is noted in `book`, and then there is no config. */
export function parseRiotConfig(fileText: string, book: NoteBook): RawConfig | null {
  const value = parseJson(fileText, book);
  if (value === undefined) return null;
  const result = configSchema.safeParse(value);
  if (!result.success) {
    for (const issue of result.error.issues) {
      const path = pathOf(issue.path);
      note(
        book,
        'error',
        'riot-shape',
        path,
        `${issue.message}.`,
        'Compare the place with a configuration that works.',
      );
    }
    return null;
  }
  noteUnknownKeys(value, result.data.levels.length, book);
  return result.data;
}

function parseJson(fileText: string, book: NoteBook): unknown {
  if (fileText.length > LARGEST_FILE) {
    const message = `The file has ${Math.round(fileText.length / 1024 / 1024)} MB, which no scene file has.`;
    note(book, 'error', 'riot-too-large', '', message, 'Check that it is the right file.');
    return undefined;
  }
  const json = readJsonText(fileText, book.file);
  for (const { code, path, message, line, column, hint } of json.problems) {
    const reason = code === 'bad-syntax' ? `The file is not JSON: ${message}` : message;
    note(
      book,
      'error',
      `riot-${code}`,
      path,
      `${reason} (line ${line}, column ${column}).`,
      hint.replace(/A film needs/u, 'A scene file needs'),
    );
  }
  return json.problems.length > 0 ? undefined : json.value;
}

const KNOWN: Readonly<Record<string, readonly string[]>> = {
  '': ['mode', 'media', 'actors', 'intros', 'credits', 'levels'],
  media: ['video', 'audio'],
  intros: ['intro', 'start', 'end'],
  credits: ['credit', 'start', 'end'],
  levels: ['level', 'start', 'end', 'branch'],
  branch: ['start', 'end', 'outcome'],
};

/** RIOT stopped at a field that it did not know; here it is left out, and said. */
function noteUnknownKeys(value: unknown, levels: number, book: NoteBook): void {
  const tell = (place: unknown, path: string, kind: string): void => {
    if (typeof place !== 'object' || place === null) return;
    for (const key of Object.keys(place).filter((one) => !KNOWN[kind]?.includes(one))) {
      const at = path === '' ? shortened(key) : `${path}.${shortened(key)}`;
      note(
        book,
        'warning',
        'riot-unknown-field',
        at,
        'RIOT has no such field; it is left out.',
        'Delete it, or mend its spelling.',
      );
    }
  };
  const root = value as RawConfig;
  tell(root, '', '');
  tell(root.media, 'media', 'media');
  root.intros.forEach((intro, index) => tell(intro, `intros[${index}]`, 'intros'));
  root.credits.forEach((credit, index) => tell(credit, `credits[${index}]`, 'credits'));
  for (let index = 0; index < levels; index += 1) {
    const level = root.levels[index];
    tell(level, `levels[${index}]`, 'levels');
    for (const [emotion, branch] of Object.entries(level?.branch ?? {})) {
      tell(branch, `levels[${index}].branch.${shortened(emotion)}`, 'branch');
    }
  }
}

function wants(expected: string, got: unknown): string {
  if (got === undefined) return `expected ${expected}, and it is missing`;
  const kind =
    got === null ? 'null' : Array.isArray(got) ? 'a list' : typeof got === 'object' ? 'an object' : undefined;
  return `expected ${expected}, got ${kind ?? shortened(JSON.stringify(got))}`;
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((sofar, part) => {
    if (typeof part === 'number') return `${sofar}[${part}]`;
    return sofar === '' ? shortened(String(part)) : `${sofar}.${shortened(String(part))}`;
  }, '');
}
