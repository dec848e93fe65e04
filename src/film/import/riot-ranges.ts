import { note, type NoteBook } from './import-note.ts';
import type { RawConfig, RawRange } from './riot-config.ts';
import { parseRiotTime } from './riot-time.ts';
import { writeTime } from '../times.ts';

/** A range of the film's one file, milliseconds, [in, out). `outMs` null: to the end of the file. */
export interface Range {
  readonly inMs: number;
  readonly outMs: number | null;
}

/** A range with the place in the file that it was read from. */
export interface PlacedRange extends Range {
  readonly path: string;
  readonly outMs: number;
}

/** The range at `path`, or null with an error noted: times that are missing, not understood, or the wrong way round. */
export function readRange(raw: RawRange | undefined, path: string, book: NoteBook): PlacedRange | null {
  const inMs = readTime(raw?.start, `${path}.start`, book);
  const outMs = readTime(raw?.end, `${path}.end`, book);
  if (inMs === null || outMs === null) return null;
  if (outMs > inMs) return { path, inMs, outMs };
  const how = outMs === inMs ? 'ends where it starts' : 'ends before it starts';
  const times = `${writeTime(inMs)} to ${writeTime(outMs)}`;
  const message = `The range ${how} (${times}); RIOT would have missed its end and played on.`;
  note(book, 'error', 'riot-empty-range', path, message, 'Set "end" after "start".');
  return null;
}

/** One time in milliseconds, or null with an error noted. */
export function readTime(raw: string | undefined, path: string, book: NoteBook): number | null {
  if (raw === undefined) {
    note(book, 'error', 'riot-missing', path, 'This time is missing.', 'Write it as "minutes:seconds.milliseconds".');
    return null;
  }
  const time = parseRiotTime(raw);
  if (!time.ok) {
    const message = `${time.reason}; RIOT silently took 0.`;
    note(book, 'error', 'riot-time', path, message, 'Write it as "minutes:seconds.milliseconds", "03:47.110".');
    return null;
  }
  if (time.warning !== null) {
    note(book, 'warning', 'riot-time-read-leniently', path, `${time.warning}.`, 'Write three digits of milliseconds.');
  }
  return time.ms;
}

/** Checks the times of entries that no journey plays, so that nothing in the file goes unread. */
export function readUnused(raw: RawRange | undefined, path: string, book: NoteBook): void {
  for (const side of ['start', 'end'] as const) {
    if (raw?.[side] !== undefined) readTime(raw[side], `${path}.${side}`, book);
  }
}

/** The most overlaps that are listed one by one. */
const LISTED_OVERLAPS = 8;

/** Notes ranges that overlap without being the same: allowed in RIOT, but often a slip. */
export function noteOverlaps(ranges: readonly PlacedRange[], book: NoteBook): void {
  const sorted = ranges.toSorted((a, b) => a.inMs - b.inMs || a.outMs - b.outMs);
  let found = 0;
  let widest: PlacedRange | undefined;
  for (const range of sorted) {
    const same = widest?.inMs === range.inMs && widest.outMs === range.outMs;
    if (widest !== undefined && !same && range.inMs < widest.outMs) {
      found += 1;
      if (found <= LISTED_OVERLAPS) {
        const until = writeTime(Math.min(widest.outMs, range.outMs));
        const message = `Overlaps ${widest.path} from ${writeTime(range.inMs)} to ${until}; both are kept as they are.`;
        note(book, 'warning', 'riot-overlap', range.path, message, 'Move one of them if the overlap is not meant.');
      }
    }
    if (widest === undefined || range.outMs > widest.outMs) widest = range;
  }
  if (found > LISTED_OVERLAPS) {
    const message = `${found - LISTED_OVERLAPS} more ranges overlap.`;
    note(book, 'warning', 'riot-overlap', '', message, 'Look at the times in order.');
  }
}

/** Notes ranges that stand more than once: they become one clip. */
export function noteShared(ranges: readonly PlacedRange[], book: NoteBook): void {
  const groups = new Map<string, PlacedRange[]>();
  for (const range of ranges) {
    const key = `${range.inMs}-${range.outMs}`;
    groups.set(key, [...(groups.get(key) ?? []), range]);
  }
  for (const [first, ...others] of groups.values()) {
    if (first === undefined || others.length === 0) continue;
    const message = `The same range as ${first.path}; they share one clip.`;
    for (const other of others)
      note(book, 'warning', 'riot-same-range', other.path, message, 'Nothing, if it is meant.');
  }
}

/** Notes numbers that do not count up with their place: RIOT mixed number and place, here the place counts. */
export function noteNumbers(config: RawConfig, first: 0 | 1, book: NoteBook): void {
  config.levels.forEach((level, index) => {
    if (level.level === index + first) return;
    const said = level.level === undefined ? 'has no number' : `is numbered ${level.level}`;
    const message = `The level ${said}, but its place makes it ${index + first}; its place counts.`;
    note(book, 'warning', 'riot-level-number', `levels[${index}].level`, message, `Write "level": ${index + first}.`);
  });
}
