/** When the house is open, a span or more for each day of the week. */
export interface OpeningHours {
  /** Index 0: Sunday, as in `Date.getDay`. Minutes of the day; `until` may lie beyond midnight (over 1440). */
  readonly days: readonly (readonly Span[])[];
}
interface Span {
  readonly from: number;
  readonly until: number;
}

export type ParsedHours =
  { readonly ok: true; readonly hours: OpeningHours } | { readonly ok: false; readonly reason: string };

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const DAY_MINUTES = 1440;
const ENTRY = /^(?:([a-z]{3})(?:-([a-z]{3}))?\s+)?(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})$/;

/**
 * `10:00-18:00` for every day, `Tue-Sun 10:00-18:00; Thu 10:00-21:00` for some: a later entry takes the place of earlier
 * ones on its days, and days that no entry names are closed. A span may go past midnight (`20:00-02:00`).
 */
export function parseHours(text: string): ParsedHours {
  const days: Span[][] = DAYS.map(() => []);
  for (const entry of text.split(';').map((part) => part.trim().toLowerCase())) {
    const parsed = parseEntry(entry);
    if (typeof parsed === 'string') return { ok: false, reason: parsed };
    for (const day of parsed.days) days[day] = [parsed.span];
  }
  return { ok: true, hours: { days } };
}

function parseEntry(entry: string): { readonly days: readonly number[]; readonly span: Span } | string {
  const [whole, first, last, ...times] = ENTRY.exec(entry) ?? [];
  const wanted = 'write "10:00-18:00", or "Tue-Sun 10:00-18:00; Thu 10:00-21:00"';
  if (whole === undefined) return `"${entry}" is no opening time: ${wanted}`;
  const [fromHour = 0, fromMinute = 0, untilHour = 0, untilMinute = 0] = times.map(Number);
  const from = fromHour * 60 + fromMinute;
  const until = untilHour * 60 + untilMinute;
  if (fromMinute > 59 || untilMinute > 59 || from > DAY_MINUTES || until > DAY_MINUTES || from === until) {
    return `"${entry}" is no span of a day: ${wanted}`;
  }
  const days = daysOf(first, last);
  if (days === null) return `"${entry}" names no days of the week: ${wanted}`;
  return { days, span: { from, until: until < from ? until + DAY_MINUTES : until } };
}

function daysOf(first: string | undefined, last: string | undefined): readonly number[] | null {
  if (first === undefined) return [0, 1, 2, 3, 4, 5, 6];
  const from = DAYS.indexOf(first);
  const until = last === undefined ? from : DAYS.indexOf(last);
  if (from === -1 || until === -1) return null;
  const length = ((until - from + 7) % 7) + 1;
  return Array.from({ length }, (_, index) => (from + index) % 7);
}

/** Whether the house is open at a local moment. */
export function isOpenAt({ days }: OpeningHours, moment: Date): boolean {
  const minute = moment.getHours() * 60 + moment.getMinutes();
  const day = moment.getDay();
  const holds = (spans: readonly Span[] | undefined, at: number): boolean =>
    spans?.some(({ from, until }) => at >= from && at < until) ?? false;
  return holds(days[day], minute) || holds(days[(day + 6) % 7], minute + DAY_MINUTES);
}
