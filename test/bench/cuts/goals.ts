import type { BenchGoal } from '../goals.ts';

/** Of the bench's clips. */
export const FRAME_MS = 40;
/** Frames by which a picture may stand longer at a cut than it does anyway, in 95 of 100. */
const GAP_FRAMES = { idle: 1, busy: 2 } as const;
/** Frames by which a cut at a marker may fall before or behind it, in 95 of 100, idle and busy. */
const MARKER_FRAMES = 2;
/** Gap or overlap of the sound, in 95 of 100. */
const SOUND_MS = 10;
/** The player's own ways to cut; what it is held against (`src change`, `seek`) was promised nothing. */
const KINDS = ['file', 'range', 'marker', 'loop', 'crossfade'] as const;

export const CUT_GOALS: readonly BenchGoal[] = (['idle', 'busy'] as const).flatMap((load): readonly BenchGoal[] => [
  ...KINDS.flatMap((kind): readonly BenchGoal[] => [
    { name: `${kind} ${load}`, bound: 'under', value: GAP_FRAMES[load] * FRAME_MS },
    { name: `${kind} ${load}: black`, bound: 'at most', value: 0 },
    { name: `${kind} ${load}: repeated`, bound: 'at most', value: 0 },
  ]),
  { name: `marker ${load}: off its marker`, bound: 'at most', value: MARKER_FRAMES * FRAME_MS },
  { name: `sound ${load}`, bound: 'under', value: SOUND_MS },
]);
