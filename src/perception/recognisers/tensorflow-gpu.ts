import { createRequire } from 'node:module';
import { env } from 'node:process';
import type { HumanLike } from './human-networks.ts';
import { openHuman } from './human-networks.ts';

/** What tfjs-node 4.22 still calls and Node 23 took away. */
interface OldUtil {
  isNullOrUndefined?: (value: unknown) => boolean;
  isArray?: (value: unknown) => boolean;
}

/** Puts back the two functions of Node's `util` that tfjs-node calls, where they are gone. */
export function putBackOldUtil(util: OldUtil): void {
  util.isNullOrUndefined ??= (value) => value === null || value === undefined;
  util.isArray ??= (value) => Array.isArray(value);
}

/**
 * Human on CUDA through tfjs-node-gpu. The package is optional: its installation fetches a library that many machines
 * cannot reach. @throws in one line where it does not load.
 */
export function openHumanOnTensorflowGpu(): Promise<HumanLike> {
  const require = createRequire(import.meta.url);
  putBackOldUtil(require('node:util') as OldUtil);
  env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  return openHuman('human.node-gpu.js', 'tensorflow', '');
}
