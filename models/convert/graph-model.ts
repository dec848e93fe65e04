import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Tensor } from './onnx-graph.ts';
import { OnnxGraph, transpose } from './onnx-graph.ts';
import { readWeights, weightsManifestSchema } from './tfjs-weights.ts';
import { fillBlocks, padWithZeros, wideValues } from './wide-channels.ts';

const list = z.object({ list: z.object({ i: z.array(z.string()).optional(), s: z.array(z.string()).optional() }) });
const nodeSchema = z.object({
  name: z.string(),
  op: z.string(),
  input: z.array(z.string()).default([]),
  attr: z.record(z.string(), z.unknown()).default({}),
});
type Node = z.infer<typeof nodeSchema>;

const graphModelSchema = z.object({
  format: z.literal('graph-model'),
  modelTopology: z.object({ node: z.array(nodeSchema) }),
  weightsManifest: weightsManifestSchema,
});

const text = (base64: string): string => Buffer.from(base64, 'base64').toString('utf8');

/** A list of integers in a node's attributes, `[1, y, x, 1]` for strides and windows. */
function integers(node: Node, name: string): readonly number[] {
  const found = list.safeParse(node.attr[name]);
  return found.success ? (found.data.list.i ?? []).map(Number) : [];
}

function words(node: Node, name: string): readonly string[] {
  const found = list.safeParse(node.attr[name]);
  return found.success ? (found.data.list.s ?? []).map(text) : [];
}

function padding(node: Node): 'SAME_UPPER' | 'VALID' {
  const found = z.object({ s: z.string() }).safeParse(node.attr['padding']);
  return found.success && text(found.data.s) === 'SAME' ? 'SAME_UPPER' : 'VALID';
}

function spatial(values: readonly number[]): readonly number[] {
  return [values[1] ?? 1, values[2] ?? 1];
}

/** Walks one TensorFlow.js graph and writes the same graph for ONNX, with channels before height and width. */
class Translation {
  readonly #graph: OnnxGraph;
  readonly #weights: ReadonlyMap<string, Tensor>;
  readonly #wide: ReadonlySet<string>;
  /** TensorFlow's name of a value -> ONNX's. */
  readonly #values = new Map<string, string>();
  /** TensorFlow's name of a value -> its channels there, and here. */
  readonly #channels = new Map<string, Channels>();

  constructor(graph: OnnxGraph, weights: ReadonlyMap<string, Tensor>, wide: ReadonlySet<string>) {
    this.#graph = graph;
    this.#weights = weights;
    this.#wide = wide;
  }

  value(name: string | undefined): string {
    const found = this.#values.get(name ?? '');
    if (found === undefined) throw new Error(`the graph uses ${name ?? 'nothing'} before it is made`);
    return found;
  }

  /** Names the graph's input. */
  input(name: string, value: string, channels: number): void {
    this.#values.set(name, value);
    this.#channels.set(name, { meant: channels, made: channels });
  }

  /** Adds a node's translation. @throws naming the operation where it is not one of those that the networks use. */
  node(node: Node): void {
    const made = this.#translate(node);
    if (made === undefined) return;
    this.#values.set(node.name, made);
    if (!this.#channels.has(node.name)) this.#channels.set(node.name, this.#channelsOf(node.input[0]));
  }

  #channelsOf(name: string | undefined): Channels {
    return this.#channels.get(name ?? '') ?? { meant: 0, made: 0 };
  }

  /** Notes how many channels a node gives: those that are meant, and zeros to a full block where nobody would see them. */
  #give(node: Node, meant: number): Channels {
    const channels = { meant, made: this.#wide.has(node.name) ? fillBlocks(meant) : meant };
    this.#channels.set(node.name, channels);
    return channels;
  }

  #weight(node: Node, index: number): Tensor {
    const name = node.input[index] ?? '';
    const found = this.#weights.get(name);
    if (found === undefined) throw new Error(`${node.name}: no weights named ${name}`);
    return found;
  }

  #translate(node: Node): string | undefined {
    const graph = this.#graph;
    switch (node.op) {
      case 'Const':
      case 'Placeholder':
        return undefined;
      case '_FusedConv2D': {
        const filter = transpose(this.#weight(node, 1), [3, 2, 0, 1]);
        const channels = this.#give(node, filter.dims[0] ?? 0).made;
        const wide = padWithZeros(padWithZeros(filter, 1, this.#channelsOf(node.input[0]).made), 0, channels);
        const bias = padWithZeros(this.#weight(node, 2), 0, channels);
        const input = [this.value(node.input[0]), graph.constant(wide), graph.constant(bias)];
        const made = this.#convolution(node, input, 1);
        const fused = words(node, 'fused_ops').filter((word) => word !== 'BiasAdd');
        if (fused.length === 0) return made;
        if (fused.length === 1 && fused[0] === 'Relu') return graph.add('Relu', [made]);
        throw new Error(`${node.name}: convolution fused with ${fused.join(', ')} is not supported`);
      }
      case 'DepthwiseConv2dNative': {
        const { made } = this.#channelsOf(node.input[0]);
        const filter = padWithZeros(transpose(this.#weight(node, 1), [2, 3, 0, 1]), 0, made);
        return this.#convolution(node, [this.value(node.input[0]), graph.constant(filter)], made);
      }
      case 'AddV2':
        return graph.add('Add', [this.value(node.input[0]), this.value(node.input[1])]);
      case 'Relu':
      case 'Softmax':
      case 'Identity':
        return graph.add(node.op, [this.value(node.input[0])]);
      case 'MaxPool':
        return graph.add('MaxPool', [this.value(node.input[0])], {
          kernel_shape: spatial(integers(node, 'ksize')),
          strides: spatial(integers(node, 'strides')),
          auto_pad: padding(node),
        });
      case 'Pad': {
        const pads = [...this.#weight(node, 1).values];
        const order = [0, 3, 1, 2];
        const before = order.map((axis) => pads[axis * 2] ?? 0);
        const after = order.map((axis) => pads[axis * 2 + 1] ?? 0);
        const input = this.#channelsOf(node.input[0]);
        const meant = input.meant + (before[1] ?? 0) + (after[1] ?? 0);
        const { made } = this.#give(node, meant);
        const isOfChannelsOnly = [0, 2, 3].every((axis) => (before[axis] ?? 0) === 0 && (after[axis] ?? 0) === 0);
        if (isOfChannelsOnly && this.#wide.has(node.name)) return this.#pass(node, made, before[1] ?? 0);
        // The zeros that are there already are among those that are asked for.
        after[1] = made - input.made - (before[1] ?? 0);
        return graph.add('Pad', [this.value(node.input[0]), graph.integers([...before, ...after])]);
      }
      case 'Reshape': {
        // Back to TensorFlow's order first: the new shape is meant for channels last. The batch stays free.
        const last = graph.add('Transpose', [this.value(node.input[0])], { perm: [0, 2, 3, 1] });
        // Of each picture as many rows as it has: a detector takes pictures of any height.
        const shape = [0, -1, ...[...this.#weight(node, 1).values].slice(2)];
        return graph.add('Reshape', [last, graph.integers(shape)]);
      }
      case 'Mean': {
        const pooled = graph.add('GlobalAveragePool', [this.value(node.input[0])]);
        return graph.add('Flatten', [pooled]);
      }
      default:
        throw new Error(`${node.name}: operation ${node.op} is not supported`);
    }
  }

  /** More channels by a convolution that passes its input on as it is: onnxruntime pads only outside of its blocks. */
  #pass(node: Node, channels: number, first: number): string {
    const { made } = this.#channelsOf(node.input[0]);
    const values = new Float32Array(channels * made);
    for (let channel = 0; channel < Math.min(made, channels - first); channel += 1) {
      values[(first + channel) * made + channel] = 1;
    }
    const filter = this.#graph.constant({ dims: [channels, made, 1, 1], values });
    return this.#graph.add('Conv', [this.value(node.input[0]), filter]);
  }

  #convolution(node: Node, input: readonly string[], group: number): string {
    return this.#graph.add('Conv', input, {
      strides: spatial(integers(node, 'strides')),
      dilations: spatial(integers(node, 'dilations')),
      auto_pad: padding(node),
      group,
    });
  }
}

interface Channels {
  readonly meant: number;
  /** With the zeros that fill the last block. */
  readonly made: number;
}

export interface GraphModelPlan {
  readonly name: string;
  /** Path of the model's JSON; its weights lie beside it. */
  readonly path: string;
  /** Channels, height and width of the input; the height is free where it is a word, and so is the outputs' first size. */
  readonly input: readonly [number, number | string, number];
  /** TensorFlow's name of each wanted output, the name that it gets, and its shape after the batch. */
  readonly outputs: readonly { readonly from: string; readonly name: string; readonly shape: readonly number[] }[];
}

/** A TensorFlow.js graph model as an ONNX file: input `pixels` [N, channels, height, width], the batch N free. */
export function convertGraphModel(plan: GraphModelPlan): Uint8Array {
  const model = graphModelSchema.parse(JSON.parse(readFileSync(plan.path, 'utf8')));
  const graph = new OnnxGraph(plan.name);
  const nodes = model.modelTopology.node;
  const asked = plan.outputs.map(({ from }) => from);
  const translation = new Translation(graph, readWeights(model.weightsManifest, plan.path), wideValues(nodes, asked));
  const placeholder = nodes.find((node) => node.op === 'Placeholder');
  translation.input(placeholder?.name ?? 'input', graph.input('pixels', ['N', ...plan.input]), plan.input[0]);
  for (const node of nodes) translation.node(node);
  const isHeightFree = typeof plan.input[1] === 'string';
  for (const { from, name, shape } of plan.outputs) {
    graph.output(translation.value(from), name, ['N', ...(isHeightFree ? [`${name}Count`, ...shape.slice(1)] : shape)]);
  }
  return graph.encode();
}
