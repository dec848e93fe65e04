import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { inOrder } from './journal-files.ts';
import { parseJournalLine, type JournalLine } from './journal-line.ts';

/** A line that was read, or null for one that is torn or no line of a journal. */
export type ReadLine = JournalLine | null;

/**
 * Every line of a journal, the oldest first. `path` is its folder, or one of its files. Rejects with Node's error where
 * there is no such thing; a file that goes away meanwhile (the show prunes) is passed over.
 */
export async function* readJournal(path: string): AsyncGenerator<ReadLine> {
  const isFolder = (await stat(path)).isDirectory();
  const folder = isFolder ? path : dirname(path);
  const names = isFolder ? inOrder(await readdir(path)) : [basename(path)];
  for (const name of names) yield* linesOf(join(folder, name));
}

async function* linesOf(path: string): AsyncGenerator<ReadLine> {
  const stream = createReadStream(path, 'utf8');
  try {
    for await (const text of createInterface({ input: stream, crlfDelay: Infinity })) {
      if (text.trim() !== '') yield parseJournalLine(text);
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  } finally {
    stream.destroy();
  }
}
