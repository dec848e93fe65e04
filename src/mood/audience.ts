import { takeOffRest } from './baseline.ts';
import type { ReadingRules } from './mood.ts';
import type { Vector, Viewer } from './viewer.ts';
import { indexOfEmotion } from './viewer.ts';
import { meanOver } from './window.ts';

/** One viewer's mean over the window, with the resting face taken off where the film asks for it. */
export interface ViewerMean {
  readonly id: number;
  /** In the order of `EMOTIONS`, all seven, summing to 1. */
  readonly scores: Vector;
  readonly readMs: number;
  readonly size: number;
  readonly readings: number;
}

/** A viewer who shows much, but only for an instant, is not yet the strongest: full strength needs this long. */
const FULL_STRENGTH_MS = 1000;

/** The means of everyone with a legible reading within the span, pictures and ghosts left out. */
export function viewerMeans(
  viewers: readonly Viewer[],
  rules: ReadingRules,
  fromMs: number,
  toMs: number,
): readonly ViewerMean[] {
  const means: ViewerMean[] = [];
  for (const viewer of viewers) {
    if (viewer.still.ignored || !viewer.confirmed) continue;
    const mean = meanOver(viewer.window, fromMs, toMs);
    if (mean === null) continue;
    const { readMs, size, readings } = mean;
    const scores = rules.baseline ? takeOffRest(mean.scores, viewer.rest) : mean.scores;
    means.push({ id: viewer.id, scores, readMs, size, readings });
  }
  return means;
}

/** The seven scores that count for the audience that the film chose. `means` is not empty. */
export function audienceScores(means: readonly ViewerMean[], rules: ReadingRules, nearestId: number | null): Vector {
  switch (rules.audience) {
    case 'everyone':
      return meanOfAll(means);
    case 'nearest':
      return (means.find((mean) => mean.id === nearestId) ?? largest(means, (mean) => mean.size)).scores;
    case 'strongest':
      return largest(means, (mean) => strength(mean, rules)).scores;
  }
}

/** Weighted by the face's size, and by how long each was read: who only passed through counts for that moment. */
function meanOfAll(means: readonly ViewerMean[]): Vector {
  const sum = [0, 0, 0, 0, 0, 0, 0];
  let weights = 0;
  for (const mean of means) {
    const weight = mean.size * mean.readMs;
    weights += weight;
    for (let index = 0; index < sum.length; index++) {
      sum[index] = (sum[index] ?? 0) + weight * (mean.scores[index] ?? 0);
    }
  }
  return sum.map((value) => value / weights);
}

/** How much a viewer shows: the highest of the film's emotions, calm left out, for to be calm is to show nothing. */
function strength(mean: ViewerMean, rules: ReadingRules): number {
  let most = 0;
  for (const emotion of rules.emotions) {
    if (emotion !== 'calm') most = Math.max(most, mean.scores[indexOfEmotion(emotion)] ?? 0);
  }
  return most * Math.min(1, mean.readMs / FULL_STRENGTH_MS);
}

function largest(means: readonly ViewerMean[], by: (mean: ViewerMean) => number): ViewerMean {
  return means.reduce((best, mean) => (by(mean) > by(best) ? mean : best));
}
