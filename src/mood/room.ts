import type { Nearest } from './nearest.ts';
import type { Picture } from './pictures.ts';
import type { Viewer } from './viewer.ts';

/** All that is known of the room. Plain data: it can be kept as JSON and compared. */
export interface MoodState {
  /** Everybody who is there, or was within the longest window. */
  readonly viewers: readonly Viewer[];
  readonly nextId: number;
  readonly nearest: Nearest | null;
  /** Where pictures of faces hang: they belong to the room and outlast a session. */
  readonly pictures: readonly Picture[];
  /** A face that has neither moved nor changed for so long is a picture; null: never. */
  readonly stillAfterMs: number | null;
  /** Whether resting faces are being learnt (the opening plays). */
  readonly learning: boolean;
  /** Capture time of the newest reading, or null before the first. */
  readonly readMs: number | null;
  /** Main's clock at the newest reading. */
  readonly nowMs: number;
  /** Until when somebody was there, in watched time (blindness is not absence). Null before the first reading. */
  readonly somebodyMs: number | null;
  /** Size of the newest frame, pixels. */
  readonly frame: { readonly width: number; readonly height: number };
}

/** Two minutes without the least movement: far longer than anybody keeps as still as a picture (see docs/mood.md). */
export const STILL_AFTER_MS = 120_000;

/** A room of which nothing is known yet. */
export function emptyRoom(options: { readonly stillAfterMs?: number | null } = {}): MoodState {
  return {
    viewers: [],
    nextId: 1,
    nearest: null,
    pictures: [],
    stillAfterMs: options.stillAfterMs === undefined ? STILL_AFTER_MS : options.stillAfterMs,
    learning: false,
    readMs: null,
    nowMs: 0,
    somebodyMs: null,
    frame: { width: 640, height: 480 },
  };
}
