import { clipPartOf } from './compile-clip.ts';
import type { CompiledScene } from './compiled-film.ts';
import type { Film } from './film.ts';
import { integratedLoudness } from './loudness.ts';
import type { MediaFacts } from './media-facts.ts';

/**
 * A step of more than this between clips is heard as a jump (EBU R 128 allows 1 LU, speech differs by 3): up to here a
 * difference is the mix, which an artist meant; beyond, the clips come from different places.
 */
export const LOUDNESS_STEP = 3;
/** Nobody measured the peaks: more than this might be clipped. */
const MOST_LOUDER_DB = 6;
const MOST_QUIETER_DB = 12;

/**
 * Gains, dB, by scene: what brings clips that stand out in loudness by more than `LOUDNESS_STEP` to the film's usual (the
 * median of what was measured). Clips that were not measured, or have a `gain` of their own, are passed over.
 */
export function eveningGains(
  film: Film,
  scenes: Readonly<Record<string, CompiledScene>>,
  media: ReadonlyMap<string, MediaFacts>,
): ReadonlyMap<string, number> {
  const levels = new Map<string, number>();
  for (const part of film.scenes.values()) {
    const clip = scenes[part.name]?.clip;
    const measured = media.get(clip?.file ?? '')?.loudness;
    if (clip === undefined || measured === undefined || measured === null) continue;
    if (clipPartOf(film, part)?.data.gain !== undefined) continue;
    const level = integratedLoudness(measured, clip.inMs, clip.outMs);
    if (level !== null) levels.set(part.name, level);
  }
  const sorted = [...levels.values()].toSorted((a, b) => a - b);
  const usual = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const outstanding = [...levels].filter(([, level]) => Math.abs(level - usual) > LOUDNESS_STEP);
  return new Map(
    outstanding.map(([name, level]) => [name, Math.max(-MOST_QUIETER_DB, Math.min(MOST_LOUDER_DB, usual - level))]),
  );
}
