import { applyEdits, modify } from 'jsonc-parser';
import type { Film, Origin } from '../../film/film.ts';
import { filesOf } from '../../film/film-media.ts';

/** `film.json` -> `film.prepared.json`. */
export function preparedName(file: string): string {
  return file.replace(/(\.jsonc?)?$/u, (ending) => `.prepared${ending === '' ? '.json' : ending}`);
}

/**
 * The film's texts with the prepared files in place of the originals, by their new names; comments and everything else
 * stay as they were. Empty where no file of the film was prepared.
 * @param texts the film's texts, by file; @param made prepared file by original.
 */
export function preparedTexts(
  film: Film,
  texts: ReadonlyMap<string, string>,
  made: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const named = filesOf(film);
  const changes: { origin: Origin; value: string }[] = named.flatMap(({ file, origin, kind }) => {
    const value = kind === 'media' ? made.get(file) : undefined;
    return value === undefined ? [] : [{ origin, value }];
  });
  if (changes.length === 0) return new Map();
  // A part that names prepared files gets a new name, and so do all that include it.
  const changed = new Set(changes.map(({ origin }) => origin.file));
  for (let grew = true; grew;) {
    grew = false;
    for (const { file, origin, kind } of named) {
      if (kind !== 'part' || !changed.has(file) || changed.has(origin.file)) continue;
      changed.add(origin.file);
      grew = true;
    }
  }
  for (const { file, origin, kind } of named) {
    if (kind === 'part' && changed.has(file)) changes.push({ origin, value: preparedName(file) });
  }
  const result = new Map([...changed].map((file) => [file, texts.get(file) ?? '']));
  for (const { origin, value } of changes) {
    const text = result.get(origin.file) ?? '';
    result.set(origin.file, applyEdits(text, modify(text, [...origin.path], value, {})));
  }
  return new Map([...result].map(([file, text]) => [preparedName(file), text]));
}
