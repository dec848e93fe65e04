import type { Scores } from '../protocol/emotions.ts';
import type { Box } from '../protocol/reading.ts';
import { BLIND_MS } from './following-rules.ts';
import { isPresent } from './nearest.ts';
import type { MoodState } from './room.ts';
import type { Place } from './viewer.ts';

/** A viewer as the operator sees it. */
export interface ViewerView {
  /** Never the same for two visits; nothing of a person is in it. */
  readonly id: number;
  /** Pixels of the newest frame. */
  readonly box: Box;
  /** As last read, or null where the face was not legible. */
  readonly scores: Scores | null;
  readonly quality: number;
  /** When this visit began, milliseconds on main's clock, and for how long it has gone on. */
  readonly sinceMs: number;
  readonly forMs: number;
  readonly isNearest: boolean;
  /** Taken for a picture, poster or screen: not read. */
  readonly ignored: boolean;
}

/** Everyone in view now, the largest face first; nobody where the machine is blind. */
export function viewersOf(state: MoodState, nowMs: number): readonly ViewerView[] {
  const { readMs } = state;
  if (readMs === null || nowMs - readMs > BLIND_MS) return [];
  return state.viewers
    .filter((viewer) => (viewer.still.ignored ? viewer.seenMs === readMs : isPresent(viewer, readMs)))
    .sort((a, b) => b.size - a.size)
    .map((viewer) => ({
      id: viewer.id,
      box: boxOf(viewer.place, state.frame.height),
      scores: viewer.scores,
      quality: viewer.quality,
      sinceMs: viewer.sinceMs,
      forMs: Math.max(0, nowMs - viewer.sinceMs),
      isNearest: !viewer.still.ignored && viewer.id === state.nearest?.id,
      ignored: viewer.still.ignored,
    }));
}

function boxOf({ x, y, width, height }: Place, frameHeight: number): Box {
  return [(x - width / 2) * frameHeight, (y - height / 2) * frameHeight, width * frameHeight, height * frameHeight];
}
