import type { Emotion } from '../protocol/emotions.ts';
import type { Mood } from '../mood/mood.ts';
import type { CompiledRule, CompiledScene } from './compiled-film.ts';
import type { Scope } from './conditions.ts';
import { type Deal, deal } from './deck.ts';
import type { RuleOutcome } from './film-events.ts';

/** Which rules are tried: at the end of a scene, in its middle, or its defaults only (nobody could be asked). */
export type Trying =
  | { readonly kind: 'end'; readonly withDefault: boolean }
  /** Rules that may cut in mid-scene and have held long enough. */
  | { readonly kind: 'during'; readonly ripe: ReadonlySet<number> }
  | { readonly kind: 'default' };

export interface Choice {
  readonly rule: CompiledRule;
  /** The card that was dealt, where the rule came out of a deck. */
  readonly deal: Deal | null;
  readonly outcomes: readonly RuleOutcome[];
  readonly why: string;
}

/** The first rule that holds, and why each other one was not taken. Null where none holds. Pure. */
export function choose(scene: CompiledScene, scope: Scope, trying: Trying): Choice | null {
  const outcomes: RuleOutcome[] = [];
  let taken: { rule: CompiledRule; deal: Deal | null; why: string } | null = null;
  for (const rule of scene.rules) {
    const add = (why: string): void => void outcomes.push({ rule: rule.index, to: rule.to, taken: false, why });
    if (taken !== null) {
      const sameDeck = rule.deck !== null && rule.deck === taken.rule.deck;
      add(sameDeck ? 'another card of its deck was dealt' : 'a rule before it was taken');
      continue;
    }
    const refusal = whyNot(scene, rule, scope, trying);
    if (refusal !== null) {
      add(refusal);
      continue;
    }
    const why = whyTaken(rule, scope.mood);
    const card = rule.deck === null ? null : deal(scene, rule.deck, scope.context);
    const dealt = card === null ? rule : card.rule;
    taken = { rule: dealt, deal: card, why: card === null ? why : `${why}; card "${dealt.to}" was dealt` };
    if (dealt === rule) outcomes.push({ rule: rule.index, to: rule.to, taken: true, why: taken.why });
    else add('another card of its deck was dealt');
  }
  if (taken === null) return null;
  const { rule, why } = taken;
  const named = outcomes.map((outcome) => (outcome.rule === rule.index ? { ...outcome, taken: true, why } : outcome));
  return { rule, deal: taken.deal, outcomes: named, why };
}

/** Whether a rule's own emotion and condition hold now, whatever else stands in its way. */
export function holds(rule: CompiledRule, scope: Scope): boolean {
  if (rule.emotion !== null && scope.mood.dominant !== rule.emotion) return false;
  return rule.when === null || rule.when.evaluate(scope) === true;
}

/** A rule that asks for nothing. */
export function isDefault(rule: CompiledRule): boolean {
  return rule.emotion === null && rule.when === null;
}

function whyNot(scene: CompiledScene, rule: CompiledRule, scope: Scope, trying: Trying): string | null {
  if (trying.kind === 'default' && !isDefault(rule)) return 'nobody could be asked';
  if (trying.kind === 'end') {
    if (rule.at.kind !== 'end') return 'cuts in mid-scene only';
    if (isDefault(rule) && !trying.withDefault) return 'the scene waits for another rule first';
  }
  const isUsedUp = rule.once && scope.context.taken.includes(rule.id);
  if (isUsedUp && !hasOtherCards(scene, rule, scope)) return 'already taken in this session';
  if (rule.emotion !== null && scope.mood.dominant !== rule.emotion)
    return `needs ${rule.emotion}; ${moodWords(scope.mood)}`;
  if (rule.when !== null) {
    const value = rule.when.evaluate(scope);
    if (value === null) return `${rule.when.source} cannot be worked out here`;
    if (value !== true) return `${rule.when.source} is not true`;
  }
  if (trying.kind === 'during') {
    if (rule.at.kind === 'end' && scene.repeat !== null && !scene.hold) return 'cuts at the end only';
    if (!trying.ripe.has(rule.index)) return `has not held for ${rule.forMs / 1000} s yet`;
  }
  return null;
}

function hasOtherCards(scene: CompiledScene, rule: CompiledRule, scope: Scope): boolean {
  if (rule.deck === null) return false;
  return scene.rules.some(
    (other) => other.deck === rule.deck && !(other.once && scope.context.taken.includes(other.id)),
  );
}

function whyTaken(rule: CompiledRule, mood: Mood): string {
  const parts: string[] = [];
  if (rule.emotion !== null) parts.push(`${rule.emotion} is dominant${figures(rule.emotion, mood)}`);
  if (rule.when !== null) parts.push(`${rule.when.source} is true`);
  if (parts.length > 0) return parts.join(' and ');
  return `the default: ${moodWords(mood)}`;
}

function figures(emotion: Emotion, mood: Mood): string {
  const score = mood.scores?.[emotion];
  return score === undefined ? '' : ` (${score.toFixed(2)}, ahead by ${mood.lead.toFixed(2)})`;
}

function moodWords(mood: Mood): string {
  if (mood.dominant !== null) return `the mood is ${mood.dominant}`;
  if (mood.scores === null) return 'nobody was read';
  return mood.leading === null
    ? 'no mood is clear'
    : `no mood is clear (${mood.leading} leads by ${mood.lead.toFixed(2)})`;
}
