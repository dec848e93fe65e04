import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Tensor } from './onnx-graph.ts';

/** The weights part of a TensorFlow.js model: a list of named arrays, one after the other in the given files. */
export const weightsManifestSchema = z.array(
  z.object({
    paths: z.array(z.string()),
    weights: z.array(
      z.object({
        name: z.string(),
        shape: z.array(z.number().int().nonnegative()),
        dtype: z.enum(['float32', 'int32']),
        /** Stored as bytes: value = stored * scale + min. */
        quantization: z.object({ dtype: z.literal('uint8'), scale: z.number(), min: z.number() }).optional(),
      }),
    ),
  }),
);
export type WeightsManifest = z.infer<typeof weightsManifestSchema>;

/** Every weight by name, as float32 (integers too: shapes and axes are small). @throws where the files do not hold them. */
export function readWeights(manifest: WeightsManifest, manifestPath: string): ReadonlyMap<string, Tensor> {
  const weights = new Map<string, Tensor>();
  for (const group of manifest) {
    const bytes = Buffer.concat(group.paths.map((path) => readFileSync(join(dirname(manifestPath), path))));
    let at = 0;
    for (const weight of group.weights) {
      const count = weight.shape.reduce((a, b) => a * b, 1);
      const values = new Float32Array(count);
      const size = weight.quantization === undefined ? 4 : 1;
      if (at + count * size > bytes.length) throw new Error(`${manifestPath}: weights end before ${weight.name}`);
      for (let index = 0; index < count; index += 1) {
        if (weight.quantization !== undefined) {
          values[index] = (bytes[at + index] ?? 0) * weight.quantization.scale + weight.quantization.min;
        } else if (weight.dtype === 'float32') values[index] = bytes.readFloatLE(at + index * 4);
        else values[index] = bytes.readInt32LE(at + index * 4);
      }
      at += count * size;
      weights.set(weight.name, { dims: weight.shape, values });
    }
  }
  return weights;
}

/** A model's weights as one block of bytes with their description, the way TensorFlow.js takes them from memory. */
export function readWeightFiles(
  manifest: unknown,
  manifestPath: string,
): { readonly weightSpecs: unknown; readonly weightData: ArrayBuffer } {
  const groups = z.array(z.object({ paths: z.array(z.string()), weights: z.array(z.unknown()) })).parse(manifest);
  const bytes = Buffer.concat(
    groups.flatMap((group) => group.paths.map((path) => readFileSync(join(dirname(manifestPath), path)))),
  );
  const weightData = new Uint8Array(bytes).buffer;
  return { weightSpecs: groups.flatMap((group) => group.weights), weightData };
}
