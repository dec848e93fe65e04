import type { Transition } from './messages.ts';

/** How long before the end of a clip the next one begins, milliseconds: the stage lays them over each other so long. */
export function overlapMs(transition: Transition): number {
  switch (transition.kind) {
    case 'cut':
      return 0;
    case 'crossfade':
      return transition.seconds * 1000;
    case 'dip':
      return transition.seconds * 500;
  }
}

/**
 * How long from a position in a clip to a marker in it, milliseconds: a marker that is behind is met in the next round.
 * Every stage, simulated or real, keeps to it; a clip that has no other round ends before that, and the cut falls there.
 */
export function untilMarkerMs(markerMs: number, positionMs: number, roundMs: number): number {
  return markerMs >= positionMs ? markerMs - positionMs : roundMs - positionMs + markerMs;
}
