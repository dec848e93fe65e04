import { z } from 'zod';
import { readingZoneSchema } from './reading-zone.ts';
import { readingSchema } from './reading.ts';
import { labelsSchema } from './network-labels.ts';
import { tuningSchema } from './tuning.ts';

/**
 * Between main and the perception process. Camera frames travel beside these messages as bare `Uint8Array`s
 * (frame-codec.ts); the process keeps only the newest one that waits.
 */

export const mainToPerceptionSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('open'),
    /** `auto`, or a recogniser's name: `onnx`, `wasm`, `tensorflow-gpu`, `onnx:webgpu`, `emopy:<model.hdf5>` ... */
    recogniser: z.string().min(1),
    /** The models folder (`models/`, with `manifest.json` and the networks in it), an absolute path. */
    modelsFolder: z.string().min(1),
    /** Most threads for inference; main leaves the rest to the film. */
    threads: z.number().int().positive(),
    /** See `labelsSchema`. */
    labels: labelsSchema.optional(),
    /** What the venue learnt with `mien tune`. */
    tuning: tuningSchema.optional(),
    /** Faces outside of it are dropped before their expression is read; absent: every face is read. */
    zone: readingZoneSchema.optional(),
    /** Tell of each look at the warm-up picture (`warmUp` below): a trial of an execution provider. */
    trial: z.boolean().optional(),
  }),
  z.strictObject({ type: z.literal('beat'), id: z.number().int() }),
  z.strictObject({ type: z.literal('close') }),
]);
export type MainToPerception = z.infer<typeof mainToPerceptionSchema>;

const attempt = z.strictObject({ recogniser: z.string(), taken: z.boolean(), why: z.string() });
/** One recogniser that was tried, whether it was taken, and why (not), in one line. */
export type Attempt = z.infer<typeof attempt>;

export const perceptionToMainSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready'), recogniser: z.string(), attempts: z.array(attempt).readonly() }),
  z.strictObject({ type: z.literal('failed'), attempts: z.array(attempt).readonly() }),
  readingSchema,
  /** One look at the warm-up picture: `whole` reads it as one face, `quick` as a camera's frame. */
  z.strictObject({ type: z.literal('warmUp'), search: z.enum(['whole', 'quick']), reading: readingSchema }),
  /** A frame that could not be read; the process goes on. */
  z.strictObject({ type: z.literal('refused'), reason: z.string() }),
  z.strictObject({ type: z.literal('beat'), id: z.number().int() }),
]);
export type PerceptionToMain = z.infer<typeof perceptionToMainSchema>;
export type WarmUpLook = Extract<PerceptionToMain, { type: 'warmUp' }>;
