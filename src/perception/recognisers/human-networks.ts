import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { packageFolder } from '../../../models/convert/ensure-models.ts';
import { readWeightFiles } from '../../../models/convert/tfjs-weights.ts';
import type { NetworkCard } from '../../../models/manifest-schema.ts';
import type { Network } from '../network.ts';

/** What is used of TensorFlow.js, as Human carries it. */
interface TensorLike {
  data(): Promise<Float32Array>;
  dispose(): void;
}
interface GraphModelLike {
  execute(input: TensorLike, outputs: readonly string[]): TensorLike | TensorLike[];
}
interface TensorFlowLike {
  tensor(values: Float32Array, shape: readonly number[]): TensorLike;
  memory(): { readonly numTensors: number };
  readonly io: {
    registerLoadRouter(router: (url: unknown) => { load(): Promise<unknown> } | null): void;
  };
}

/** What is used of Human: it loads and holds its networks; its own pipeline, with its caches, is left alone. */
export interface HumanLike {
  readonly tf: TensorFlowLike;
  readonly models: { readonly models: Readonly<Record<string, GraphModelLike | null | undefined>> };
  init(): Promise<void>;
  load(): Promise<void>;
  /** Its own whole pipeline; only the bench runs it. */
  detect(picture: TensorLike): Promise<{ readonly face: readonly unknown[] }>;
}
interface HumanModule {
  readonly Human: new (config: unknown) => HumanLike;
}

const PACKAGE = '@vladmandic/human';
/** Human joins this and a network's file name; our router answers it. Its own loader would `fetch` a file, which is refused. */
const SCHEME = 'mien-human:';

/**
 * Human with its detector and emotion network only, in one of its builds for Node, which are not in its package's exports
 * and so are taken by their path. Caches and floors are off: every frame is read anew and every score is told.
 * @throws where the build or its TensorFlow.js backend does not load.
 */
export async function openHuman(build: string, backend: string, wasmPath: string): Promise<HumanLike> {
  const uncached = { skipFrames: 0, skipTime: 0, minConfidence: 0 };
  const off = { enabled: false };
  return load(build, {
    backend,
    wasmPath,
    warmup: 'none',
    filter: off,
    gesture: off,
    body: off,
    hand: off,
    object: off,
    segmentation: off,
    face: {
      enabled: true,
      detector: { ...uncached, modelPath: 'blazeface.json' },
      emotion: { ...uncached, enabled: true, modelPath: 'emotion.json' },
      mesh: off,
      iris: off,
      description: off,
      antispoof: off,
      liveness: off,
    },
  });
}

/** Human as it comes, on WebAssembly, its cache of earlier frames off. For comparison in the bench. */
export function openHumanDefault(wasmPath: string): Promise<HumanLike> {
  return load('human.node-wasm.js', { backend: 'wasm', wasmPath, warmup: 'none', cacheSensitivity: 0 });
}

async function load(build: string, config: Readonly<Record<string, unknown>>): Promise<HumanLike> {
  const folder = packageFolder(PACKAGE);
  const loaded = createRequire(import.meta.url)(join(folder, 'dist', build)) as HumanModule;
  const human = new loaded.Human({ ...config, modelBasePath: SCHEME, debug: false, cacheModels: false });
  serveFiles(human.tf, folder);
  await human.init();
  await human.load();
  return human;
}

/** TensorFlow.js instances that already know our scheme; two routers for one scheme are an error there. */
const served = new WeakSet<object>();

function serveFiles(tf: TensorFlowLike, folder: string): void {
  if (served.has(tf.io)) return;
  served.add(tf.io);
  tf.io.registerLoadRouter((url) => {
    if (typeof url !== 'string' || !url.startsWith(SCHEME)) return null;
    const path = join(folder, 'models', url.slice(SCHEME.length));
    return { load: () => Promise.resolve(readArtifacts(path)) };
  });
}

/** A model's files as TensorFlow.js wants them in memory. */
function readArtifacts(path: string): unknown {
  const model = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  return { ...model, ...readWeightFiles(model.weightsManifest, path) };
}

/** One of Human's networks as the pipeline wants it. */
export function humanNetwork<Card extends NetworkCard>(human: HumanLike, card: Card): Network<Card> {
  const path = card.source?.package === PACKAGE ? card.source.files[0]?.path : undefined;
  const name = path?.replace(/^models\//, '').replace(/\.json$/, '');
  const model = name === undefined ? undefined : human.models.models[name];
  if (model === undefined || model === null) throw new Error(`Human does not run ${card.name}`);
  const { size, colour } = card.input;
  const channels = colour === 'rgb' ? 3 : 1;
  const length = size * size * channels;
  const names = card.outputs.map(({ from }) => from);
  return {
    card,
    layout: 'interleaved',
    takesRows: false,
    async run(input, batch) {
      const whole = card.outputs.map(({ shape }) => new Float32Array(batch * shape.reduce((a, b) => a * b, 1)));
      // Human's detector is fixed to one picture at a time.
      for (let index = 0; index < batch; index += 1) {
        const pixels = human.tf.tensor(input.subarray(index * length, (index + 1) * length), [1, size, size, channels]);
        const results = [model.execute(pixels, names)].flat();
        pixels.dispose();
        for (const [at, result] of results.entries()) {
          const values = await result.data();
          result.dispose();
          whole[at]?.set(values, index * values.length);
        }
      }
      return whole;
    },
    close: () => Promise.resolve(),
  };
}
