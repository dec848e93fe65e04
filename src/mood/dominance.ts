import type { Emotion } from '../protocol/emotions.ts';
import type { ReadingRules } from './mood.ts';
import type { Vector } from './viewer.ts';
import { indexOfEmotion } from './viewer.ts';

export type FilmScores = Readonly<Partial<Record<Emotion, number>>>;

export interface Dominance {
  readonly dominant: Emotion | null;
  readonly leading: Emotion;
  /** Lead of `leading` over the next, 0..1. */
  readonly lead: number;
  readonly why: string;
}

/** Scores are sums of many roundings: a lead that misses the margin by less than this has reached it. */
const ROUNDING = 1e-9;

/** The film's emotions only, weighted, made to sum to 1; all equal where nothing of them was seen. */
export function restrict(scores: Vector, rules: ReadingRules): FilmScores {
  const weighted = rules.emotions.map(
    (emotion) => [emotion, (scores[indexOfEmotion(emotion)] ?? 0) * (rules.weights[emotion] ?? 1)] as const,
  );
  const sum = weighted.reduce((total, [, value]) => total + value, 0);
  const even = 1 / rules.emotions.length;
  return Object.fromEntries(weighted.map(([emotion, value]) => [emotion, sum > 0 ? value / sum : even]));
}

/**
 * Of all that a face shows, so much must be of the film's emotions before any becomes dominant: else the noise of a
 * face that shows something else (a smile before a film of anger and fear) would decide. At rest the posed sequences
 * of docs/mood.md give at most 0.06 of their scores to anger, disgust and fear together, 17 of 22 less than 0.005.
 */
const LEAST_OF_ALL = 0.02;

/** How much of what the face shows is of the film's emotions, 0..1. */
export function shareOfFilm(scores: Vector, rules: ReadingRules): number {
  return rules.emotions.reduce((sum, emotion) => sum + (scores[indexOfEmotion(emotion)] ?? 0), 0);
}

/**
 * Which emotion is dominant. One that passes `confidence` and leads the next by `margin` becomes it; once dominant it
 * stays until another leads it by `margin`. Ties fall to the film's order of emotions. `share` is what `shareOfFilm`
 * says; a film whose confidence is 0 takes the strongest, however weak.
 */
export function dominance(scores: FilmScores, rules: ReadingRules, previous: Emotion | null, share: number): Dominance {
  const ranked = rules.emotions
    .map((emotion, order) => ({ emotion, order, score: scores[emotion] ?? 0 }))
    .sort((a, b) => b.score - a.score || a.order - b.order);
  const [first, second] = ranked;
  if (first === undefined) throw new RangeError('a film counts at least one emotion');
  const lead = first.score - (second?.score ?? 0);
  const base = { leading: first.emotion, lead };
  const against = second === undefined ? '' : ` against ${figure(second.score)} for ${second.emotion}`;
  const confident = first.score >= rules.confidence - ROUNDING;
  const clear = lead >= rules.margin - ROUNDING;

  const held = ranked.find((one) => one.emotion === previous);
  if (held !== undefined) {
    const behind = first.score - held.score;
    if (held === first) {
      return { ...base, dominant: held.emotion, why: `${held.emotion} still leads (${figure(held.score)}${against})` };
    }
    if (behind < rules.margin - ROUNDING || behind <= ROUNDING) {
      const why =
        `${held.emotion} stays: ${first.emotion} leads it by ${figure(behind)} only, ` +
        `and takes over at ${figure(rules.margin)}`;
      return { ...base, dominant: held.emotion, why };
    }
  }
  if (share < LEAST_OF_ALL && rules.confidence > 0) {
    const why = `nothing is clear: the face shows hardly any of the film's emotions (${figure(share)} of all it shows)`;
    return { ...base, dominant: null, why };
  }
  if (!confident) {
    const why =
      `nothing is clear: ${first.emotion} leads with ${figure(first.score)}, ` +
      `below the confidence of ${figure(rules.confidence)}`;
    return { ...base, dominant: null, why };
  }
  if (!clear) {
    const why =
      `nothing is clear: ${first.emotion} has ${figure(first.score)}${against}, ` +
      `a lead of ${figure(lead)} where the film asks for ${figure(rules.margin)}`;
    return { ...base, dominant: null, why };
  }
  return { ...base, dominant: first.emotion, why: `${first.emotion} leads (${figure(first.score)}${against})` };
}

function figure(value: number): string {
  return value.toFixed(2);
}
