import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import type { NetworkCard } from '../manifest-schema.ts';
import { manifest } from '../manifest.ts';
import { convertFaceApiExpression } from './face-api-expression.ts';
import { convertGraphModel } from './graph-model.ts';

/** What was done to one network's file. */
export type ModelState =
  | { readonly network: string; readonly state: 'present' | 'converted' }
  /** `reason` is a sentence for the operator, with a mend. */
  | { readonly network: string; readonly state: 'missing'; readonly reason: string };

type SourcedCard = NetworkCard & { readonly source: NonNullable<NetworkCard['source']> };

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Folder of an installed package, found from its entry file: its `package.json` need not be among its exports. */
export function packageFolder(name: string): string {
  const entry = createRequire(import.meta.url).resolve(name);
  const inside = join('node_modules', ...name.split('/'));
  const at = entry.lastIndexOf(inside + sep);
  if (at < 0) throw new Error(`${name} is not in a node_modules folder`);
  return entry.slice(0, at + inside.length);
}

/** The ONNX bytes of a network from its package's weights. @throws where the package or a weight is missing. */
export function convertNetwork(card: SourcedCard): Uint8Array {
  const { source } = card;
  const path = join(packageFolder(source.package), source.files[0]?.path ?? '');
  if (source.converter === 'face-api-expression') return convertFaceApiExpression(card.name, path);
  const { size, colour } = card.input;
  const input = [colour === 'rgb' ? 3 : 1, card.task === 'detect' ? 'height' : size, size] as const;
  return convertGraphModel({ name: card.name, path, input, outputs: card.outputs });
}

function ensure(card: NetworkCard, modelsFolder: string): ModelState {
  const path = join(modelsFolder, card.file);
  if (existsSync(path) && sha256(readFileSync(path)) === card.sha256) return { network: card.name, state: 'present' };
  const missing = (reason: string): ModelState => ({ network: card.name, state: 'missing', reason });
  if (card.source === undefined) return missing(`${card.file} is missing or not the file that the manifest means`);
  const { source } = card;
  try {
    const bytes = convertNetwork({ ...card, source });
    if (sha256(bytes) !== card.sha256) {
      return missing(
        `${source.package} gives other weights than version ${source.version}: run "mien models --accept" and measure again`,
      );
    }
    mkdirSync(dirname(path), { recursive: true });
    // Written aside and moved: a process that starts meanwhile sees the whole file or none.
    const aside = `${path}.${process.pid}`;
    writeFileSync(aside, bytes);
    renameSync(aside, path);
    return { network: card.name, state: 'converted' };
  } catch (error) {
    return missing(error instanceof Error ? error.message : String(error));
  }
}

/**
 * Sees to it that every network of the manifest lies in the models folder: what is missing or stale is converted out of
 * its npm package, which takes about a second. Downloads nothing. Never throws.
 */
export function ensureModels(modelsFolder: string): readonly ModelState[] {
  return manifest.networks.map((card) => ensure(card, modelsFolder));
}
