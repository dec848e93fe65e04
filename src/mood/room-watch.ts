import type { Emotion } from '../protocol/emotions.ts';
import type { Reading } from '../protocol/reading.ts';
import type { RoomFeed } from '../protocol/room-feed.ts';
import type { Mood, ReadingRules } from './mood.ts';
import { moodAt, viewersOf, type MoodState } from './mood-fold.ts';

/** Readings a second are counted over so long. */
const PACE_MS = 3000;

/** What a stream of feeds remembers from one to the next. */
export interface RoomWatch {
  readonly dominant: Emotion | null;
  /** When the last readings' moods were there, main's clock. */
  readonly times: readonly number[];
}

export const NEW_WATCH: RoomWatch = { dominant: null, times: [] };

/** The feed of one reading that the room has just taken in. @param nowMs main's clock, when the mood is there. */
export function watchRoom(
  watch: RoomWatch,
  room: MoodState,
  reading: Reading,
  rules: ReadingRules,
  nowMs: number,
): { readonly watch: RoomWatch; readonly feed: RoomFeed } {
  const mood = moodAt(room, rules, { fromMs: -Infinity, nowMs }, watch.dominant);
  const times = [...watch.times, nowMs].filter((time) => nowMs - time < PACE_MS);
  return { watch: { dominant: mood.dominant, times }, feed: feedOf(room, reading, mood, times, nowMs) };
}

function feedOf(room: MoodState, reading: Reading, mood: Mood, times: readonly number[], nowMs: number): RoomFeed {
  const spanMs = nowMs - (times[0] ?? nowMs);
  return {
    type: 'room',
    atMs: reading.capturedAtMs,
    frame: { width: reading.frameWidth, height: reading.frameHeight },
    viewers: viewersOf(room, nowMs).map(({ id, box, scores, quality, forMs, isNearest, ignored }) => ({
      id,
      box,
      scores,
      quality,
      forMs,
      isNearest,
      ignored,
    })),
    mood: { scores: mood.scores, dominant: mood.dominant, why: mood.why },
    timings: {
      readMs: reading.tookMs,
      captureToMoodMs: Math.max(0, nowMs - reading.capturedAtMs),
      readingsPerSecond: spanMs > 0 ? ((times.length - 1) * 1000) / spanMs : 0,
    },
  };
}
