import { parseTrace, TRACE_HEADER, type Trace } from '../../src/mood/trace.ts';
import { EMOTIONS } from '../../src/protocol/emotions.ts';

/** A trace of one viewer from moods a second; a dot is nobody. */
export function traceOf(moods: readonly string[]): Trace {
  const lines = moods.map((mood, second) =>
    mood === '.'
      ? `${second},,,,,,,,`
      : `${second},1,${EMOTIONS.map((emotion) => (emotion.startsWith(mood) ? 0.88 : 0.02)).join(',')}`,
  );
  const parsed = parseTrace([TRACE_HEADER, ...lines].join('\n'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.trace;
}
