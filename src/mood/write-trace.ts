import type { Scores } from '../protocol/emotions.ts';
import { EMOTIONS } from '../protocol/emotions.ts';
import type { Trace } from './trace.ts';
import { TRACE_HEADER } from './trace.ts';

/** Digits of a score: finer than any network is right. */
const DIGITS = 4;

/** The text of a trace's file, which `parseTrace` reads back. */
export function writeTrace(trace: Trace): string {
  const lines = trace.moments.flatMap((moment) => {
    const seconds = String(moment.atMs / 1000);
    if (moment.faces.length === 0) return [`${seconds},,,,,,,,`];
    return moment.faces.map((face) => `${seconds},${face.viewer},${scoreCells(face.scores)}`);
  });
  return `${[TRACE_HEADER, ...lines].join('\n')}\n`;
}

function scoreCells(scores: Scores | null): string {
  return EMOTIONS.map((emotion) => (scores === null ? '' : String(Number(scores[emotion].toFixed(DIGITS))))).join(',');
}
