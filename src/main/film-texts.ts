import { readFile, stat } from 'node:fs/promises';
import type { FileFinding } from '../film/film-media.ts';
import { insideOf } from './inside-folder.ts';

/** Largest text that is read, bytes: a film of 20,000 scenes takes about 5 MB. */
const LARGEST_FILE = 32 * 1024 * 1024;
const MEGABYTE = 1024 * 1024;

export type TextResult =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly finding: FileFinding };

/** Reads a text of the film as UTF-8. Never throws. */
export async function readText(folder: string, file: string): Promise<TextResult> {
  const inside = await insideOf(folder, file);
  if (!inside.ok) return refused(inside.code, inside.message, inside.hint);
  try {
    const found = await stat(inside.path);
    if (!found.isFile()) return refused('file-unreadable', `"${file}" is not a file`, 'Name a file.');
    if (found.size > LARGEST_FILE) {
      const size = `${Math.round(found.size / MEGABYTE)} MB`;
      return refused(
        'file-too-large',
        `"${file}" has ${size}, and texts of more than ${LARGEST_FILE / MEGABYTE} MB are not read`,
        'If it is a media file, name it as a clip; if it is a film, divide it with "include".',
      );
    }
    return decoded(await readFile(inside.path), file);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    return refused('file-unreadable', `"${file}" cannot be read (${reason})`, 'Look at who may read it.');
  }
}

function refused(code: FileFinding['code'], message: string, hint: string): TextResult {
  return { ok: false, finding: { code, message, hint } };
}

/** UTF-8, with or without its mark; anything else is refused by its name where it can be told. */
function decoded(bytes: Uint8Array, file: string): TextResult {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return refused('not-utf8', `"${file}" is written in UTF-16`, 'Save it as UTF-8.');
  }
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return refused('not-utf8', `"${file}" is not written in UTF-8`, 'Save it as UTF-8.');
  }
}
