import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../atomic-file.ts';

/**
 * What a monitoring system shows for `/health` and `/metrics`, and for nothing else: nobody is there to pair it anew after
 * each restart. It is made at its first use, in a file that only this account can read. Never rejects.
 * @returns null where nothing is kept, or the disk gives and takes none.
 */
export async function scraperToken(folder: string | null, tell: (line: string) => void): Promise<string | null> {
  if (folder === null) return null;
  const file = join(folder, 'metrics-token');
  const kept = (await readFile(file, 'utf8').catch(() => '')).trim();
  // The venue may set its own, in the letters that the header takes.
  if (/^[\w.~+/=-]{16,200}$/.test(kept)) return kept;
  const token = randomBytes(24).toString('base64url');
  try {
    await writeAtomically(file, `${token}\n`);
    return token;
  } catch (error) {
    tell(`there is no token for /metrics: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

/** The token in an `Authorization: Bearer ...`, or null. */
export function bearerOf(header: string | null): string | null {
  return /^Bearer +(\S{1,200})$/i.exec(header ?? '')?.[1] ?? null;
}
