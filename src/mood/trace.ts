import type { Emotion, Scores } from '../protocol/emotions.ts';
import { EMOTIONS, emotionFromWord, scoresFrom } from '../protocol/emotions.ts';

/**
 * A trace: a recorded (or invented) visit as CSV, `seconds,viewer,anger,disgust,fear,happiness,sadness,surprise,calm`.
 * A viewer without a line at a time is not there. A line with a viewer but without scores is a face that could not be
 * read; a line without a viewer says that nobody is there.
 */
export interface Trace {
  /** In order of time, one for each time that the file names. */
  readonly moments: readonly TraceMoment[];
  /** Every viewer's name in the order of first appearance. */
  readonly viewers: readonly string[];
}

export interface TraceMoment {
  readonly atMs: number;
  readonly faces: readonly TraceFace[];
}

export interface TraceFace {
  readonly viewer: string;
  readonly scores: Scores | null;
}

/** What is wrong with a line, and how to mend it. `line` counts from 1. */
export interface TraceProblem {
  readonly line: number;
  readonly reason: string;
  readonly mend: string;
}

export type ParsedTrace =
  { readonly ok: true; readonly trace: Trace } | { readonly ok: false; readonly problems: readonly TraceProblem[] };

export const TRACE_HEADER = ['seconds', 'viewer', ...EMOTIONS].join(',');

/** More than this would be a file of something else; a trace of a whole day at 5 readings a second is shorter. */
const MOST_PROBLEMS = 20;

type Column = 'seconds' | 'viewer' | Emotion;

/**
 * A trace from the text of its file. Tolerated: a byte order mark, any line ends, blank lines, lines that begin with
 * `#`, columns in another order, other words for the emotions, lines not sorted by time, scores that do not sum to 1.
 */
export function parseTrace(text: string): ParsedTrace {
  const problems: TraceProblem[] = [];
  const moments = new Map<number, TraceFace[]>();
  let columns: readonly Column[] | null = null;
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  for (const [index, raw] of lines.entries()) {
    const line = index + 1;
    if (raw.trim() === '' || raw.trimStart().startsWith('#')) continue;
    const cells = raw.split(',').map((cell) =>
      cell
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .trim(),
    );
    if (columns === null) {
      const header = parseHeader(cells, line);
      if ('problem' in header) return { ok: false, problems: [header.problem] };
      columns = header.columns;
      continue;
    }
    const row = parseRow(columns, cells, line);
    if ('problem' in row) {
      problems.push(row.problem);
      if (problems.length >= MOST_PROBLEMS) break;
      continue;
    }
    const faces = moments.get(row.atMs) ?? [];
    moments.set(row.atMs, faces);
    if (row.face === null) continue;
    const { viewer } = row.face;
    if (faces.some((face) => face.viewer === viewer)) {
      problems.push({
        line,
        reason: `viewer ${viewer} has a second line at ${row.atMs / 1000} s`,
        mend: 'keep one line for each viewer and time',
      });
    } else faces.push(row.face);
  }
  if (columns === null) {
    problems.push({ line: 1, reason: 'the trace is empty', mend: `begin it with the line "${TRACE_HEADER}"` });
  }
  if (problems.length > 0) return { ok: false, problems };
  const sorted = [...moments].sort(([a], [b]) => a - b).map(([atMs, faces]) => ({ atMs, faces }));
  const viewers = [...new Set(sorted.flatMap((moment) => moment.faces.map((face) => face.viewer)))];
  return { ok: true, trace: { moments: sorted, viewers } };
}

function parseHeader(
  cells: readonly string[],
  line: number,
): { readonly columns: readonly Column[] } | { readonly problem: TraceProblem } {
  const mend = `the first line is "${TRACE_HEADER}"`;
  const columns: Column[] = [];
  for (const cell of cells) {
    const word = cell.toLowerCase();
    const column = word === 'seconds' || word === 'viewer' ? word : emotionFromWord(word);
    if (column === undefined) return { problem: { line, reason: `unknown column "${cell}"`, mend } };
    if (columns.includes(column)) return { problem: { line, reason: `column "${cell}" comes twice`, mend } };
    columns.push(column);
  }
  if (!columns.includes('seconds')) return { problem: { line, reason: 'there is no column "seconds"', mend } };
  if (!columns.some((column) => column !== 'seconds' && column !== 'viewer')) {
    return { problem: { line, reason: 'there is no column of an emotion', mend } };
  }
  return { columns };
}

function parseRow(
  columns: readonly Column[],
  cells: readonly string[],
  line: number,
): { readonly atMs: number; readonly face: TraceFace | null } | { readonly problem: TraceProblem } {
  const wrong = (reason: string, mend: string): { readonly problem: TraceProblem } => ({
    problem: { line, reason, mend },
  });
  if (cells.length !== columns.length) {
    return wrong(
      `${cells.length} columns where the first line has ${columns.length}`,
      'give every line a value for each column, numbers with a decimal point',
    );
  }
  const cell = (column: Column): string => cells[columns.indexOf(column)] ?? '';
  const seconds = numberFrom(cell('seconds'));
  if (seconds === null || seconds < 0) {
    return wrong(`"${cell('seconds')}" is not a time`, 'write seconds from the start, for example 12.5');
  }
  const atMs = Math.round(seconds * 1000);
  const viewer = columns.includes('viewer') ? cell('viewer') : '1';
  const words = EMOTIONS.map((emotion) => (columns.includes(emotion) ? cell(emotion) : ''));
  const blank = words.every((word) => word === '');
  if (viewer === '') {
    if (blank) return { atMs, face: null };
    return wrong('scores without a viewer', 'name the viewer, for example 1');
  }
  if (blank) return { atMs, face: { viewer, scores: null } };
  const values: number[] = [];
  for (const [index, word] of words.entries()) {
    const value = word === '' ? 0 : numberFrom(word);
    if (value === null || value < 0) {
      return wrong(`${EMOTIONS[index] ?? ''} is "${word}"`, 'write a score from 0 to 1');
    }
    values.push(value);
  }
  if (values.every((value) => value === 0)) {
    return wrong('all scores are 0', 'leave the scores empty for a face that could not be read');
  }
  return { atMs, face: { viewer, scores: scoresFrom(values) } };
}

function numberFrom(word: string): number | null {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(word)) return null;
  const value = Number(word);
  return Number.isFinite(value) ? value : null;
}
