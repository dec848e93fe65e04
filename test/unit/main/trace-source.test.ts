import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { realClock } from '../../../src/main/deadlines.ts';
import { playTrace } from '../../../src/main/trace-source.ts';
import { parseTrace, TRACE_HEADER } from '../../../src/mood/trace.ts';
import { tracePlayer, type TracePlayer } from '../../../src/mood/trace-readings.ts';

function player(): TracePlayer {
  const line = (second: number): string => `${second},1,1,0,0,0,0,0,0`;
  const parsed = parseTrace([TRACE_HEADER, line(0), line(1)].join('\n'));
  if (!parsed.ok) throw new Error('the trace is wrong');
  return tracePlayer(parsed.trace);
}

/** How many faces each reading held, over ten seconds. */
function facesOf(repeats: boolean): readonly number[] {
  const faces: number[] = [];
  const stop = playTrace(player(), realClock, (reading) => faces.push(reading.faces.length), repeats);
  vi.advanceTimersByTime(10_000);
  stop();
  vi.advanceTimersByTime(1000);
  return faces;
}

describe('a trace in place of a camera', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('that was named plays once, and then nobody is there, as in simulate', () => {
    const faces = facesOf(false);
    expect(faces).toHaveLength(51);
    expect(faces.slice(0, 13)).toEqual(new Array(13).fill(1));
    expect(faces.slice(13)).toEqual(new Array(38).fill(0));
  });

  it('that stands in for a missing camera begins again at its end', () => {
    const faces = facesOf(true);
    expect(faces.slice(0, 12)).toEqual(new Array(12).fill(1));
    expect(faces.slice(20).filter((count) => count > 0).length).toBeGreaterThan(20);
  });
});
