import { indexOfEmotion, type RestingFace, type Vector } from './viewer.ts';

const CALM = indexOfEmotion('calm');

/**
 * How a face at rest is read on the average, in the order of `EMOTIONS`; only what a visitor's resting face has more or
 * less of than this is taken off. Mean of the default networks over the calm pictures set apart from their training that
 * they read as calm (`python -m rest` in models/train), none below 0.01.
 */
const USUAL_REST: Vector = [0.07, 0.01, 0.08, 0.05, 0.1, 0.02, 0.67];

/** So long must a resting face be read until it is believed by half, milliseconds. */
const HALF_BELIEVED_MS = 3000;
/**
 * A face counts as resting as far as calm leads in it, fully from this lead on. Where another emotion leads while the
 * opening plays, the visitor may well feel it: that is taken at its word, and nothing is taken off.
 */
const RESTING_LEAD = 0.4;
/** No emotion is raised or lowered by more than this factor: what is then shown must stay visible. */
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
 * as it is; one that leans to sadness at rest needs more than that to be sad. A face that never changes keeps the
 * emotion that leads in it.
 */
export function takeOffRest(scores: Vector, rest: RestingFace | null): Vector {
  if (rest === null) return scores;
  const factors = restFactors(rest);
  if (factors === null) return scores;
  const corrected: number[] = [];
  let sum = 0;
  for (let index = 0; index < scores.length; index++) {
    const value = (scores[index] ?? 0) * (factors[index] ?? 1);
    corrected.push(value);
    sum += value;
  }
  if (sum <= 0) return scores;
  for (let index = 0; index < corrected.length; index++) corrected[index] = (corrected[index] ?? 0) / sum;
  return corrected;
}

/** By resting face: it stays the same for a whole session, and the mood is asked for ten times a second. */
const factorsOf = new WeakMap<RestingFace, Vector | null>();

/** What each score is multiplied by; null where the face is not one at rest. */
function restFactors(rest: RestingFace): Vector | null {
  const known = factorsOf.get(rest);
  if (known !== undefined) return known;
  const belief = (restingShare(rest.mean) * rest.learntMs) / (rest.learntMs + HALF_BELIEVED_MS);
  const limit = Math.log(LARGEST_FACTOR);
  const factors =
    belief <= 0
      ? null
      : rest.mean.map((value, index) => {
          const usual = Math.max(FLOOR, USUAL_REST[index] ?? FLOOR);
          const resting = Math.max(FLOOR, value);
          return Math.exp(Math.min(limit, Math.max(-limit, belief * Math.log(usual / resting))));
        });
  factorsOf.set(rest, factors);
  return factors;
}

/** How far a mean face is one at rest, 0..1. */
function restingShare(mean: Vector): number {
  const calm = mean[CALM] ?? 0;
  const other = mean.reduce((most, value, index) => (index === CALM ? most : Math.max(most, value)), 0);
  return Math.min(1, Math.max(0, (calm - other) / RESTING_LEAD));
}
