import { z } from 'zod';
import { EMOTIONS } from './emotions.ts';
import { scoresSchema } from './reading.ts';

/**
 * What the operator sees of the room, a message a reading: for the console's page and `mien read --camera`. Numbers
 * only; no picture is ever in it.
 */

const ms = z.number().nonnegative();
const share = z.number().min(0).max(1);
const emotion = z.enum(EMOTIONS);

/** Somebody in view. `id` is never the same for two visits, and nothing of a person is in it. */
const viewerSchema = z.strictObject({
  id: z.number().int().positive(),
  /** Pixels of the frame: left, top, width, height. */
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]).readonly(),
  /** As last read, or null where the face was not legible. */
  scores: scoresSchema.nullable(),
  quality: share,
  /** For how long this visit has gone on. */
  forMs: ms,
  isNearest: z.boolean(),
  /** Taken for a picture, poster or screen: not read. */
  ignored: z.boolean(),
});

export const roomFeedSchema = z.strictObject({
  type: z.literal('room'),
  /** Capture time of the reading, on main's clock. */
  atMs: z.number(),
  frame: z.strictObject({ width: z.number().int().positive(), height: z.number().int().positive() }),
  /** Largest face first. */
  viewers: z.array(viewerSchema).readonly(),
  mood: z.strictObject({
    /** The film's emotions and how much of each, summing to 1; null where nobody was read. */
    scores: z.partialRecord(emotion, share).nullable(),
    dominant: emotion.nullable(),
    /** Why, in a sentence. */
    why: z.string(),
  }),
  timings: z.strictObject({
    /** What the recogniser took for the frame. */
    readMs: ms,
    /** From the frame's capture until its mood was there. */
    captureToMoodMs: ms,
    /** Readings of the last seconds, a second. */
    readingsPerSecond: ms,
  }),
});
export type RoomFeed = z.infer<typeof roomFeedSchema>;
