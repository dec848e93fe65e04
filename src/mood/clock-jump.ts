import type { Nearest } from './nearest.ts';
import type { MoodState } from './room.ts';
import type { Sample, Viewer } from './viewer.ts';

/** The same room with all its times moved: the clock jumped, the visitors did not. */
export function shiftRoom(state: MoodState, byMs: number): MoodState {
  return {
    ...state,
    viewers: state.viewers.map((viewer) => shiftViewer(viewer, byMs)),
    nearest: shiftNearest(state.nearest, byMs),
    pictures: state.pictures.map((picture) => ({ ...picture, seenMs: picture.seenMs + byMs })),
    readMs: state.readMs === null ? null : state.readMs + byMs,
    nowMs: state.nowMs + byMs,
    somebodyMs: state.somebodyMs === null ? null : state.somebodyMs + byMs,
  };
}

function shiftViewer(viewer: Viewer, byMs: number): Viewer {
  const shiftSample = (sample: Sample): Sample => ({ ...sample, atMs: sample.atMs + byMs });
  return {
    ...viewer,
    sinceMs: viewer.sinceMs + byMs,
    seenMs: viewer.seenMs + byMs,
    steadySinceMs: viewer.steadySinceMs + byMs,
    window: { past: viewer.window.past.map(shiftSample), recent: viewer.window.recent.map(shiftSample) },
    still: { ...viewer.still, sinceMs: viewer.still.sinceMs + byMs },
  };
}

function shiftNearest(nearest: Nearest | null, byMs: number): Nearest | null {
  const challenger = nearest?.challenger ?? null;
  if (nearest === null || challenger === null) return nearest;
  return { id: nearest.id, challenger: { ...challenger, sinceMs: challenger.sinceMs + byMs } };
}
