import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { explainSession, readSession } from '../film/explain.ts';
import { readJournal } from '../main/journal/read-journal.ts';
import { keepingFolders } from '../main/state-folder.ts';

/** A journal of years has some hundred MB; a line of it some KB. */
const LONGEST_LINE = 4 * 1024 * 1024;

interface Options {
  readonly session?: string;
  readonly json?: true;
}

/** `mien explain <journal line or session>`: why each decision fell as it did. */
export function explainCommand(): Command {
  return new Command('explain')
    .description('Say why each decision of a session fell as it did, rule by rule.')
    .argument(
      '[session]',
      "one line of a journal, a file of such lines, a session of this machine's journal by its id, or - for standard input",
      '-',
    )
    .option('--session <id>', 'of a file with several sessions: only this one')
    .option('--json', 'print the sessions as they were understood, one JSON object a line')
    .action(run);
}

async function run(source: string, options: Options): Promise<void> {
  const text = await textOf(source);
  if (text === null) {
    refuse(
      `${source.slice(0, 80)} is neither a journal line, nor a file that can be read, nor a session of the journal`,
    );
    return;
  }
  const lines = linesOf(text);
  let told = 0;
  for (const [index, line] of lines.entries()) {
    const read = line.length > LONGEST_LINE ? ({ ok: false, reason: 'it is too long' } as const) : readSession(line);
    if (!read.ok) {
      refuse(`${lines.length > 1 ? `line ${index + 1}` : 'the session'} cannot be read: ${read.reason}`);
      continue;
    }
    if (options.session !== undefined && String(read.session.session) !== options.session) continue;
    const words = options.json === true ? `${JSON.stringify(read.session)}\n` : explainSession(read.session);
    process.stdout.write(told > 0 && options.json !== true ? `\n${words}` : words);
    told += 1;
  }
  if (told === 0 && options.session !== undefined) refuse(`there is no session ${options.session}`);
  else if (lines.length === 0) refuse('there is no session in it');
}

/** A JSON object that was given itself, or the text of a file, or what comes in, or what the journal has of a session. */
async function textOf(source: string): Promise<string | null> {
  if (source.trimStart().startsWith('{')) return source;
  try {
    if (source !== '-') return await readFile(source, 'utf8');
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
    return Buffer.concat(chunks).toString('utf8');
  } catch {
    return source === '-' ? null : journalOf(source);
  }
}

/** The lines of one session in this machine's journal, or null where it knows of no such session. */
async function journalOf(session: string): Promise<string | null> {
  const lines: string[] = [];
  try {
    for await (const line of readJournal(keepingFolders().journal)) {
      if (line !== null && 'session' in line && line.session === session) lines.push(JSON.stringify(line));
    }
  } catch {
    return null;
  }
  return lines.length === 0 ? null : lines.join('\n');
}

/** One object over several lines is one session; else each line is one. */
function linesOf(text: string): readonly string[] {
  const whole = text.trim();
  if (readSession(whole).ok) return [whole];
  return sessionsOnly(whole.split('\n').filter((line) => line.trim() !== ''));
}

/** Of a journal's file: each session's line, and the decisions of those that were cut off; not its faults and starts. */
function sessionsOnly(lines: readonly string[]): readonly string[] {
  const kinds = lines.map((line) => journalKind(line));
  const whole = new Set(kinds.filter(({ type }) => type === 'session').map(({ session }) => session));
  return lines.filter((_, index) => {
    const { type, session } = kinds[index] ?? {};
    return !['fault', 'operator', 'show'].includes(String(type)) && !(type === 'decision' && whole.has(session));
  });
}

function journalKind(line: string): { readonly type?: unknown; readonly session?: unknown } {
  try {
    const value: unknown = line.length > LONGEST_LINE ? null : JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

function refuse(message: string): void {
  process.stderr.write(`mien explain: ${message}\n`);
  process.exitCode = 1;
}
