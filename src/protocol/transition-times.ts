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
