import { BLIND_MS } from './following-rules.ts';
import { isPresent } from './nearest.ts';
import type { MoodState } from './room.ts';

/** Who is there, and since when. Times in milliseconds; `viewers` 0 means `steadyForMs` 0, else `emptyForMs` is 0. */
export interface Presence {
  /** Viewers who are there now, pictures and ghosts left out. */
  readonly viewers: number;
  /** For how long the one who has been there longest has been there without a gap of more than a second. */
  readonly steadyForMs: number;
  /** For how long nobody has been there, counted from the last sight of the last one; 0 while the machine is blind. */
  readonly emptyForMs: number;
}

/**
 * What was known of the room holds for 2 s without readings. A machine that is blind for longer knows of nobody, but
 * does not say that they left: the time of its blindness counts neither as presence nor as absence.
 */
export function presenceAt(state: MoodState, nowMs: number): Presence {
  const { readMs, somebodyMs } = state;
  if (readMs === null || somebodyMs === null) return { viewers: 0, steadyForMs: 0, emptyForMs: 0 };
  const knownMs = Math.max(readMs, Math.min(nowMs, readMs + BLIND_MS));
  let viewers = 0;
  let steadyForMs = 0;
  for (const viewer of state.viewers) {
    if (!isPresent(viewer, readMs)) continue;
    viewers += 1;
    steadyForMs = Math.max(steadyForMs, knownMs - viewer.steadySinceMs);
  }
  if (viewers === 0) return { viewers, steadyForMs, emptyForMs: Math.max(0, knownMs - somebodyMs) };
  if (nowMs - readMs > BLIND_MS) return { viewers: 0, steadyForMs: 0, emptyForMs: 0 };
  return { viewers, steadyForMs, emptyForMs: 0 };
}

/** The reading's part of the above: until when somebody was there, once a reading at `atMs` has been followed. */
export function somebodyUntil(before: MoodState, viewers: MoodState['viewers'], atMs: number): number {
  const lastSeenMs = viewers
    .filter((viewer) => isPresent(viewer, atMs))
    .reduce((last, viewer) => Math.max(last, viewer.seenMs), -Infinity);
  if (Number.isFinite(lastSeenMs)) return lastSeenMs;
  const blindMs = before.readMs === null ? 0 : Math.max(0, atMs - before.readMs - BLIND_MS);
  return (before.somebodyMs ?? atMs) + blindMs;
}
