import { existsSync, readFileSync, statSync } from 'node:fs';
import type * as Library from 'h5wasm/node';
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

/** Makes the library throw what it would print; absent from its types. */
const throwingSchema = z.object({ activate_throwing_error_handler: z.custom<() => void>() });

/** The innermost reason of the library's trace of several lines, or any other error's words. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String((error as { message?: unknown }).message ?? error);
  return [...text.matchAll(/^\s*#\d+: .*?\(\): (.*)$/gmu)].at(-1)?.[1] ?? text.split('\n')[0] ?? text;
}

/** What is wrong with the file, told by this page and not by the library. */
class KerasFault extends Error {}

/** A Keras Sequential model in an HDF5 file, read whole. @throws in a sentence where the file is not one. */
export async function readKerasFile(path: string): Promise<KerasModel> {
  if (!existsSync(path)) throw new Error(`${path}: there is no such file`);
  if (!statSync(path).isFile()) throw new Error(`${path}: not a file`);
  // Asked of the bytes, since the reader takes any file and stumbles later.
  if (!isHdf5(path)) throw new Error(`${path}: not an HDF5 file`);
  const library = await import('h5wasm/node');
  throwingSchema.parse(await library.ready).activate_throwing_error_handler();
  try {
    return readModel(library, path);
  } catch (error) {
    if (error instanceof KerasFault) throw error;
    throw new Error(`${path}: a damaged HDF5 file (${reasonOf(error)})`, { cause: error });
  }
}

function readModel({ File, Group, Dataset }: typeof Library, path: string): KerasModel {
  const file = new File(path, 'r');
  try {
    const written = file.attrs['model_config']?.value;
    if (typeof written !== 'string') {
      throw new KerasFault(`${path}: holds no Keras model (weights alone are not enough)`);
    }
    const layers = layersOf(written, path);
    const weights = new Map<string, ReadonlyMap<string, Tensor>>();
    for (const layer of layers) {
      const name = String(layer.config['name']);
      const group = file.get(`model_weights/${name}`);
      const found = new Map<string, Tensor>();
      const names = group instanceof Group ? namesSchema.safeParse(group.attrs['weight_names']?.value) : undefined;
      for (const weight of names?.success === true ? names.data : []) {
        const data = file.get(`model_weights/${name}/${weight}`);
        if (!(data instanceof Dataset)) throw new KerasFault(`${path}: no weights named ${weight}`);
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

function layersOf(written: string, path: string): readonly KerasLayer[] {
  let config: unknown;
  try {
    config = JSON.parse(written);
  } catch {
    throw new KerasFault(`${path}: its model is not written in JSON`);
  }
  const model = modelSchema.safeParse(config);
  if (!model.success || model.data.class_name !== 'Sequential') {
    const kind = model.success ? `a Keras model of class ${model.data.class_name}` : 'not understood';
    throw new KerasFault(`${path}: ${kind}; only Sequential models are read`);
  }
  return Array.isArray(model.data.config) ? model.data.config : model.data.config.layers;
}
