import { z } from 'zod';

/**
 * What `models/manifest.json` says of every network. An expression network is wholly described here: how its input is
 * cut from a face, how its pixels are normalised, what its outputs mean. Code knows no network by name.
 */

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const emotion = z.enum(['anger', 'disgust', 'fear', 'happiness', 'sadness', 'surprise', 'calm']);

const sourceSchema = z.strictObject({
  /** npm package that the weights come out of. */
  package: z.string(),
  version: z.string(),
  /** The weights' own description first; paths inside the package. */
  files: z.array(z.strictObject({ path: z.string(), sha256 })).min(1),
  /** Which of the converters reads them. */
  converter: z.enum(['graph-model', 'face-api-expression']),
});

const inputSchema = z.strictObject({
  /** Height and width in pixels. */
  size: z.number().int().positive(),
  colour: z.enum(['grey', 'rgb']),
  /** Fed value = (pixel 0..255 - mean) / divisor, a mean for each channel. */
  mean: z.array(z.number()),
  divisor: z.number().positive(),
});

const common = {
  name: z.string().regex(/^[a-z0-9-]+$/),
  /** Path below the models folder. */
  file: z.string(),
  /** Of the ONNX file. */
  sha256,
  licence: z.string(),
  /** Where the network itself was made, as far as the package tells. */
  origin: z.string(),
  /** Absent for a network of our own, which is committed as it is. */
  source: sourceSchema.optional(),
  input: inputSchema,
};

const detectorSchema = z.strictObject({
  ...common,
  task: z.literal('detect'),
  outputs: z.array(z.strictObject({ from: z.string(), name: z.string(), shape: z.array(z.number().int()) })),
});

const cropSchema = z.strictObject({
  /** Side of the square cut, in sides of the detector's square box. */
  factor: z.number().positive(),
  /** How far the cut's centre lies below the box's, in sides of the box. */
  down: z.number(),
  /** Whether the face is turned upright by its eyes first. */
  upright: z.boolean(),
});

const lookSchema = z.strictObject({
  mirrored: z.boolean(),
  /** Over 1: nearer, a smaller cut. */
  zoom: z.number().positive(),
  /** How far the cut is moved to the right and down, in sides of the unmoved cut. */
  right: z.number(),
  down: z.number(),
});

const expressionSchema = z.strictObject({
  ...common,
  task: z.literal('express'),
  outputs: z.array(z.strictObject({ from: z.string(), name: z.string(), shape: z.array(z.number().int()) })),
  labels: z.array(emotion),
  crop: cropSchema,
  /** How to cut pictures that are already a face, such as those of FER2013: side in sides of the picture. */
  wholeFactor: z.number().positive(),
  /** How the network is shown a face, its answers averaged: a still is shown all, a camera's frames take turns. */
  looks: z.array(lookSchema).min(1),
  /** Whether a face that moved while the shutter was open is sharpened along its way before the network sees it (`src/perception/unblur.ts`). */
  unblur: z.boolean(),
  /** Divides the logarithm of the scores before they are made to sum to 1 again; over 1 softens. Fitted, see the docs. */
  temperature: z.number().positive(),
  /** Multiplies each label's score after that: corrects for what the network expects too often. In order of `labels`. */
  priors: z.array(z.number().positive()),
});

export const manifestSchema = z.strictObject({
  version: z.literal(1),
  /** What `onnx` runs when nothing else is asked for; several expression networks are averaged with these weights. */
  default: z.strictObject({
    detector: z.string(),
    expression: z.array(z.strictObject({ network: z.string(), weight: z.number().positive() })).min(1),
  }),
  networks: z.array(z.discriminatedUnion('task', [detectorSchema, expressionSchema])),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type NetworkCard = Manifest['networks'][number];
export type DetectorCard = z.infer<typeof detectorSchema>;
export type LookCard = z.infer<typeof lookSchema>;
export type ExpressionCard = z.infer<typeof expressionSchema>;
