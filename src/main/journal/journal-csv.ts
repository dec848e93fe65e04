import type { SessionLine } from './journal-line.ts';

const COLUMNS = 'started_at,ended_at,film,began_by,ended_by,ending,seconds,viewers,decisions,scenes';

/** One row a session (RFC 4180); the scenes are joined by " > ". */
export function csvHead(): string {
  return `${COLUMNS}\r\n`;
}

export function csvRow(session: SessionLine): string {
  const { startedAt, endedAt, film, by, endedBy, ending, seconds, viewers, decisions, scenes } = session;
  const cells = [startedAt, endedAt, film, by, endedBy, ending ?? '', seconds, viewers, decisions.length];
  return `${[...cells, scenes.join(' > ')].map((value) => cell(String(value))).join(',')}\r\n`;
}

/** A spreadsheet takes a cell that begins with one of these for a formula: a film's names are data. */
const FORMULA = /^[=+\-@\t\r]/;

function cell(value: string): string {
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
