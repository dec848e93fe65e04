import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { pathFault } from '../film/film-paths.ts';

export type Inside =
  | { readonly ok: true; readonly path: string }
  | {
      readonly ok: false;
      readonly code: 'path-outside' | 'file-missing';
      readonly message: string;
      readonly hint: string;
    };

/** The real path of a film's file, refused where it leaves the film's folder, by name or by a link. `folder` has no links. */
export async function insideOf(folder: string, file: string): Promise<Inside> {
  const fault = pathFault(file);
  if (fault !== null) return { ok: false, code: 'path-outside', ...fault };
  try {
    const path = await realpath(join(folder, file));
    const way = relative(folder, path);
    if (way === '' || way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) {
      return {
        ok: false,
        code: 'path-outside',
        message: `"${file}" is a link that leaves the film's folder`,
        hint: "Copy the file itself into the film's folder.",
      };
    }
    return { ok: true, path };
  } catch {
    return {
      ok: false,
      code: 'file-missing',
      message: `there is no file "${file}" in the film's folder`,
      hint: 'Add the file, mend its name, or use a stand-in: "standIn": { "title": "...", "seconds": 10 }.',
    };
  }
}
