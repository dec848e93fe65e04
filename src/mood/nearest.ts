import { PRESENT_MS } from './following-rules.ts';
import type { Viewer } from './viewer.ts';

/** The viewer that counts as nearest, and who is about to take over. */
export interface Nearest {
  readonly id: number;
  readonly challenger: { readonly id: number; readonly sinceMs: number } | null;
}

/** A challenger's face must be larger than the holder's by this factor: sway and the detector's jitter stay below it. */
const LARGER = 1.15;
/** ... for this long, milliseconds: somebody who walks through does not take the film over. */
const LONGER_MS = 700;

/** Whether a viewer takes part: followed long enough, seen just now, and not a picture. */
export function isPresent(viewer: Viewer, atMs: number): boolean {
  return viewer.confirmed && !viewer.still.ignored && atMs - viewer.seenMs <= PRESENT_MS;
}

/**
 * The nearest viewer (the largest face), with hysteresis. The holder keeps its place until it has gone or another has
 * been clearly larger for a while; when all have gone the last holder stays named, for its readings still in the window.
 */
export function stepNearest(state: Nearest | null, viewers: readonly Viewer[], atMs: number): Nearest | null {
  const present = viewers.filter((viewer) => isPresent(viewer, atMs));
  const largest = largestOf(present);
  if (largest === undefined) return state === null ? null : { id: state.id, challenger: null };
  const holder = present.find((viewer) => viewer.id === state?.id);
  if (state === null || holder === undefined) return { id: largest.id, challenger: null };
  if (largest.id === holder.id || largest.size < holder.size * LARGER) return { id: holder.id, challenger: null };
  const sinceMs = state.challenger?.id === largest.id ? state.challenger.sinceMs : atMs;
  if (largest.seenMs - sinceMs >= LONGER_MS) return { id: largest.id, challenger: null };
  return { id: holder.id, challenger: { id: largest.id, sinceMs } };
}

function largestOf(viewers: readonly Viewer[]): Viewer | undefined {
  let largest: Viewer | undefined;
  for (const viewer of viewers) if (largest === undefined || viewer.size > largest.size) largest = viewer;
  return largest;
}
