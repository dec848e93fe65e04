import type { RestingFace, Vector } from './viewer.ts';

/**
 * How a face at rest is read on the average, in the order of `EMOTIONS`; only what a visitor's resting face has more or
 * less of than this is taken off. Mean of the default network over the first frames of the 22 posed sequences
 * (`node scripts/study-mood.mjs`, see docs/mood.md), none below 0.01.
 */
const USUAL_REST: Vector = [0.01, 0.01, 0.01, 0.03, 0.02, 0.02, 0.9];

/** So long must a resting face be read until it is believed by half, milliseconds. */
const HALF_BELIEVED_MS = 3000;
/** No emotion is raised or lowered by more than this factor: one who smiles through the opening may still be happy. */
const LARGEST_FACTOR = 4;
/** Scores below this are noise of the network; keeps the logarithm finite. */
const FLOOR = 0.01;

/** The resting face with another moment of it: the mean over the time that was read. */
export function learnRestingFace(rest: RestingFace | null, scores: Vector, ms: number): RestingFace {
  if (rest === null) return { learntMs: ms, mean: scores };
  const learntMs = rest.learntMs + ms;
  if (learntMs <= 0) return rest;
  const share = ms / learntMs;
  return { learntMs, mean: rest.mean.map((value, index) => value + ((scores[index] ?? 0) - value) * share) };
}

/**
 * Scores with the viewer's resting face taken off: each score is multiplied by (usual / resting) to the power of how
 * far the resting face is believed, then all are made to sum to 1 again. A face that rests as most faces do is left
 * as it is; one that is read as sad at rest needs more than that to be sad.
 */
export function takeOffRest(scores: Vector, rest: RestingFace | null): Vector {
  if (rest === null) return scores;
  const belief = rest.learntMs / (rest.learntMs + HALF_BELIEVED_MS);
  const limit = Math.log(LARGEST_FACTOR);
  const corrected = scores.map((score, index) => {
    const usual = Math.max(FLOOR, USUAL_REST[index] ?? FLOOR);
    const resting = Math.max(FLOOR, rest.mean[index] ?? FLOOR);
    const shift = Math.min(limit, Math.max(-limit, belief * Math.log(usual / resting)));
    return score * Math.exp(shift);
  });
  const sum = corrected.reduce((a, b) => a + b, 0);
  return sum > 0 ? corrected.map((value) => value / sum) : scores;
}
