/** A test clip, made in a browser by `clip-maker-page.ts`: numbered frames, and a tone that tells clips apart. */
export interface ClipRecipe {
  /** Number in the pixels, 0..63; its tone is `toneHz(clip)`. */
  readonly clip: number;
  readonly seconds: number;
  readonly framesPerSecond: number;
  readonly width: number;
  readonly height: number;
  readonly codec: 'vp8' | 'vp9' | 'avc' | 'av1';
  readonly sound: boolean;
  /** Seconds from one keyframe to the next. */
  readonly keyEvery: number;
  /** Parts of a longer file: from each of these seconds on, the clip number (and tone) goes up by one and frames count from 0. */
  readonly parts: readonly number[];
}

export const USUAL_CLIP: Omit<ClipRecipe, 'clip'> = {
  seconds: 2,
  framesPerSecond: 25,
  width: 640,
  height: 360,
  codec: 'vp8',
  sound: true,
  keyEvery: 1,
  parts: [],
};

/** Left channel: a steady tone. Far apart, and below what Opus begins to change. */
export function toneHz(clip: number): number {
  return 400 + (clip % 24) * 150;
}

/**
 * Right channel: the time code. Each 10 ms slot has one of sixteen pitches, by turns, so that sixteen slots in a row say
 * where in 160 ms one is, and the slot's edges say it to the millisecond.
 */
export const SLOT_MS = 10;
export function slotHz(slot: number): number {
  return 1000 + (slot % 16) * 300;
}
