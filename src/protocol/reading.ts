import { z } from 'zod';
import type { Scores } from './emotions.ts';

/** `[x, y, width, height]` in pixels of the frame, from its top left corner. May reach over the frame's edge. */
export type Box = readonly [number, number, number, number];

/** One face of one frame. */
export interface Face {
  readonly box: Box;
  /** Seven scores that sum to 1, or null where the face was seen but is not legible enough to say anything. */
  readonly scores: Scores | null;
  /** How far this face's scores are to be trusted, 0..1; weights the reading in the mood's window. */
  readonly quality: number;
  /** The detector's own confidence that this is a face, 0..1. */
  readonly detection: number;
}

/** One inference on one frame. */
export interface Reading {
  readonly type: 'reading';
  /** When the frame was captured, milliseconds on main's monotonic clock. */
  readonly capturedAtMs: number;
  /** Size of the frame in pixels. */
  readonly frameWidth: number;
  readonly frameHeight: number;
  /** Nearest (largest) face first. */
  readonly faces: readonly Face[];
  /** How long the recogniser took, milliseconds. */
  readonly tookMs: number;
}

const score = z.number().min(0).max(1);

export const scoresSchema = z.strictObject({
  anger: score,
  disgust: score,
  fear: score,
  happiness: score,
  sadness: score,
  surprise: score,
  calm: score,
});

/** The door for readings: from the perception process and from recorded traces. */
export const readingSchema = z.strictObject({
  type: z.literal('reading'),
  capturedAtMs: z.number(),
  frameWidth: z.number().int().positive(),
  frameHeight: z.number().int().positive(),
  faces: z
    .array(
      z.strictObject({
        box: z.tuple([z.number(), z.number(), z.number().nonnegative(), z.number().nonnegative()]).readonly(),
        scores: scoresSchema.nullable(),
        quality: score,
        detection: score,
      }),
    )
    .readonly(),
  tookMs: z.number().nonnegative(),
});
