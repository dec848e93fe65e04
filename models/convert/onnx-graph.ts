import type { AttributeMessage, NodeMessage, TensorMessage, ValueMessage } from './onnx-proto.ts';
import { ATTRIBUTE, ELEMENT, encodeModel } from './onnx-proto.ts';

/** Shape of a graph's input or output; a word is a size that is free, such as the number of faces in a batch. */
export type Shape = readonly (number | string)[];

export interface Tensor {
  readonly dims: readonly number[];
  /** Row major. */
  readonly values: Float32Array;
}

type AttributeValue = number | string | readonly number[] | { readonly float: number };

function attribute(name: string, value: AttributeValue): AttributeMessage {
  if (typeof value === 'number') return { name, type: ATTRIBUTE.int, i: value };
  if (typeof value === 'string') return { name, type: ATTRIBUTE.string, s: new TextEncoder().encode(value) };
  if ('float' in value) return { name, type: ATTRIBUTE.float, f: value.float };
  return { name, type: ATTRIBUTE.ints, ints: value };
}

function valueInfo(name: string, shape: Shape): ValueMessage {
  const dim = shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: ELEMENT.float, shape: { dim } } } };
}

/** Bytes of the numbers in little endian, whatever the machine's own order is. */
function floatBytes(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => view.setFloat32(index * 4, value, true));
  return bytes;
}

function integerBytes(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 8);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => view.setBigInt64(index * 8, BigInt(value), true));
  return bytes;
}

/** Builds an ONNX graph node by node. Values are known by name; `add` returns the name of what the node gives. */
export class OnnxGraph {
  readonly #name: string;
  readonly #nodes: NodeMessage[] = [];
  readonly #initializers: TensorMessage[] = [];
  readonly #inputs: ValueMessage[] = [];
  readonly #outputs: ValueMessage[] = [];

  constructor(name: string) {
    this.#name = name;
  }

  input(name: string, shape: Shape): string {
    this.#inputs.push(valueInfo(name, shape));
    return name;
  }

  /** Names a value as an output of the graph. */
  output(value: string, name: string, shape: Shape): void {
    this.#nodes.push({ name: `to_${name}`, opType: 'Identity', input: [value], output: [name], attribute: [] });
    this.#outputs.push(valueInfo(name, shape));
  }

  constant(tensor: Tensor): string {
    const name = `constant_${this.#initializers.length}`;
    const rawData = floatBytes(tensor.values);
    this.#initializers.push({ name, dataType: ELEMENT.float, dims: tensor.dims, rawData });
    return name;
  }

  integers(values: readonly number[]): string {
    const name = `constant_${this.#initializers.length}`;
    this.#initializers.push({ name, dataType: ELEMENT.int64, dims: [values.length], rawData: integerBytes(values) });
    return name;
  }

  add(opType: string, input: readonly string[], attributes: Readonly<Record<string, AttributeValue>> = {}): string {
    const output = `value_${this.#nodes.length}`;
    this.#nodes.push({
      name: `${opType}_${this.#nodes.length}`,
      opType,
      input,
      output: [output],
      attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
    });
    return output;
  }

  /** The model file's bytes. */
  encode(): Uint8Array {
    return encodeModel({
      name: this.#name,
      node: this.#nodes,
      initializer: this.#initializers,
      input: this.#inputs,
      output: this.#outputs,
    });
  }
}

/** Any permutation of a tensor's axes: TensorFlow keeps filters as height, width, in, out; ONNX wants out, in, height, width. */
export function transpose(tensor: Tensor, order: readonly number[]): Tensor {
  const dims = order.map((axis) => tensor.dims[axis] ?? 1);
  const strides = tensor.dims.map((_, axis) => tensor.dims.slice(axis + 1).reduce((a, b) => a * b, 1));
  const steps = order.map((axis) => strides[axis] ?? 0);
  const values = new Float32Array(tensor.values.length);
  const index = dims.map(() => 0);
  let from = 0;
  for (let to = 0; to < values.length; to += 1) {
    values[to] = tensor.values[from] ?? 0;
    for (let axis = dims.length - 1; axis >= 0; axis -= 1) {
      const next = (index[axis] ?? 0) + 1;
      from += steps[axis] ?? 0;
      if (next < (dims[axis] ?? 0)) {
        index[axis] = next;
        break;
      }
      from -= next * (steps[axis] ?? 0);
      index[axis] = 0;
    }
  }
  return { dims, values };
}
