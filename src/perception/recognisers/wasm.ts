import { join, sep } from 'node:path';
import { packageFolder } from '../../../models/convert/ensure-models.ts';
import type { HumanLike } from './human-networks.ts';
import { openHuman } from './human-networks.ts';

/** Human on TensorFlow.js' WebAssembly backend: slow, but it needs nothing of the machine. */
export function openHumanOnWasm(): Promise<HumanLike> {
  const wasm = join(packageFolder('@tensorflow/tfjs-backend-wasm'), 'dist') + sep;
  return openHuman('human.node-wasm.js', 'wasm', wasm);
}
