/**
 * One thing that an import has to say. An import never leaves anything unsaid: what could not be used stops it
 * (`error`), what looks like a mistake in the original is a `warning`, and every choice that the original left open
 * is `assumed`.
 */
export interface ImportNote {
  readonly severity: 'error' | 'warning' | 'assumed';
  /** Short and lasting, for programs: `time-not-understood`, `contempt` ... */
  readonly code: string;
  /** The original's file, as the user named it. */
  readonly file: string;
  /** Place in that file: `levels[2].branch.fear.end`; empty for the file as a whole. */
  readonly path: string;
  /** One sentence: what is so. */
  readonly message: string;
  /** One sentence: what to do about it, or how to have it otherwise. */
  readonly hint: string;
}

/** Where notes of one file are gathered while it is read. */
export interface NoteBook {
  readonly file: string;
  readonly notes: ImportNote[];
}

export function note(
  book: NoteBook,
  severity: ImportNote['severity'],
  code: string,
  path: string,
  message: string,
  hint: string,
): void {
  book.notes.push({ severity, code, file: book.file, path, message, hint });
}

export function hasErrors(notes: readonly ImportNote[]): boolean {
  return notes.some((one) => one.severity === 'error');
}
