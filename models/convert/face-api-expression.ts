import { readFileSync } from 'node:fs';
import type { Tensor } from './onnx-graph.ts';
import { OnnxGraph, transpose } from './onnx-graph.ts';
import { readWeights, weightsManifestSchema } from './tfjs-weights.ts';

/** face-api keeps weights only; the graph is its code: four dense blocks of four convolutions, a mean, one dense layer. */
const BLOCKS = 4;
const CLASSES = 7;
const SIDE = 112;

/**
 * face-api's expression network as an ONNX file: input `pixels` [N, 3, 112, 112], already normalised as the manifest
 * says; output `scores` [N, 7], softmax. `weightsPath` is the package's weights manifest.
 */
export function convertFaceApiExpression(name: string, weightsPath: string): Uint8Array {
  const weights = readWeights(weightsManifestSchema.parse(JSON.parse(readFileSync(weightsPath, 'utf8'))), weightsPath);
  const graph = new OnnxGraph(name);
  const weight = (path: string): Tensor => {
    const found = weights.get(path);
    if (found === undefined) throw new Error(`${weightsPath}: no weights named ${path}`);
    return found;
  };

  const plain = (input: string, path: string, stride: number): string => {
    const filter = graph.constant(transpose(weight(`${path}/filters`), [3, 2, 0, 1]));
    const bias = graph.constant(weight(`${path}/bias`));
    return graph.add('Conv', [input, filter, bias], { strides: [stride, stride], auto_pad: 'SAME_UPPER' });
  };
  const separable = (input: string, path: string, stride: number): string => {
    const depthwise = weight(`${path}/depthwise_filter`);
    const spread = graph.add('Conv', [input, graph.constant(transpose(depthwise, [2, 3, 0, 1]))], {
      strides: [stride, stride],
      auto_pad: 'SAME_UPPER',
      group: depthwise.dims[2] ?? 1,
    });
    const pointwise = graph.constant(transpose(weight(`${path}/pointwise_filter`), [3, 2, 0, 1]));
    return graph.add('Conv', [spread, pointwise, graph.constant(weight(`${path}/bias`))]);
  };
  /** Each convolution of a block reads the rectified sum of all before it. */
  const block = (input: string, path: string, isFirst: boolean): string => {
    const first = isFirst ? plain(input, `${path}/conv0`, 2) : separable(input, `${path}/conv0`, 2);
    let sum = graph.add('Relu', [first]);
    let rectified = sum;
    for (let index = 1; index < 4; index += 1) {
      sum = graph.add('Add', [sum, separable(rectified, `${path}/conv${index}`, 1)]);
      rectified = graph.add('Relu', [sum]);
    }
    return rectified;
  };

  let value = graph.input('pixels', ['N', 3, SIDE, SIDE]);
  for (let index = 0; index < BLOCKS; index += 1) value = block(value, `dense${index}`, index === 0);
  const features = graph.add('Flatten', [graph.add('GlobalAveragePool', [value])]);
  const dense = graph.add('Gemm', [features, graph.constant(weight('fc/weights')), graph.constant(weight('fc/bias'))]);
  graph.output(graph.add('Softmax', [dense]), 'scores', ['N', CLASSES]);
  return graph.encode();
}
