import type { CompiledRule, CompiledScene } from './compiled-film.ts';
import type { FilmContext } from './film-context.ts';
import { chance } from './seeded.ts';

/** A card that was dealt. */
export interface Deal {
  readonly deck: string;
  readonly rule: CompiledRule;
  /** What is left in the deck after it. */
  readonly left: readonly number[];
}

/**
 * Deals a card: none comes again until all were dealt, also from one session to the next. Cards are positions in the
 * deck, a rule of weight 3 holds three. Rules with `once` that were taken are passed over. At least one card must be free.
 */
export function deal(scene: CompiledScene, deck: string, context: FilmContext): Deal | null {
  const rules = scene.rules.filter((rule) => rule.deck === deck);
  const cards = rules.flatMap((rule) => Array.from({ length: rule.weight ?? 1 }, () => rule));
  const isFree = (card: number): boolean => {
    const rule = cards[card];
    return rule !== undefined && !(rule.once && context.taken.includes(rule.id));
  };
  const kept = Object.hasOwn(context.lasting.decks, deck) ? (context.lasting.decks[deck] ?? []) : [];
  const before = kept.some(isFree) ? kept : cards.map((_, card) => card);
  const free = before.filter(isFree);
  const card = free[Math.floor(chance(context.seed, 'deck', deck, context.lasting.deals) * free.length)];
  const rule = card === undefined ? undefined : cards[card];
  if (rule === undefined) return null;
  return { deck, rule, left: before.filter((other) => other !== card) };
}
