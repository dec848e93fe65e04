import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureModels } from '../../models/convert/ensure-models.ts';

/**
 * The models folder of this installation: the nearest `models/manifest.json` above this file, wherever the build has put
 * it. A packed app hands its own folder over instead.
 */
export function ownModelsFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'models', 'manifest.json'))) {
    const above = dirname(folder);
    if (above === folder) throw new Error('no models folder above the program');
    folder = above;
  }
  return join(folder, 'models');
}

/** Converts what is missing and says for each network that is still not there why, in one line. */
export function missingModels(modelsFolder: string): ReadonlyMap<string, string> {
  const missing = new Map<string, string>();
  for (const model of ensureModels(modelsFolder)) {
    if (model.state === 'missing') missing.set(model.network, model.reason);
  }
  return missing;
}
