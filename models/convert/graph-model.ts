import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Tensor } from './onnx-graph.ts';
import { OnnxGraph, transpose } from './onnx-graph.ts';
import { readWeights, weightsManifestSchema } from './tfjs-weights.ts';

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
  /** TensorFlow's name of a value -> ONNX's. */
  readonly #values = new Map<string, string>();

  constructor(graph: OnnxGraph, weights: ReadonlyMap<string, Tensor>) {
    this.#graph = graph;
    this.#weights = weights;
  }

  value(name: string | undefined): string {
    const found = this.#values.get(name ?? '');
    if (found === undefined) throw new Error(`the graph uses ${name ?? 'nothing'} before it is made`);
    return found;
  }

  set(name: string, value: string): void {
    this.#values.set(name, value);
  }

  /** Adds a node's translation. @throws naming the operation where it is not one of those that the networks use. */
  node(node: Node): void {
    const made = this.#translate(node);
    if (made !== undefined) this.set(node.name, made);
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
        const filter = graph.constant(transpose(this.#weight(node, 1), [3, 2, 0, 1]));
        const bias = graph.constant(this.#weight(node, 2));
        const made = this.#convolution(node, [this.value(node.input[0]), filter, bias], 1);
        const fused = words(node, 'fused_ops').filter((word) => word !== 'BiasAdd');
        if (fused.length === 0) return made;
        if (fused.length === 1 && fused[0] === 'Relu') return graph.add('Relu', [made]);
        throw new Error(`${node.name}: convolution fused with ${fused.join(', ')} is not supported`);
      }
      case 'DepthwiseConv2dNative': {
        const filter = this.#weight(node, 1);
        const made = graph.constant(transpose(filter, [2, 3, 0, 1]));
        return this.#convolution(node, [this.value(node.input[0]), made], filter.dims[2] ?? 1);
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
        const ends = order.map((axis) => pads[axis * 2] ?? 0).concat(order.map((axis) => pads[axis * 2 + 1] ?? 0));
        return graph.add('Pad', [this.value(node.input[0]), graph.integers(ends)]);
      }
      case 'Reshape': {
        // Back to TensorFlow's order first: the new shape is meant for channels last. The batch stays free.
        const last = graph.add('Transpose', [this.value(node.input[0])], { perm: [0, 2, 3, 1] });
        const shape = [-1, ...[...this.#weight(node, 1).values].slice(1)];
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

  #convolution(node: Node, input: readonly string[], group: number): string {
    return this.#graph.add('Conv', input, {
      strides: spatial(integers(node, 'strides')),
      dilations: spatial(integers(node, 'dilations')),
      auto_pad: padding(node),
      group,
    });
  }
}

export interface GraphModelPlan {
  readonly name: string;
  /** Path of the model's JSON; its weights lie beside it. */
  readonly path: string;
  /** Channels, height and width of the input. */
  readonly input: readonly [number, number, number];
  /** TensorFlow's name of each wanted output, the name that it gets, and its shape after the batch. */
  readonly outputs: readonly { readonly from: string; readonly name: string; readonly shape: readonly number[] }[];
}

/** A TensorFlow.js graph model as an ONNX file: input `pixels` [N, channels, height, width], the batch N free. */
export function convertGraphModel(plan: GraphModelPlan): Uint8Array {
  const model = graphModelSchema.parse(JSON.parse(readFileSync(plan.path, 'utf8')));
  const graph = new OnnxGraph(plan.name);
  const translation = new Translation(graph, readWeights(model.weightsManifest, plan.path));
  const pixels = graph.input('pixels', ['N', ...plan.input]);
  const placeholder = model.modelTopology.node.find((node) => node.op === 'Placeholder');
  translation.set(placeholder?.name ?? 'input', pixels);
  for (const node of model.modelTopology.node) translation.node(node);
  for (const output of plan.outputs) graph.output(translation.value(output.from), output.name, ['N', ...output.shape]);
  return graph.encode();
}
