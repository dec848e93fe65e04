import type { Emotion } from '../protocol/emotions.ts';
import type { ReadingRules } from './mood.ts';

/**
 * How a film reads that says nothing of it. Window, confidence and margin come from the posed visits whose tables
 * docs/mood.md prints (`node scripts/study-mood.mjs`).
 */
export function usualRules(emotions: readonly Emotion[]): ReadingRules {
  return { emotions, weights: {}, windowMs: 4000, confidence: 0.4, margin: 0.1, audience: 'nearest', baseline: true };
}
