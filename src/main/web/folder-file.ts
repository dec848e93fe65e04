import { open, realpath, type FileHandle } from 'node:fs/promises';
import { constants } from 'node:fs';
import { join, sep } from 'node:path';

/** Not following a link that was put there since it was looked at; not waiting for a pipe's other end. Absent on Windows. */
const NO_LINKS_NO_WAITING = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** A file opened for reading below a folder. Whoever gets it closes it. */
export interface FolderFile {
  readonly handle: FileHandle;
  readonly size: number;
  readonly modifiedMs: number;
}

/**
 * The names that a URL path asks for, or null where it is not a plain way down: `..`, hidden files, backslashes, drive
 * letters, control characters, empty parts, and names that are still encoded after one decoding all lead nowhere.
 */
export function pathSegments(urlPath: string): readonly string[] | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(urlPath);
  } catch {
    return null;
  }
  const segments = decoded.replace(/^\//, '').split('/');
  return segments.every(isPlainName) ? segments : null;
}

function isPlainName(name: string): boolean {
  return name !== '' && name.length <= 255 && !name.startsWith('.') && !/[\\:%\u0000-\u001f\u007f]/.test(name);
}

/**
 * Opens a file below `folder`, or null where there is none that may be given: no links anywhere on the way, no folders,
 * no devices or pipes. A link is refused even where it points inside, so that nobody has to follow it to know.
 */
export async function openInFolder(folder: string, segments: readonly string[]): Promise<FolderFile | null> {
  let handle: FileHandle | null = null;
  try {
    const root = await realpath(folder);
    const wanted = join(root, ...segments);
    if (!wanted.startsWith(root + sep) || (await realpath(wanted)) !== wanted) return null;
    handle = await open(wanted, constants.O_RDONLY | NO_LINKS_NO_WAITING);
    const facts = await handle.stat();
    if (facts.isFile()) return { handle, size: facts.size, modifiedMs: facts.mtimeMs };
    await handle.close();
    return null;
  } catch {
    await handle?.close().catch(() => undefined);
    return null;
  }
}
