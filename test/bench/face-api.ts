import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { packageFolder } from '../../models/convert/ensure-models.ts';

/** What is used of face-api and of the TensorFlow.js that it runs on, to compare with; the product does not run it. */
interface TensorLike {
  data(): Promise<Float32Array>;
  dispose(): void;
}
interface FaceApiLike {
  readonly tf: {
    setBackend(name: string): Promise<boolean>;
    ready(): Promise<void>;
    tensor3d(values: Float32Array | Int32Array, shape: readonly number[], type?: string): TensorLike;
  };
  readonly nets: {
    readonly faceExpressionNet: {
      loadFromDisk(folder: string): Promise<void>;
      forwardInput(input: unknown): TensorLike;
    };
    readonly ssdMobilenetv1: { loadFromDisk(folder: string): Promise<void> };
  };
  toNetInput(pictures: readonly TensorLike[]): Promise<unknown>;
  detectAllFaces(picture: TensorLike): { withFaceExpressions(): Promise<readonly unknown[]> };
}

export interface FaceApi {
  /** The expression network's answer to pictures of `size` pixels, RGB 0..255 side by side; seven numbers each. */
  expressions(pixels: Float32Array, batch: number, size: number): Promise<Float32Array>;
  /** Faces with expressions in one picture, found by the default detector. @returns how many. */
  read(rgb: Int32Array, width: number, height: number): Promise<number>;
}

/** face-api on the WebAssembly backend of TensorFlow.js. */
export async function openFaceApi(): Promise<FaceApi> {
  const require = createRequire(import.meta.url);
  const root = packageFolder('@vladmandic/face-api');
  const backend = '@tensorflow/tfjs-backend-wasm';
  const wasm = require(backend) as { setWasmPaths(folder: string): void };
  wasm.setWasmPaths(`${dirname(require.resolve(`${backend}/dist/tfjs-backend-wasm.wasm`))}/`);
  const faceApi = require(join(root, 'dist/face-api.node-wasm.js')) as FaceApiLike;
  await faceApi.tf.setBackend('wasm');
  await faceApi.tf.ready();
  await faceApi.nets.faceExpressionNet.loadFromDisk(join(root, 'model'));
  await faceApi.nets.ssdMobilenetv1.loadFromDisk(join(root, 'model'));
  return {
    async expressions(pixels, batch, size) {
      const length = size * size * 3;
      const pictures = Array.from({ length: batch }, (_, index) =>
        faceApi.tf.tensor3d(pixels.subarray(index * length, (index + 1) * length), [size, size, 3]),
      );
      return faceApi.nets.faceExpressionNet.forwardInput(await faceApi.toNetInput(pictures)).data();
    },
    async read(rgb, width, height) {
      const picture = faceApi.tf.tensor3d(rgb, [height, width, 3], 'int32');
      const faces = await faceApi.detectAllFaces(picture).withFaceExpressions();
      picture.dispose();
      return faces.length;
    },
  };
}
