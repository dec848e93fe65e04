import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { EMOTIONS, emotionFromWord } from '../protocol/emotions.ts';
import { hasErrors, type ImportNote } from '../film/import/import-note.ts';
import { importRiot, type RiotImport, type RiotSource } from '../film/import/riot.ts';
import type { Contempt } from '../film/import/riot-emotions.ts';
import { makeFolder } from './make-folder.ts';

/** Scene files have some KB; what is larger than this is something else, and is not read. */
const LARGEST_FILE = 16 * 1024 * 1024;

interface Options {
  readonly output: string;
  readonly contempt?: Contempt;
  readonly force?: true;
  readonly json?: true;
}

/** `mien import riot <config.json...> -o <folder>` */
export function importCommand(): Command {
  const command = new Command('import').description('Make a film from the files of another player.');
  command
    .command('riot')
    .description("RIOT's and Perception's scene files; several are versions of one film, dealt as a shuffled deck")
    .argument('<config.json...>', 'scene files of the original player, or of its storyline manager')
    .requiredOption('-o, --output <folder>', 'folder of the new film')
    .option(
      '--contempt <emotion>',
      `what contempt becomes: ${EMOTIONS.join(', ')}, or none to leave its branches out`,
      readContempt,
    )
    .option('--force', 'replace a film.json that is there already')
    .option('--json', 'print the report as one JSON object')
    .action(run);
  return command;
}

async function run(files: readonly string[], options: Options): Promise<void> {
  const sources: RiotSource[] = [];
  const unread: ImportNote[] = [];
  for (const file of files) {
    const source = await readSource(file);
    if ('severity' in source) unread.push(source);
    else sources.push(source);
  }
  const made = importRiot(sources, { contempt: options.contempt ?? null });
  const result: RiotImport = { ...made, notes: [...unread, ...made.notes] };
  const film = hasErrors(result.notes) ? null : result.film;
  const refused = film === null ? null : await write(options, film, report(result, options.output));
  const notes = refused === null ? result.notes : [...result.notes, refused];
  const ok = film !== null && refused === null;
  if (options.json === true) {
    process.stdout.write(
      `${JSON.stringify({ ok, film: ok ? join(options.output, 'film.json') : null, versions: result.versions, notes })}\n`,
    );
  } else if (ok) {
    process.stdout.write(report(result, options.output));
  } else {
    process.stderr.write(
      `${notes
        .filter((one) => one.severity !== 'assumed')
        .map(line)
        .join('\n')}\n`,
    );
    process.stderr.write('mien import: nothing was written.\n');
  }
  if (ok && result.versions.some((version) => version.mediaOnly)) {
    const names = result.versions.filter((version) => version.mediaOnly).map((version) => version.source);
    process.stderr.write(
      `mien import: ${names.join(', ')}: no playable story (fewer than 6 intros); taken for its media only.\n`,
    );
  }
  process.exitCode = ok ? 0 : 1;
}

async function readSource(file: string): Promise<RiotSource | ImportNote> {
  const refuse = (message: string): ImportNote => ({
    severity: 'error',
    code: 'riot-unreadable',
    file,
    path: '',
    message,
    hint: 'Name the scene file, config.json or the like.',
  });
  try {
    const found = await stat(file);
    if (!found.isFile()) return refuse('This is not a file.');
    if (found.size > LARGEST_FILE)
      return refuse(`The file has ${Math.round(found.size / 1024 / 1024)} MB, which no scene file has.`);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
    return { name: file, text };
  } catch (error) {
    if (error instanceof TypeError) return refuse('The file is not UTF-8 text.');
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return refuse(code === 'ENOENT' ? 'There is no such file.' : `The file cannot be read (${code}).`);
  }
}

/** Writes the film and its report; a note where that is not possible. */
async function write(options: Options, film: string, text: string): Promise<ImportNote | null> {
  const path = join(options.output, 'film.json');
  const refuse = (message: string, hint: string): ImportNote => ({
    severity: 'error',
    code: 'riot-not-written',
    file: path,
    path: '',
    message,
    hint,
  });
  try {
    await makeFolder(join(options.output, 'clips'));
    await writeFile(path, film, { flag: options.force === true ? 'w' : 'wx' });
    await writeFile(join(options.output, 'import-report.txt'), text);
    return null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'EEXIST')
      return refuse('There is a film already.', 'Choose another folder, or import with --force to replace it.');
    return refuse(`The film cannot be written (${code}).`, 'Choose a folder that can be written to.');
  }
}

function report({ versions, notes }: RiotImport, folder: string): string {
  const told = versions.map(({ source, dialect, mediaOnly, scenes, choices }) =>
    mediaOnly
      ? `${source}: ${dialect}, media only`
      : `${source}: ${dialect}, ${scenes} scenes, ${choices} choices on the way`,
  );
  const part = (title: string, severity: ImportNote['severity']): readonly string[] => {
    const chosen = notes.filter((one) => one.severity === severity);
    return chosen.length === 0 ? [] : ['', title, ...chosen.map(line)];
  };
  const lines = [
    `Imported into ${join(folder, 'film.json')}`,
    ...told.map((text) => `  ${text}`),
    ...part('Worth a look:', 'warning'),
    ...part('Assumed:', 'assumed'),
    '',
    `Next: put the media where the report says, then run mien check ${folder}`,
  ];
  return `${lines.join('\n')}\n`;
}

function line({ file, path, severity, code, message, hint }: ImportNote): string {
  const place = [file.split(/[/\\]/u).at(-1) ?? file, path].filter((part) => part !== '').join(' at ');
  const mark = severity === 'error' ? 'error: ' : '';
  return `  ${mark}${place}: ${message} [${code}]\n    ${hint}`;
}

function readContempt(word: string): Contempt {
  if (['none', 'leave-out'].includes(word.trim().toLowerCase())) return 'leave-out';
  const emotion = emotionFromWord(word);
  if (emotion === undefined) throw new InvalidArgumentError(`Expected one of ${EMOTIONS.join(', ')}, or none.`);
  return emotion;
}
