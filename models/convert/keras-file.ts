import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Tensor } from './onnx-graph.ts';

const layerSchema = z.object({ class_name: z.string(), config: z.record(z.string(), z.unknown()) });
export type KerasLayer = z.infer<typeof layerSchema>;

/** Keras 2.0 keeps the layers themselves as the configuration, later ones keep them one step deeper. */
const modelSchema = z.object({
  class_name: z.string(),
  config: z.union([z.array(layerSchema), z.object({ layers: z.array(layerSchema) })]),
});

export interface KerasModel {
  readonly layers: readonly KerasLayer[];
  /** A layer's weights in the order in which Keras wrote them, by the last part of their names (`kernel`, `bias`). */
  weights(layer: string): ReadonlyMap<string, Tensor>;
}

/** HDF5's mark stands at the file's start or at a power of two from 512 on. */
const MARK = Buffer.from('\x89HDF\r\n\x1a\n', 'latin1');

function isHdf5(path: string): boolean {
  const bytes = readFileSync(path);
  return [0, 512, 1024, 2048].some((at) => bytes.subarray(at, at + MARK.length).equals(MARK));
}

const namesSchema = z.array(z.string());

/** A Keras Sequential model in an HDF5 file, read whole. @throws in a sentence where the file is not one. */
export async function readKerasFile(path: string): Promise<KerasModel> {
  if (!existsSync(path)) throw new Error(`${path}: there is no such file`);
  const { File, Group, Dataset, ready } = await import('h5wasm/node');
  await ready;
  // Asked of the bytes, since the reader takes any file and stumbles later.
  if (!isHdf5(path)) throw new Error(`${path}: not an HDF5 file`);
  const file = new File(path, 'r');
  try {
    const written = file.attrs['model_config']?.value;
    if (typeof written !== 'string') throw new Error(`${path}: holds no Keras model (weights alone are not enough)`);
    const model = modelSchema.safeParse(JSON.parse(written));
    if (!model.success || model.data.class_name !== 'Sequential') {
      const kind = model.success ? `a Keras model of class ${model.data.class_name}` : 'not understood';
      throw new Error(`${path}: ${kind}; only Sequential models are read`);
    }
    const layers = Array.isArray(model.data.config) ? model.data.config : model.data.config.layers;
    const weights = new Map<string, ReadonlyMap<string, Tensor>>();
    for (const layer of layers) {
      const name = String(layer.config['name']);
      const group = file.get(`model_weights/${name}`);
      const found = new Map<string, Tensor>();
      const names = group instanceof Group ? namesSchema.safeParse(group.attrs['weight_names']?.value) : undefined;
      for (const weight of names?.success === true ? names.data : []) {
        const data = file.get(`model_weights/${name}/${weight}`);
        if (!(data instanceof Dataset)) throw new Error(`${path}: no weights named ${weight}`);
        const values = Float32Array.from(z.custom<ArrayLike<number>>().parse(data.value));
        const short = weight.split('/').at(-1)?.replace(/:\d+$/, '') ?? weight;
        found.set(short, { dims: data.shape ?? [values.length], values });
      }
      weights.set(name, found);
    }
    return { layers, weights: (layer) => weights.get(layer) ?? new Map<string, Tensor>() };
  } finally {
    file.close();
  }
}
