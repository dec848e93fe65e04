import { FRAME } from '../../src/main/show-options.ts';
import { faceApiDefault, humanDefault, ours } from './contestants.ts';
import { frameWithFaces } from './frames.ts';
import type { BenchGroup } from './measure.ts';
import { race, ratio } from './measure.ts';

const ROUNDS = 80;

/** Milliseconds for one 640x480 frame with one face, all engines on one thread, in turn; and for one as the stage sends it. */
export async function bench(): Promise<BenchGroup> {
  const frame = await frameWithFaces(1);
  const opened = [await ours('onnx'), await ours('wasm'), await humanDefault(), await faceApiDefault()];
  const readers = opened.filter((reader) => reader !== undefined);
  for (const reader of readers) {
    const faces = await reader.read(frame);
    if (faces !== 1) throw new Error(`${reader.name} sees ${faces} faces where there is one`);
  }
  const contestants = readers.map((reader) => ({
    name: reader.name,
    run: async () => {
      await reader.read(frame);
    },
  }));
  const large = await ours('onnx');
  const largeFrame = await frameWithFaces(1, FRAME);
  const asShown = `onnx ${FRAME.width}x${FRAME.height}`;
  if (large !== undefined) {
    const run = async (): Promise<void> => {
      await large.read(largeFrame);
    };
    contestants.push({ name: asShown, run });
  }
  const results = await race(contestants, ROUNDS);
  const slower = ['wasm', 'human default', 'face-api default', asShown];
  return { results, ratios: slower.map((name) => ratio(results, name, 'onnx')) };
}
