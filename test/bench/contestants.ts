import { openRecogniser } from '../../src/perception/choose-recogniser.ts';
import { ownModelsFolder } from '../../src/perception/model-files.ts';
import { openHumanDefault } from '../../src/perception/recognisers/human-networks.ts';
import { wasmFolder } from '../../src/perception/recognisers/wasm.ts';
import type { Frame } from '../../src/protocol/frame-codec.ts';
import { toI420 } from '../unit/perception/photos.ts';
import { openFaceApi } from './face-api.ts';

/** An engine that reads a frame; `faces` says how many it saw, so that nobody wins by not looking. */
export interface FrameReader {
  readonly name: string;
  read(frame: Frame): Promise<number>;
}

function rgbOf(frame: Frame): Int32Array {
  const rgb = new Int32Array(frame.width * frame.height * 3);
  for (let pixel = 0; pixel < frame.width * frame.height; pixel += 1) {
    for (let c = 0; c < 3; c += 1) rgb[pixel * 3 + c] = frame.pixels[pixel * 4 + c] ?? 0;
  }
  return rgb;
}

/** One of our own recognisers on one thread, or undefined where it does not open on this machine. */
export async function ours(name: string): Promise<FrameReader | undefined> {
  const opened = await openRecogniser(name, { modelsFolder: ownModelsFolder(), threads: 1 });
  if (!opened.ok) return undefined;
  const { recogniser } = opened;
  // As the stage sends it: cameras give I420.
  const camera = new WeakMap<Frame, Frame>();
  return {
    name,
    async read(frame) {
      const sent = camera.get(frame) ?? toI420(frame);
      camera.set(frame, sent);
      return (await recogniser.read(sent, { search: 'quick' })).faces.length;
    },
  };
}

/**
 * Human as it comes, on WebAssembly: everything that it does by default (face mesh, iris, age, body, hands). Only its
 * cache is off, which would answer for frames without looking at them.
 */
export async function humanDefault(): Promise<FrameReader> {
  const human = await openHumanDefault(wasmFolder());
  return {
    name: 'human default',
    async read(frame) {
      const tensor = human.tf.tensor(Float32Array.from(rgbOf(frame)), [frame.height, frame.width, 3]);
      const result = await human.detect(tensor);
      tensor.dispose();
      return result.face.length;
    },
  };
}

/** face-api with its default detector (SSD MobileNet) and its expressions, on WebAssembly. */
export async function faceApiDefault(): Promise<FrameReader> {
  const faceApi = await openFaceApi();
  return { name: 'face-api default', read: (frame) => faceApi.read(rgbOf(frame), frame.width, frame.height) };
}
