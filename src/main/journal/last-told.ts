import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inOrder } from './journal-files.ts';
import { keptDecisionSchema, parseJournalLine, type KeptDecision } from './journal-line.ts';

/** What a journal's end tells of a session. */
export interface LastTold {
  readonly decisions: readonly KeptDecision[];
  readonly hasEnded: boolean;
}

/** A session that is looked for was going on two minutes ago: it is not further back than this in a file. */
const LAST_BYTES = 1024 * 1024;
/** The day may have turned meanwhile, or the file have been full. */
const LAST_FILES = 2;

/** Reads what the end of a journal tells of a session. A journal that cannot be read tells nothing. Never rejects. */
export async function lastTold(folder: string, session: string): Promise<LastTold> {
  const names = inOrder(await readdir(folder).catch(() => [])).slice(-LAST_FILES);
  const texts = await Promise.all(names.map((name) => endOf(join(folder, name)).catch(() => '')));
  const lines = texts.flatMap((text) => text.split('\n')).map(parseJournalLine);
  const decisions = lines.flatMap((line) =>
    line?.type === 'decision' && line.session === session ? [keptDecisionSchema.parse(line)] : [],
  );
  return { decisions, hasEnded: lines.some((line) => line?.type === 'session' && line.session === session) };
}

async function endOf(path: string): Promise<string> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const from = Math.max(0, size - LAST_BYTES);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - from), 0, size - from, from);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
