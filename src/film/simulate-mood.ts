import { EMOTIONS, scoresFrom, type Emotion } from '../protocol/emotions.ts';
import type { Trace } from '../mood/trace.ts';
import { tracePlayer } from '../mood/trace-readings.ts';
import type { Feed } from './simulate-visit.ts';

/** Readings a second of a simulated camera: as many as a trace is played with. */
const READINGS_A_SECOND = 5;
/** How clearly a face of a constant mood shows it; the rest is shared by the other six. */
const SHOWN = 0.88;
/** A day, in milliseconds: longer than any visit. */
const DAY_MS = 86_400_000;

/** One visitor who is there from the beginning to the end, always in the same mood. */
export function constantMood(mood: Emotion): Feed {
  const rest = (1 - SHOWN) / (EMOTIONS.length - 1);
  const scores = scoresFrom(EMOTIONS.map((emotion) => (emotion === mood ? SHOWN : rest)));
  const { readingAt } = tracePlayer({ moments: [{ atMs: 0, faces: [{ viewer: '1', scores }] }], viewers: ['1'] });
  return {
    perSecond: READINGS_A_SECOND,
    endMs: Infinity,
    // The trace has one moment; it is asked for again and again, with the time that the visit has.
    readingAt: (atMs) => ({ ...readingAt(0), capturedAtMs: atMs }),
  };
}

/** Nobody at all. */
export function emptyRoomFeed(): Feed {
  const { readingAt } = tracePlayer({ moments: [], viewers: [] });
  return { perSecond: READINGS_A_SECOND, endMs: DAY_MS, readingAt };
}

/** The visitors of a trace; after its end nobody is there. */
export function traceFeed(trace: Trace): Feed {
  const player = tracePlayer(trace);
  return { perSecond: READINGS_A_SECOND, endMs: player.endMs, readingAt: player.readingAt };
}
