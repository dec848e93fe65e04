/** Names of a journal's files, and which of them are to go. Decisions only: nothing here touches a disk. */

/** One file a day, `2026-11-24.jsonl`; a day that outgrows its share goes on in `2026-11-24.2.jsonl`. */
const NAME = /^(\d{4}-\d{2}-\d{2})(?:\.(\d{1,6}))?\.jsonl$/;

export interface JournalFile {
  readonly name: string;
  readonly bytes: number;
}

export interface JournalLimits {
  /** Days that are kept, today included. */
  readonly days: number;
  /** Bytes of all files together. */
  readonly bytes: number;
}

/** A quarter of a year, and a size that no disk notices: 500 visits a day make some 4 MB. */
export const JOURNAL_LIMITS: JournalLimits = { days: 90, bytes: 512 * 1024 * 1024 };

/** A house that opens on one evening a month, the first Thursday for example, is dark for as long as this. */
const LONGEST_GAP_DAYS = 35;

/** The local day of a moment. */
export function dayOf(moment: Date): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${String(moment.getFullYear()).padStart(4, '0')}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

/** @param part from 1. */
export function fileName(day: string, part: number): string {
  return part === 1 ? `${day}.jsonl` : `${day}.${part}.jsonl`;
}

/** Day and part of a journal's file, or null for any other file. */
export function parseFileName(name: string): { readonly day: string; readonly part: number } | null {
  const [, day, part] = NAME.exec(name) ?? [];
  return day === undefined ? null : { day, part: part === undefined ? 1 : Number(part) };
}

/** The journal's own files in the order in which they were written. */
export function inOrder(names: readonly string[]): readonly string[] {
  const parsed = names.flatMap((name) => {
    const place = parseFileName(name);
    return place === null ? [] : [{ name, ...place }];
  });
  return parsed.sort((a, b) => a.day.localeCompare(b.day) || a.part - b.part).map(({ name }) => name);
}

/** A file that reaches this many bytes is followed by a next part, so that the limit can be held within one day. */
export function mostBytesOfFile({ bytes }: JournalLimits): number {
  return Math.max(1, Math.floor(bytes / 8));
}

/**
 * The files that have to go, oldest first: those of days before the limit, and what is too much in bytes. The newest
 * file stays in any case. A clock that was set back leaves files of the future; they count as newest.
 */
export function filesToRemove(files: readonly JournalFile[], limits: JournalLimits, today: string): readonly string[] {
  const sizes = new Map(files.map(({ name, bytes }) => [name, bytes]));
  const ours = inOrder([...sizes.keys()]);
  const first = daysLater(believedDay(ours, today), 1 - limits.days);
  let total = ours.reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0);
  const going: string[] = [];
  for (const name of ours.slice(0, -1)) {
    const isOld = (parseFileName(name)?.day ?? '') < first;
    if (!isOld && total <= limits.bytes) break;
    going.push(name);
    total -= sizes.get(name) ?? 0;
  }
  return going;
}

/**
 * Today, but not longer after the last day that has a file than a house is dark: a clock that is ahead by months for one line
 * would take the whole journal with it. On the next day of such a clock that line's own day is the last one, and it is believed.
 */
function believedDay(ours: readonly string[], today: string): string {
  const last = ours.flatMap((name) => parseFileName(name)?.day ?? []).findLast((day) => day < today);
  if (last === undefined) return today;
  const latest = daysLater(last, LONGEST_GAP_DAYS);
  return latest < today ? latest : today;
}

function daysLater(day: string, days: number): string {
  return dayOf(new Date(Date.parse(`${day}T12:00:00`) + days * 86_400_000));
}
