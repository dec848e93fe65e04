import type { Emotion } from '../protocol/emotions.ts';

/** Whose mood counts: the nearest viewer's, everyone's weighted by face size, or the one that shows most. */
export type Audience = 'nearest' | 'everyone' | 'strongest';

/** How a scene reads its visitors: the film's rules with the scene's own laid over them, all filled in. */
export interface ReadingRules {
  /** The film's own emotions that count here, in the film's order; ties fall to the earlier. Never empty. */
  readonly emotions: readonly Emotion[];
  /** A factor an emotion, 1 where absent; applied to the mean scores before they are made to sum to 1. */
  readonly weights: Readonly<Partial<Record<Emotion, number>>>;
  /** Readings older than this do not count, milliseconds. */
  readonly windowMs: number;
  /** Least score, 0..1, that an emotion needs to be dominant. */
  readonly confidence: number;
  /** Least lead, 0..1, over the next emotion to become dominant, or to take over from another. */
  readonly margin: number;
  readonly audience: Audience;
  /** Whether the viewer's resting face, learnt while the opening played, is taken off the scores. */
  readonly baseline: boolean;
}

/** What the room feels, over one window, in the film's own emotions. */
export interface Mood {
  /** Scores of the rules' emotions, summing to 1; null where the window held no face that could be read. */
  readonly scores: Readonly<Partial<Record<Emotion, number>>> | null;
  /** The emotion that passed confidence and margin (or stayed, by hysteresis), or null. */
  readonly dominant: Emotion | null;
  /** The highest score's emotion, clear or not; null where `scores` is. */
  readonly leading: Emotion | null;
  /** Lead of `leading` over the next, 0..1. */
  readonly lead: number;
  /** Viewers whose readings are in the window. */
  readonly viewers: number;
  /** Distinct readings in the window that held a legible face. */
  readonly readings: number;
  /** One plain sentence: why `dominant` is what it is. */
  readonly why: string;
}

/** The mood of an empty room: decides nothing. */
export const NO_MOOD: Mood = {
  scores: null,
  dominant: null,
  leading: null,
  lead: 0,
  viewers: 0,
  readings: 0,
  why: 'nobody was read',
};
