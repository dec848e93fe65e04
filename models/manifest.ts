import written from './manifest.json' with { type: 'json' };
import type { DetectorCard, ExpressionCard, Manifest } from './manifest-schema.ts';
import { manifestSchema } from './manifest-schema.ts';

/** The manifest as it is committed. Parsed at the door like everything that is not code. */
export const manifest: Manifest = manifestSchema.parse(written);

export function detectorCard(name: string): DetectorCard | undefined {
  return manifest.networks.find((card): card is DetectorCard => card.task === 'detect' && card.name === name);
}

export function expressionCard(name: string): ExpressionCard | undefined {
  return manifest.networks.find((card): card is ExpressionCard => card.task === 'express' && card.name === name);
}

/** Names of the expression networks, for hints. */
export function expressionNames(): readonly string[] {
  return manifest.networks.filter((card) => card.task === 'express').map((card) => card.name);
}
