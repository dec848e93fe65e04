import { expressionNames } from '../../models/manifest.ts';
import type { Provider } from './recognisers/onnx.ts';

/** What `--recogniser` asks for, taken apart. */
export type RecogniserRequest =
  | { readonly engine: 'auto' }
  /** `provider` null: found by trying. `networks` empty: the manifest's default. */
  | { readonly engine: 'onnx'; readonly provider: Provider | null; readonly networks: readonly string[] }
  | { readonly engine: 'wasm' }
  | { readonly engine: 'tensorflow-gpu' }
  | { readonly engine: 'emopy'; readonly path: string };

const PROVIDERS: Readonly<Record<string, Provider>> = {
  cuda: 'cuda',
  directml: 'dml',
  coreml: 'coreml',
  webgpu: 'webgpu',
  cpu: 'cpu',
};

/** The word for a provider that people write. */
export function providerWord(provider: Provider): string {
  return Object.entries(PROVIDERS).find(([, one]) => one === provider)?.[0] ?? provider;
}

/** All that can be asked for, for help texts. */
export function recogniserWords(): readonly string[] {
  const providers = Object.keys(PROVIDERS).map((word) => `onnx:${word}`);
  const networks = expressionNames().map((name) => `onnx:${name}`);
  return ['auto', 'onnx', ...providers, ...networks, 'tensorflow-gpu', 'wasm', 'emopy:<model.hdf5>'];
}

/**
 * `auto`, `onnx`, `wasm`, `tensorflow-gpu`; `onnx:` with a provider, a network, several networks joined by `+`, or a
 * provider and networks (`onnx:cpu:human-emotion+face-api-expression`); `emopy:` with a path. What cannot be meant is
 * refused in one sentence with what can.
 */
export function parseRecogniser(text: string): RecogniserRequest | { readonly refused: string } {
  const [engine, ...rest] = text.split(':');
  const refused = {
    refused: `there is no recogniser "${text}"; there are ${recogniserWords().join(', ')}, and networks joined by "+" are averaged`,
  };
  if (engine === 'emopy') {
    const path = rest.join(':');
    return path === '' ? { refused: 'emopy wants a model: emopy:<model.hdf5>' } : { engine, path };
  }
  if (engine === 'auto' || engine === 'wasm' || engine === 'tensorflow-gpu') {
    return rest.length === 0 ? { engine } : refused;
  }
  if (engine !== 'onnx') return refused;
  let provider: Provider | null = null;
  let networks: readonly string[] = [];
  for (const part of rest) {
    const known = PROVIDERS[part];
    if (known !== undefined && provider === null) provider = known;
    else if (networks.length === 0) networks = part.split('+');
    else return refused;
  }
  const names = expressionNames();
  return networks.every((name) => names.includes(name)) ? { engine, provider, networks } : refused;
}
