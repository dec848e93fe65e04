import type { FrameReader } from './contestants.ts';
import { faceApiDefault, humanDefault, ours } from './contestants.ts';
import { frameWithFaces } from './frames.ts';
import type { BenchGroup, BenchRatio, BenchResult } from './measure.ts';
import { race, ratio } from './measure.ts';

const COUNTS = [1, 4, 8] as const;
const ROUNDS = 40;

const named = (reader: string, count: number): string => `${reader} ${count} ${count === 1 ? 'face' : 'faces'}`;

/** How many times as much each further face costs one engine as another, from the p50 of one face and of many. */
function furtherFace(results: readonly BenchResult[], slow: string, fast: string, count: number): BenchRatio {
  const p50 = (name: string): number => results.find((result) => result.name === name)?.p50 ?? Number.NaN;
  const cost = (reader: string): number => (p50(named(reader, count)) - p50(named(reader, 1))) / (count - 1);
  return { name: `${slow} / ${fast}, each further face of ${count}`, value: cost(slow) / cost(fast) };
}

/** Milliseconds for a 640x480 frame with 1, 4 and 8 faces, every engine that opens here, on one thread, in turn. */
export async function bench(): Promise<BenchGroup> {
  const opened: readonly (FrameReader | undefined)[] = [
    await ours('onnx'),
    await ours('wasm'),
    await ours('tensorflow-gpu'),
    await humanDefault(),
    await faceApiDefault(),
  ];
  const readers = opened.filter((reader) => reader !== undefined);
  const contestants = [];
  for (const count of COUNTS) {
    const frame = await frameWithFaces(count);
    for (const reader of readers) {
      const faces = await reader.read(frame);
      if (reader.name === 'onnx' && faces !== count)
        throw new Error(`onnx sees ${faces} faces where there are ${count}`);
      const run = async (): Promise<void> => {
        await reader.read(frame);
      };
      contestants.push({ name: named(reader.name, count), run });
    }
  }
  const results = await race(contestants, ROUNDS);
  const ratios = COUNTS.flatMap((count) =>
    ['wasm', 'human default', 'face-api default'].map((name) =>
      ratio(results, named(name, count), named('onnx', count)),
    ),
  );
  return { results, ratios: [...ratios, ...[4, 8].map((count) => furtherFace(results, 'wasm', 'onnx', count))] };
}
