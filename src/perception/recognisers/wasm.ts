import { join, sep } from 'node:path';
import { packageFolder } from '../../../models/convert/ensure-models.ts';
import type { HumanLike } from './human-networks.ts';
import { openHuman } from './human-networks.ts';

/** Folder of the WebAssembly files, with the separator at its end that TensorFlow.js wants. */
export function wasmFolder(): string {
  return join(packageFolder('@tensorflow/tfjs-backend-wasm'), 'dist') + sep;
}

/** Human on TensorFlow.js' WebAssembly backend: slow, but it needs nothing of the machine. */
export function openHumanOnWasm(): Promise<HumanLike> {
  return openHuman('human.node-wasm.js', 'wasm', wasmFolder());
}
