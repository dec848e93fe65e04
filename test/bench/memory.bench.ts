import { detectorCard, expressionCard, manifest } from '../../models/manifest.ts';
import { openRecogniser } from '../../src/perception/choose-recogniser.ts';
import { ownModelsFolder } from '../../src/perception/model-files.ts';
import { Pipeline } from '../../src/perception/pipeline.ts';
import type { Recogniser } from '../../src/perception/recogniser.ts';
import { humanNetwork, type HumanLike } from '../../src/perception/recognisers/human-networks.ts';
import { openHumanOnTensorflowGpu } from '../../src/perception/recognisers/tensorflow-gpu.ts';
import { openHumanOnWasm } from '../../src/perception/recognisers/wasm.ts';
import { toI420 } from '../unit/perception/photos.ts';
import { frameWithFaces } from './frames.ts';
import type { BenchGroup, BenchResult } from './measure.ts';

export const onlyWhenAsked = true;

/** `MIEN_FRAMES=2000` for a shorter run. */
const FRAMES = Number(process.env.MIEN_FRAMES ?? 20_000);
/** Caches fill and code is compiled before memory is first looked at. */
const WARM_UP = Math.min(1000, FRAMES / 2);

interface Engine {
  readonly name: string;
  readonly recogniser: Recogniser;
  readonly tensors: (() => number) | null;
}

type Counted = HumanLike & { readonly tf: { memory(): { readonly numTensors: number } } };

async function humanEngine(name: string, open: () => Promise<HumanLike>): Promise<Engine | null> {
  const detector = detectorCard(manifest.default.detector);
  const emotion = expressionCard('human-emotion');
  try {
    const human = (await open()) as Counted;
    if (detector === undefined || emotion === undefined) return null;
    const parts = { name, detail: name, detector: humanNetwork(human, detector) };
    const recogniser = new Pipeline({ ...parts, expression: [{ network: humanNetwork(human, emotion), weight: 1 }] });
    return { name, recogniser, tensors: () => human.tf.memory().numTensors };
  } catch {
    return null;
  }
}

async function onnxEngine(): Promise<Engine | null> {
  const opened = await openRecogniser('onnx:cpu', { modelsFolder: ownModelsFolder(), threads: 1 });
  return opened.ok ? { name: 'onnx', recogniser: opened.recogniser, tensors: null } : null;
}

/** Memory of the whole process after a collection, megabytes. */
function megabytes(): number {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage().rss / 2 ** 20;
}

const lone = (name: string, unit: string, value: number): BenchResult => ({
  name,
  unit,
  n: FRAMES,
  p50: value,
  p95: value,
});

/** How far memory and tensors grow over 20,000 frames with one face, one engine after the other. */
export async function bench(): Promise<BenchGroup> {
  const frame = toI420(await frameWithFaces(1));
  const results: BenchResult[] = [];
  for (const open of [
    onnxEngine,
    () => humanEngine('wasm', openHumanOnWasm),
    () => humanEngine('tensorflow-gpu', openHumanOnTensorflowGpu),
  ]) {
    const engine = await open();
    if (engine === null) continue;
    const { name, recogniser, tensors } = engine;
    const read = async (count: number): Promise<void> => {
      for (let index = 0; index < count; index += 1) await recogniser.read(frame, { search: 'quick' });
    };
    await read(WARM_UP);
    const before = { memory: megabytes(), tensors: tensors?.() ?? 0 };
    await read(FRAMES - WARM_UP);
    const growth = (megabytes() / before.memory - 1) * 100;
    results.push(lone(`${name} memory`, 'MB', megabytes()), lone(`${name} growth of memory`, '%', growth));
    if (tensors !== null) results.push(lone(`${name} growth of tensors`, 'tensors', tensors() - before.tensors));
    await recogniser.close();
  }
  return { results, ratios: [] };
}
