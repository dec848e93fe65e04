import { z } from 'zod';
import type { KerasLayer, KerasModel } from './keras-file.ts';
import type { Tensor } from './onnx-graph.ts';
import { OnnxGraph, transpose } from './onnx-graph.ts';

const pair = z.union([
  z.tuple([z.number(), z.number()]),
  z.number().transform((both): [number, number] => [both, both]),
]);

/** Layers that do nothing when a network is only asked. */
const IDLE: ReadonlySet<string> = new Set([
  'InputLayer',
  'Dropout',
  'SpatialDropout2D',
  'GaussianNoise',
  'GaussianDropout',
  'AlphaDropout',
  'ActivityRegularization',
]);

const ACTIVATIONS: Readonly<Record<string, string>> = {
  relu: 'Relu',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  elu: 'Elu',
  selu: 'Selu',
  softplus: 'Softplus',
  softsign: 'Softsign',
  hard_sigmoid: 'HardSigmoid',
};

export interface ConvertedKeras {
  readonly bytes: Uint8Array;
  /** Height and width of the input. */
  readonly size: number;
  readonly channels: 1 | 3;
  /** How many numbers the last layer gives. */
  readonly outputs: number;
}

/**
 * Values keep Keras' own order of axes from layer to layer; a layer that has its channels last turns them to the front
 * for itself and back. EmoPy's files pool along other axes than they convolve, and only so their answers come out.
 */
class Sequence {
  readonly #graph: OnnxGraph;
  readonly #model: KerasModel;
  #isFlat = false;
  #outputs = 0;

  constructor(graph: OnnxGraph, model: KerasModel) {
    this.#graph = graph;
    this.#model = model;
  }

  get outputs(): number {
    return this.#outputs;
  }

  /** One layer further. @throws naming the layer where it is not supported. */
  layer(value: string, layer: KerasLayer): string {
    const { class_name: kind, config } = layer;
    const name = String(config['name']);
    if (IDLE.has(kind)) return value;
    switch (kind) {
      case 'Conv2D':
      case 'Convolution2D':
        return this.#activate(
          this.#spatial(value, layer, (input) => this.#convolve(input, layer, 'kernel', 'bias')),
          layer,
        );
      case 'DepthwiseConv2D':
        return this.#activate(
          this.#spatial(value, layer, (input) => this.#depthwise(input, layer, 'bias')),
          layer,
        );
      case 'SeparableConv2D':
      case 'SeparableConvolution2D':
        return this.#activate(
          this.#spatial(value, layer, (input) => {
            const filter = transpose(this.#weight(name, 'pointwise_kernel'), [3, 2, 0, 1]);
            const bias = this.#model.weights(name).get('bias');
            const inputs = [this.#depthwise(input, layer, null), this.#graph.constant(filter)];
            return this.#graph.add('Conv', bias === undefined ? inputs : [...inputs, this.#graph.constant(bias)]);
          }),
          layer,
        );
      case 'MaxPooling2D':
      case 'AveragePooling2D':
        return this.#spatial(value, layer, (input) => {
          const window = pair.parse(config['pool_size'] ?? [2, 2]);
          return this.#graph.add(kind === 'MaxPooling2D' ? 'MaxPool' : 'AveragePool', [input], {
            kernel_shape: window,
            strides: pair.parse(config['strides'] ?? window),
            auto_pad: this.#padding(layer),
          });
        });
      case 'GlobalMaxPooling2D':
      case 'GlobalAveragePooling2D': {
        const front = this.#isLast(layer) ? this.#graph.add('Transpose', [value], { perm: [0, 3, 1, 2] }) : value;
        const pooled = this.#graph.add(kind === 'GlobalMaxPooling2D' ? 'GlobalMaxPool' : 'GlobalAveragePool', [front]);
        this.#isFlat = true;
        return this.#graph.add('Flatten', [pooled]);
      }
      case 'ZeroPadding2D': {
        const given = config['padding'];
        const [top, bottom, left, right] = z.array(z.tuple([z.number(), z.number()])).safeParse(given).success
          ? z
              .array(z.tuple([z.number(), z.number()]))
              .parse(given)
              .flat()
          : pair.parse(given ?? 1).flatMap((both) => [both, both]);
        const pads = [0, 0, top ?? 0, left ?? 0, 0, 0, bottom ?? 0, right ?? 0];
        return this.#spatial(value, layer, (input) => this.#graph.add('Pad', [input, this.#graph.integers(pads)]));
      }
      case 'BatchNormalization':
        return this.#normalise(value, layer);
      case 'Activation':
        return this.#activate(value, layer);
      case 'ReLU':
        if (typeof config['max_value'] !== 'number') return this.#graph.add('Relu', [value]);
        break;
      case 'LeakyReLU':
        return this.#graph.add('LeakyRelu', [value], { alpha: { float: Number(config['alpha'] ?? 0.3) } });
      case 'Softmax':
        return this.#graph.add('Softmax', [value], { axis: -1 });
      case 'Flatten': {
        const front = config['data_format'] === 'channels_first' && !this.#isFlat;
        const input = front ? this.#graph.add('Transpose', [value], { perm: [0, 2, 3, 1] }) : value;
        this.#isFlat = true;
        return this.#graph.add('Flatten', [input]);
      }
      case 'Dense': {
        const kernel = this.#weight(name, 'kernel');
        this.#outputs = kernel.dims[1] ?? 0;
        const product = this.#graph.add('MatMul', [value, this.#graph.constant(kernel)]);
        const bias = this.#model.weights(name).get('bias');
        const sum = bias === undefined ? product : this.#graph.add('Add', [product, this.#graph.constant(bias)]);
        return this.#activate(sum, layer);
      }
    }
    throw new Error(`layer "${name}" of type ${kind} is not supported`);
  }

  #weight(layer: string, name: string): Tensor {
    const found = this.#model.weights(layer).get(name);
    if (found === undefined) throw new Error(`layer "${layer}" has no weights named ${name}`);
    return found;
  }

  #isLast(layer: KerasLayer): boolean {
    return layer.config['data_format'] !== 'channels_first';
  }

  #spatial(value: string, layer: KerasLayer, work: (input: string) => string): string {
    if (!this.#isLast(layer)) return work(value);
    const made = work(this.#graph.add('Transpose', [value], { perm: [0, 3, 1, 2] }));
    return this.#graph.add('Transpose', [made], { perm: [0, 2, 3, 1] });
  }

  #padding(layer: KerasLayer): string {
    const padding = layer.config['padding'] ?? 'valid';
    if (padding === 'same') return 'SAME_UPPER';
    if (padding === 'valid') return 'VALID';
    throw new Error(`layer "${String(layer.config['name'])}": padding ${JSON.stringify(padding)} is not supported`);
  }

  #steps(layer: KerasLayer): { strides: readonly number[]; dilations: readonly number[]; auto_pad: string } {
    return {
      strides: pair.parse(layer.config['strides'] ?? 1),
      dilations: pair.parse(layer.config['dilation_rate'] ?? 1),
      auto_pad: this.#padding(layer),
    };
  }

  #convolve(input: string, layer: KerasLayer, kernel: string, bias: string): string {
    const name = String(layer.config['name']);
    const inputs = [input, this.#graph.constant(transpose(this.#weight(name, kernel), [3, 2, 0, 1]))];
    const offset = this.#model.weights(name).get(bias);
    if (offset !== undefined) inputs.push(this.#graph.constant(offset));
    return this.#graph.add('Conv', inputs, { ...this.#steps(layer), group: 1 });
  }

  #depthwise(input: string, layer: KerasLayer, bias: string | null): string {
    const name = String(layer.config['name']);
    const filter = transpose(this.#weight(name, 'depthwise_kernel'), [2, 3, 0, 1]);
    const [channels = 1, multiplier = 1, height = 1, width = 1] = filter.dims;
    const shaped = { dims: [channels * multiplier, 1, height, width], values: filter.values };
    const inputs = [input, this.#graph.constant(shaped)];
    const offset = bias === null ? undefined : this.#model.weights(name).get(bias);
    if (offset !== undefined) inputs.push(this.#graph.constant(offset));
    return this.#graph.add('Conv', inputs, { ...this.#steps(layer), group: channels });
  }

  #normalise(value: string, layer: KerasLayer): string {
    const name = String(layer.config['name']);
    const mean = this.#weight(name, 'moving_mean').values;
    const variance = this.#weight(name, 'moving_variance').values;
    const gamma = this.#model.weights(name).get('gamma')?.values;
    const beta = this.#model.weights(name).get('beta')?.values;
    const epsilon = Number(layer.config['epsilon'] ?? 1e-3);
    const scale = variance.map((v, index) => (gamma?.[index] ?? 1) / Math.sqrt(v + epsilon));
    const shift = mean.map((m, index) => (beta?.[index] ?? 0) - m * (scale[index] ?? 1));
    const axis = Number(z.union([z.number(), z.tuple([z.number()])]).parse(layer.config['axis'] ?? -1));
    // Along the last axis the numbers fit as they are; along the first of a picture they stand before height and width.
    const dims = axis === 1 && !this.#isFlat ? [mean.length, 1, 1] : [mean.length];
    const scaled = this.#graph.add('Mul', [value, this.#graph.constant({ dims, values: scale })]);
    return this.#graph.add('Add', [scaled, this.#graph.constant({ dims, values: shift })]);
  }

  #activate(value: string, layer: KerasLayer): string {
    const activation = layer.config['activation'] ?? 'linear';
    if (activation === 'linear') return value;
    if (activation === 'softmax') return this.#graph.add('Softmax', [value], { axis: -1 });
    const known = typeof activation === 'string' ? ACTIVATIONS[activation] : undefined;
    if (known !== undefined) return this.#graph.add(known, [value]);
    throw new Error(
      `layer "${String(layer.config['name'])}": activation ${JSON.stringify(activation)} is not supported`,
    );
  }
}

/**
 * A Keras Sequential model as an ONNX file: input `pixels` [N, channels, size, size], output `scores` as the last layer
 * gives them. @throws in a sentence that names the layer where one is not supported.
 */
export function convertKerasSequential(name: string, model: KerasModel): ConvertedKeras {
  const [first] = model.layers;
  const shape = z
    .array(z.number().nullable())
    .safeParse(first?.config['batch_input_shape'] ?? first?.config['batch_shape']);
  const isFirst = first?.config['data_format'] === 'channels_first';
  const [height, width, channels] = shape.success
    ? isFirst
      ? [shape.data[2], shape.data[3], shape.data[1]]
      : [shape.data[1], shape.data[2], shape.data[3]]
    : [];
  if (typeof height !== 'number' || height !== width || (channels !== 1 && channels !== 3)) {
    const given = shape.success ? shape.data.join('x') : 'none';
    throw new Error(`input of shape ${given} is not supported: one square grey or colour picture is`);
  }
  const graph = new OnnxGraph(name);
  const sequence = new Sequence(graph, model);
  const pixels = graph.input('pixels', ['N', channels, height, width]);
  let value = isFirst ? pixels : graph.add('Transpose', [pixels], { perm: [0, 2, 3, 1] });
  for (const layer of model.layers) value = sequence.layer(value, layer);
  graph.output(value, 'scores', ['N', sequence.outputs]);
  return { bytes: graph.encode(), size: height, channels, outputs: sequence.outputs };
}
