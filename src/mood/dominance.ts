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
  const { emotions, weights } = rules;
  const restricted: Partial<Record<Emotion, number>> = {};
  let sum = 0;
  for (const emotion of emotions) {
    const value = (scores[indexOfEmotion(emotion)] ?? 0) * (weights[emotion] ?? 1);
    restricted[emotion] = value;
    sum += value;
  }
  for (const emotion of emotions) {
    restricted[emotion] = sum > 0 ? (restricted[emotion] ?? 0) / sum : 1 / emotions.length;
  }
  return restricted;
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
  const { first, second } = leaders(scores, rules.emotions);
  const { emotion: leading } = first;
  const lead = first.score - (second?.score ?? 0);
  const found = (dominant: Emotion | null, why: string): Dominance => ({ dominant, leading, lead, why });
  const against = second === undefined ? '' : ` against ${figure(second.score)} for ${second.emotion}`;

  if (previous === leading) return found(leading, `${leading} still leads (${figure(first.score)}${against})`);
  if (previous !== null && rules.emotions.includes(previous)) {
    const behind = first.score - (scores[previous] ?? 0);
    if (behind < rules.margin - ROUNDING || behind <= ROUNDING) {
      const why =
        `${previous} stays: ${leading} leads it by ${figure(behind)} only, ` +
        `and takes over at ${figure(rules.margin)}`;
      return found(previous, why);
    }
  }
  if (share < LEAST_OF_ALL && rules.confidence > 0) {
    return found(
      null,
      `nothing is clear: the face shows hardly any of the film's emotions (${figure(share)} of all it shows)`,
    );
  }
  if (first.score < rules.confidence - ROUNDING) {
    const why =
      `nothing is clear: ${leading} leads with ${figure(first.score)}, ` +
      `below the confidence of ${figure(rules.confidence)}`;
    return found(null, why);
  }
  if (lead < rules.margin - ROUNDING) {
    const why =
      `nothing is clear: ${leading} has ${figure(first.score)}${against}, ` +
      `a lead of ${figure(lead)} where the film asks for ${figure(rules.margin)}`;
    return found(null, why);
  }
  return found(leading, `${leading} leads (${figure(first.score)}${against})`);
}

interface Leader {
  readonly emotion: Emotion;
  readonly score: number;
}

/** The highest score and the next, the earlier of equals first. In one pass: a simulation asks a million times. */
function leaders(
  scores: FilmScores,
  emotions: ReadingRules['emotions'],
): { readonly first: Leader; readonly second: Leader | undefined } {
  let first: Leader | undefined;
  let second: Leader | undefined;
  for (const emotion of emotions) {
    const score = scores[emotion] ?? 0;
    if (first === undefined || score > first.score) {
      second = first;
      first = { emotion, score };
    } else if (second === undefined || score > second.score) second = { emotion, score };
  }
  if (first === undefined) throw new RangeError('a film counts at least one emotion');
  return { first, second };
}

function figure(value: number): string {
  return value.toFixed(2);
}
