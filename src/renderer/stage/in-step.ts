/** Less than this beside the sound is not seen (a third of a frame at 25 a second). */
const IN_STEP_MS = 12;
/** The picture runs at most so much faster or slower than the sound, to come back to it; and where it is far from it. */
const MOST_RATE = 0.08;
const HURRY_RATE = 0.2;
const FAR_MS = 250;
/** What is beside the sound is made good in about this time, at these rates. */
const IN_MS = 500;
/**
 * A picture that is this far from the sound is made good by a seek, not by running faster. No sooner: it falls behind
 * on a machine that is too busy to decode, and there a seek, which decodes from the last keyframe on (5 s in a usual
 * file), stands for longer than it gains: for 3.8 and 5.8 s in a soak of five minutes, where a second was the limit.
 */
const SEEK_MS = 4000;

/** How a picture comes back to its sound: at this rate of its own, or from far away by a seek. */
export type WayBack = { readonly rate: number } | 'seek';

/** @param lateMs how far the picture is behind the sound; negative where it is ahead. */
export function wayBack(lateMs: number): WayBack {
  const distanceMs = Math.abs(lateMs);
  if (distanceMs > SEEK_MS) return 'seek';
  if (distanceMs < IN_STEP_MS) return { rate: 1 };
  const most = distanceMs > FAR_MS ? HURRY_RATE : MOST_RATE;
  return { rate: 1 + Math.max(-most, Math.min(most, lateMs / IN_MS)) };
}
