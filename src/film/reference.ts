import { filmJsonSchema } from './film-json-schema.ts';
import { PROBLEM_CODES } from './problem-codes.ts';
import { CHAPTERS, type Chapter } from './reference-examples.ts';

type Json = Readonly<Record<string, unknown>>;

/** docs/film-language.md: the fields and their words out of the schema, the examples that a test checks. */
export function filmReference(): string {
  const schema = filmJsonSchema();
  return [
    '# The film language',
    '',
    '<!-- Generated from src/film/schema.ts: do not edit. `npx vitest run test/unit/film/generated.test.ts -u` writes it. -->',
    '',
    'A film is a folder: `film.json`, its clips, its subtitles. `npx mien check <film>` says everything that is wrong or doubtful in it, with the place, the reason and how to mend it; `npx mien new <folder>` makes one to start from.',
    '',
    'Names of scenes, sections, clips, markers, endings and variables are letters, digits and underscores, a letter first.',
    '',
    ...CHAPTERS.flatMap((chapter, index) => [...chapterText(chapter, index + 1, schema), '']),
    ...CONDITIONS,
    '',
    '## What `check` says',
    '',
    'Errors refuse the film. Warnings do not, unless `--strict` is given. With `--json` everything comes as one object, see `npx mien check --help`.',
    '',
    "How loud clips are is measured (ITU-R BS.1770, the measure of EBU R 128) for those that follow each other or stand beside others in a choice, over the clip's own range. Each file is measured once; what was found is kept beside the film in `.mien/loudness.json`, which can be deleted at any time. Opus and PCM in one or two channels can be measured everywhere, AAC, MP3 and six channels where ffmpeg is installed; other sound is passed over. Once measured, a clip without a `gain` of its own that differs from the film's usual by more than 3 dB is played quieter or louder by so much, by 12 and 6 dB at most.",
    '',
    '| code | severity | when |',
    '| --- | --- | --- |',
    ...Object.entries(PROBLEM_CODES).map(([code, { severity, when }]) => `| \`${code}\` | ${severity} | ${when} |`),
    '',
  ].join('\n');
}

function chapterText({ title, fields, text, example, part }: Chapter, number: number, schema: Json): readonly string[] {
  const rows = fields.flatMap(({ of, only }) =>
    fieldsOf(schema, of)
      .filter(([name]) => only === undefined || only.includes(name))
      .map(
        ([name, description]) => `| ${of === '' ? '' : `${of} `}\`${name}\` | ${description.replaceAll('|', '\\|')} |`,
      ),
  );
  const block = (of: string): readonly string[] => ['```jsonc', of, '```'];
  return [
    `## ${number} ${title}`,
    '',
    text,
    '',
    ...block(example),
    ...(part === undefined ? [] : ['', `\`${part.file}\`:`, '', ...block(part.text)]),
    '',
    '| field | what it says |',
    '| --- | --- |',
    ...rows,
  ];
}

/** Fields of a definition of the schema with their descriptions, in its order; "" is the film itself. */
export function fieldsOf(schema: Json, definition: string): readonly (readonly [string, string])[] {
  const definitions = objectAt(schema, 'definitions');
  const node = objectAt(definitions, definition === '' ? 'film' : definition);
  const shapes = [node, ...(Array.isArray(node.anyOf) ? (node.anyOf as Json[]) : [])];
  const fields = new Map<string, string>();
  for (const shape of shapes) {
    for (const [name, field] of Object.entries(objectAt(shape, 'properties'))) {
      if (!fields.has(name)) fields.set(name, descriptionOf(field as Json, definitions));
    }
  }
  return [...fields];
}

function descriptionOf(field: Json, definitions: Json): string {
  if (typeof field.description === 'string') return field.description;
  const all = Array.isArray(field.allOf) ? (field.allOf as Json[])[0] : undefined;
  const ref = field.$ref ?? all?.$ref;
  if (typeof ref !== 'string') return '';
  return descriptionOf(objectAt(definitions, ref.split('/').at(-1) ?? ''), definitions);
}

function objectAt(of: Json, key: string): Json {
  const value = Object.hasOwn(of, key) ? of[key] : undefined;
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

const CONDITIONS = [
  '## Conditions',
  '',
  'Conditions and the expressions of `set` are written in CEL, the Common Expression Language: `&& || !`, `== != < <= > >=`, `+ - * / %`, `a ? b : c`, `"x" in list`, `size(list)`. Texts stand in single quotes, since the whole condition stands in double ones.',
  '',
  '| word | what it is |',
  '| --- | --- |',
  "| `mood.anger` ... | the score of one of the film's emotions, 0 to 1; 0 where nobody was read |",
  "| `mood.dominant` | the dominant emotion as a text, `''` where none is |",
  '| `viewers` | how many people were read |',
  '| `readings` | how many readings the mood is made of |',
  '| `visits.sea` | how often the scene (or section) `sea` was entered in this session |',
  '| `endings.light` | how often the ending `light` was reached since the show began |',
  '| `session.seconds` | how long the session has lasted |',
  "| `session.path` | the scenes of the session so far, as a list: `'sea' in session.path` |",
  "| `section` | the section that plays, as a text; `''` outside of any |",
  '| `random` | a number from 0 to 1, another one for each choice, the same for the same seed |',
  '| `clock.hour`, `clock.weekday` | local time: 0 to 23; 1 (Monday) to 7 |',
  "| a variable's name | its value |",
];
