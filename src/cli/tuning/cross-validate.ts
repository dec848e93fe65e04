import { EMOTIONS } from '../../protocol/emotions.ts';
import { balance, fit, probabilities, type Corrections, type Look } from './fit.ts';

/** How far corrections are held back, from hardly to strongly; what is best is found on people left out. */
const STRENGTHS = [0.003, 0.03, 0.3] as const;
const FOLDS = 5;

/** How well people are read who were left out of the fit. */
export interface HeldOut {
  readonly accuracy: number;
  /** Mean of the emotions' recalls. */
  readonly balancedAccuracy: number;
  /** Mean cross-entropy, every emotion alike: lower is better. */
  readonly loss: number;
}

export interface Tuned {
  readonly corrections: Corrections;
  /** False where the corrections did not prove better on people left out: then nothing is corrected. */
  readonly helps: boolean;
  readonly before: HeldOut;
  readonly after: HeldOut;
}

/** People dealt out to folds, those with the same first label in turn, so that each fold has every emotion it can. */
export function foldsOf(looks: readonly Look[], count: number = FOLDS): readonly (readonly number[])[] {
  const firstLabel = new Map<string, number>();
  for (const { subject, label } of looks) if (!firstLabel.has(subject)) firstLabel.set(subject, label);
  const people = [...firstLabel].sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1));
  const fold = new Map(people.map(([subject], index) => [subject, index % Math.min(count, people.length)]));
  return Array.from({ length: Math.min(count, people.length) }, (_, wanted) =>
    looks.flatMap((look, index) => (fold.get(look.subject) === wanted ? [index] : [])),
  );
}

/**
 * Learns the corrections and says honestly what they are worth: in each fold everything, the choice of how far to hold
 * back too, is done without the people that are then read. Where the result is not better there, nothing is corrected.
 */
export function tuneLooks(looks: readonly Look[], start: Corrections): Tuned {
  const before = looks.map((look) => probabilities(look, start));
  const after = [...before];
  for (const fold of foldsOf(looks)) {
    const left = new Set(fold);
    const corrections = best(
      looks.filter((_, index) => !left.has(index)),
      start,
    );
    for (const index of fold) {
      const look = looks[index];
      if (look !== undefined) after[index] = probabilities(look, corrections);
    }
  }
  const figures = { before: heldOut(looks, before), after: heldOut(looks, after) };
  const corrections = best(looks, start);
  const helps =
    corrections !== start &&
    figures.after.loss < figures.before.loss &&
    figures.after.balancedAccuracy >= figures.before.balancedAccuracy;
  return { corrections: helps ? corrections : start, helps, ...figures };
}

/** The fit with the strength that reads people best who are left out of it; `start` where none is surely better. */
function best(looks: readonly Look[], start: Corrections): Corrections {
  const folds = foldsOf(looks);
  if (folds.length < 2) return start;
  const counts = balance(looks);
  let chosen: { readonly strength: number; readonly gain: number } | null = null;
  for (const strength of STRENGTHS) {
    const gains = folds.flatMap((fold) => {
      const left = new Set(fold);
      const kept = looks.filter((_, index) => !left.has(index));
      const corrections = fit(kept, start, strength);
      return fold.map((index) => {
        const look = looks[index];
        if (look === undefined) return 0;
        return (
          (counts[index] ?? 1) *
          (lossOf(look, probabilities(look, start)) - lossOf(look, probabilities(look, corrections)))
        );
      });
    });
    const gain = mean(gains);
    // One standard error: what is better by chance alone is not taken.
    const sure = gain > Math.sqrt(mean(gains.map((one) => (one - gain) ** 2)) / gains.length);
    if (sure && gain > (chosen?.gain ?? 0)) chosen = { strength, gain };
  }
  return chosen === null ? start : fit(looks, start, chosen.strength);
}

function lossOf(look: Look, given: readonly number[]): number {
  return -Math.log(Math.max(given[look.label] ?? 0, 1e-9));
}

function heldOut(looks: readonly Look[], given: readonly (readonly number[])[]): HeldOut {
  const isRight = looks.map((look, index) => {
    const scores = given[index] ?? [];
    return scores.indexOf(Math.max(...scores)) === look.label;
  });
  const recalls = EMOTIONS.flatMap((_, emotion) => {
    const own = isRight.filter((__, index) => looks[index]?.label === emotion);
    return own.length === 0 ? [] : [own.filter(Boolean).length / own.length];
  });
  const counts = balance(looks);
  return {
    accuracy: isRight.filter(Boolean).length / Math.max(1, looks.length),
    balancedAccuracy: mean(recalls),
    loss: mean(looks.map((look, index) => (counts[index] ?? 1) * lossOf(look, given[index] ?? []))),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);
}
