import { z } from 'zod';
import { EMOTIONS } from './emotions.ts';

/** A scene of the visit: when it began, and how it came to be the next. */
const stepSchema = z.strictObject({
  title: z.string().max(200),
  /** Milliseconds from the beginning of the visit. */
  atMs: z.number().nonnegative(),
  /** How many scenes could have followed the one before; 0 or 1: there was no choice. */
  ways: z.number().int().nonnegative(),
  /** Which of them it was, from 0; null where something else led here (the operator, walking away). */
  taken: z.number().int().nonnegative().nullable(),
  /** The emotion that decided, or null. */
  emotion: z.enum(EMOTIONS).nullable(),
});
export type VisitStep = z.infer<typeof stepSchema>;

/** Moods that a trace holds at most, evenly over the visit. */
export const MOST_MOODS = 240;
/** Scenes that a trace holds at most; of a longer visit the last. */
export const MOST_STEPS = 120;

/** What a scene draws of the visit that leads to it: the path taken, the ways that were open, and the mood over time. */
export const visitTraceSchema = z.strictObject({
  /** Length of the visit so far. */
  durationMs: z.number().nonnegative(),
  steps: z.array(stepSchema).max(MOST_STEPS),
  /** The film's emotions, in the order of the shares in `moods`. */
  emotions: z.array(z.strictObject({ emotion: z.enum(EMOTIONS), word: z.string().max(60), colour: z.string() })).max(7),
  /** Shares of the mood, 0..1, at even distances over the visit; null where nobody could be read. */
  moods: z.array(z.array(z.number().min(0).max(1)).max(7).nullable()).max(MOST_MOODS),
  ink: z.string(),
  titles: z.boolean(),
  /** Shares of the screen's height. */
  top: z.number().min(0).max(1),
  height: z.number().min(0).max(1),
  /** When it begins to be drawn in its scene, and how long that takes. */
  startMs: z.number().nonnegative(),
  drawMs: z.number().positive(),
});
export type VisitTrace = z.infer<typeof visitTraceSchema>;
