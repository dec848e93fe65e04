import type { CompiledFilm, CompiledRule } from './compiled-film.ts';
import type { Refusals } from './journey-tally.ts';

/** The scenes that no visitor saw, each with one sentence of why. */
export function whyUnreached(
  film: CompiledFilm,
  seen: (scene: string) => number,
  refusalsOf: (scene: string, rule: number) => Refusals,
): readonly { readonly scene: string; readonly why: string }[] {
  const ways = waysInto(film);
  return Object.keys(film.scenes)
    .filter((scene) => seen(scene) === 0)
    .map((scene) => {
      const into = (ways.get(scene) ?? []).filter((way) => way.from !== scene);
      if (into.length === 0) return { scene, why: 'no scene leads here' };
      const open = into.filter((way) => seen(way.from) > 0);
      if (open.length === 0) {
        const from = [...new Set(into.map((way) => way.from))];
        const few = from.slice(0, 3).join(', ');
        return {
          scene,
          why: `it is only reached from ${few}${from.length > 3 ? ' ...' : ''}, which nobody saw either`,
        };
      }
      const sentences = open.slice(0, 3).map((way) => refused(way, refusalsOf));
      return { scene, why: sentences.join('; ') };
    });
}

interface WayIn {
  readonly from: string;
  /** Null for what follows an ending, and for reactions to events. */
  readonly rule: CompiledRule | null;
}

function refused({ from, rule }: WayIn, refusalsOf: (scene: string, rule: number) => Refusals): string {
  if (rule === null) return `it follows ${from} by an event that did not come`;
  const refusals = [...refusalsOf(from, rule.index)].toSorted(([, a], [, b]) => b - a);
  const [most] = refusals;
  const all = refusals.reduce((sum, [, times]) => sum + times, 0);
  if (most === undefined) return `${from} was never asked for its rule "${rule.label}"`;
  return `in ${from} its rule "${rule.label}" was never taken in ${all} tries, mostly since: ${most[0]}`;
}

function waysInto(film: CompiledFilm): ReadonlyMap<string, readonly WayIn[]> {
  const ways = new Map<string, WayIn[]>();
  const add = (to: string, way: WayIn): void => void ways.set(to, [...(ways.get(to) ?? []), way]);
  for (const scene of Object.values(film.scenes)) {
    for (const rule of scene.rules) add(rule.to, { from: scene.name, rule });
    for (const reaction of Object.values(scene.on)) {
      if (reaction.do === 'go' && reaction.to !== film.opening) add(reaction.to, { from: scene.name, rule: null });
    }
    if (scene.ending !== null && film.credits !== null) add(film.credits, { from: scene.name, rule: null });
  }
  return ways;
}
