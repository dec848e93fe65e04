import type { Tensor } from './onnx-graph.ts';

/**
 * onnxruntime works in blocks of 16 channels (8 without AVX-512) and leaves them, value by value, wherever a sum has
 * another count. Channels of zeros up to the next 16 keep a network in blocks from end to end: the same numbers, sooner.
 */
const BLOCK = 16;

/** The next count of channels that fills its blocks. */
export function fillBlocks(channels: number): number {
  return Math.ceil(channels / BLOCK) * BLOCK;
}

/** A tensor with zeros after its end along one axis. */
export function padWithZeros(tensor: Tensor, axis: number, size: number): Tensor {
  const now = tensor.dims[axis] ?? 1;
  if (size <= now) return tensor;
  const inner = tensor.dims.slice(axis + 1).reduce((a, b) => a * b, 1);
  const outer = tensor.dims.slice(0, axis).reduce((a, b) => a * b, 1);
  const values = new Float32Array(outer * size * inner);
  for (let block = 0; block < outer; block += 1) {
    values.set(tensor.values.subarray(block * now * inner, (block + 1) * now * inner), block * size * inner);
  }
  return { dims: tensor.dims.map((dim, at) => (at === axis ? size : dim)), values };
}

export interface Step {
  readonly name: string;
  readonly op: string;
  readonly input: readonly string[];
}

/** Operations that give as many channels as they take, each for itself. */
const KEEPS_CHANNELS = new Set(['DepthwiseConv2dNative', 'AddV2', 'Relu', 'MaxPool', 'Identity']);
/** Operations that take any number of channels of zeros without another result. */
const TAKES_ANY = new Set([...KEEPS_CHANNELS, '_FusedConv2D', 'Pad']);

/** The values of a graph that may have channels of zeros: those that only such operations see. */
export function wideValues(steps: readonly Step[], outputs: readonly string[]): ReadonlySet<string> {
  const isMade = new Set(steps.filter(({ op }) => op !== 'Const').map(({ name }) => name));
  const narrow = new Set(outputs);
  for (const step of steps) {
    if (step.op === 'Placeholder') narrow.add(step.name);
    if (!TAKES_ANY.has(step.op)) for (const input of step.input) narrow.add(input);
  }
  // What is summed has one count, and what keeps its channels has its input's: narrowness spreads until it rests.
  for (let before = -1; before !== narrow.size;) {
    before = narrow.size;
    for (const { op, name, input } of steps) {
      const together = [name, ...input.filter((value) => isMade.has(value))];
      const isLinked = KEEPS_CHANNELS.has(op) && together.some((value) => narrow.has(value));
      const isPadOfNarrow = op === 'Pad' && narrow.has(name);
      if (isLinked || isPadOfNarrow) for (const value of together) narrow.add(value);
    }
  }
  return new Set(steps.filter(({ name, op }) => TAKES_ANY.has(op) && !narrow.has(name)).map(({ name }) => name));
}
