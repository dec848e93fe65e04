import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Why a file cannot be written, in a sentence, or null where it can: asked before the work whose result it shall hold. */
export async function writeFault(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory() === true) return `${path}: is a folder; name a file in it`;
  const place = found === null ? dirname(path) : path;
  try {
    await access(place, constants.W_OK);
    return null;
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return isMissing ? `${path}: there is no folder ${place}` : `${path}: may not be written there`;
  }
}
