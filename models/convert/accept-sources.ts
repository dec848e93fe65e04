import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Manifest, NetworkCard } from '../manifest-schema.ts';
import { manifest } from '../manifest.ts';
import { convertNetwork, packageFolder, sha256 } from './ensure-models.ts';

const packageSchema = z.object({ version: z.string() });

function accepted(card: NetworkCard, modelsFolder: string): NetworkCard {
  if (card.source === undefined) return { ...card, sha256: sha256(readFileSync(join(modelsFolder, card.file))) };
  const folder = packageFolder(card.source.package);
  const { version } = packageSchema.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  const files = card.source.files.map(({ path }) => ({ path, sha256: sha256(readFileSync(join(folder, path))) }));
  const source = { ...card.source, version, files };
  return { ...card, source, sha256: sha256(convertNetwork({ ...card, source })) };
}

/**
 * Writes the checksums of the installed packages' weights into `manifest.json`: for whoever updates a package, after
 * looking at what changed. @returns the networks whose checksum is another now.
 */
export function acceptSources(modelsFolder: string): readonly string[] {
  const networks = manifest.networks.map((card) => accepted(card, modelsFolder));
  const next: Manifest = { ...manifest, networks };
  writeFileSync(join(modelsFolder, 'manifest.json'), `${JSON.stringify(next, null, 2)}\n`);
  return networks.filter((card, index) => card.sha256 !== manifest.networks[index]?.sha256).map(({ name }) => name);
}
