import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor, env } from 'onnxruntime-node';
import type { NetworkCard } from '../../../models/manifest-schema.ts';
import type { Network } from '../network.ts';

/** onnxruntime's execution providers that may be there, most able first. */
export type Provider = 'cuda' | 'dml' | 'coreml' | 'webgpu' | 'cpu';

export interface OnnxOptions {
  readonly provider: Provider;
  readonly threads: number;
}

/** A network in onnxruntime. @throws where the file is not there or the provider cannot be had. */
export async function openOnnxNetwork<Card extends NetworkCard>(
  card: Card,
  modelsFolder: string,
  options: OnnxOptions,
): Promise<Network<Card>> {
  env.logLevel = 'error';
  const bytes = readFileSync(join(modelsFolder, card.file));
  return openOnnxBytes(card, bytes, options);
}

/** The same out of a model's bytes. */
export async function openOnnxBytes<Card extends NetworkCard>(
  card: Card,
  bytes: Uint8Array,
  options: OnnxOptions,
): Promise<Network<Card>> {
  const session = await InferenceSession.create(bytes, {
    executionProviders: [options.provider],
    intraOpNumThreads: options.threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    extra: {
      // Spinning threads win a tenth of a millisecond and take a core away from the film.
      session: { intra_op: { allow_spinning: '0' } },
    },
  });
  const [inputName] = session.inputNames;
  if (inputName === undefined) throw new Error(`${card.name} has no input`);
  const { size, colour } = card.input;
  const channels = colour === 'rgb' ? 3 : 1;
  return {
    card,
    layout: 'planar',
    takesRows: card.task === 'detect',
    async run(input, batch, rows = size) {
      const tensor = new Tensor('float32', input, [batch, channels, rows, size]);
      const results = await session.run({ [inputName]: tensor });
      return session.outputNames.map((name) => {
        const data = results[name]?.data;
        if (!(data instanceof Float32Array)) throw new Error(`${card.name}: output ${name} is not float32`);
        return data;
      });
    },
    close: () => session.release(),
  };
}
