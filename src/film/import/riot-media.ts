import { note, type NoteBook } from './import-note.ts';
import { shortened } from './riot-time.ts';

/**
 * Where a medium has to lie in the new film's folder: under `clips/`, by its own name. RIOT's paths are those of one
 * machine (`/video/film.m4v`, `src/main/resources/...`), and a film never leaves its folder.
 */
export function mediaPath(original: string, field: string, book: NoteBook): string {
  const last = original.split(/[/\\]/u).at(-1) ?? '';
  const clean = last
    .replace(/[?#].*$/u, '')
    .replace(/[^\p{L}\p{N}._ -]+/gu, '_')
    .replace(/^\.+/u, '')
    .slice(-120)
    .trim();
  const path = `clips/${clean === '' ? 'film.mp4' : clean}`;
  const message = `"${shortened(original)}" is expected at ${path} in the film's folder.`;
  note(book, 'assumed', 'riot-media', field, message, `Put the file there, or change the path in film.json.`);
  return path;
}
