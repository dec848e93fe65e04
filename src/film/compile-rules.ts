import { emotionFromWord } from '../protocol/emotions.ts';
import type { CompiledRule, CutAt } from './compiled-film.ts';
import { type Inherited, transitionFrom } from './compile-inherited.ts';
import type { Conditions } from './conditions.ts';
import { type Origin, type ScenePart, below } from './film.ts';
import { writePath } from './problems.ts';
import type { RuleData } from './schema-scene.ts';

/** A rule of a scene's effective list and where it is written. */
export interface PlacedRule {
  readonly data: RuleData;
  readonly origin: Origin;
  /** Whether it is the scene's own, or comes from its section or film. */
  readonly from: 'scene' | 'section' | 'film';
}

/** A rule that is always taken when it is reached. */
export function isUnconditional(rule: RuleData): boolean {
  return (
    rule.emotion === undefined &&
    rule.when === undefined &&
    rule.once !== true &&
    rule.at === undefined &&
    rule.for === undefined
  );
}

/**
 * A scene's own rules, then its section's and the film's default, each only as long as no default came before.
 * Endings and credits have none.
 */
export function effectiveRules({ film }: Pick<Inherited, 'film'>, part: ScenePart): readonly PlacedRule[] {
  const known = effective.get(part);
  if (known !== undefined) return known;
  const rules = listRules({ film }, part);
  effective.set(part, rules);
  return rules;
}

/** Lists already made: every check of a film asks for them. A part belongs to one film. */
const effective = new WeakMap<ScenePart, readonly PlacedRule[]>();

function listRules({ film }: Pick<Inherited, 'film'>, part: ScenePart): readonly PlacedRule[] {
  const rules: PlacedRule[] = [];
  const add = (next: string | readonly RuleData[] | undefined, origin: Origin, from: PlacedRule['from']): void => {
    if (next === undefined || rules.some((rule) => isUnconditional(rule.data))) return;
    if (typeof next === 'string') rules.push({ data: { to: next }, origin, from });
    else rules.push(...next.map((data, index) => ({ data, origin: below(origin, index), from })));
  };
  add(part.data.next, below(part.origin, 'next'), 'scene');
  if (part.section !== null) {
    const section = film.sections.get(part.section);
    if (section !== undefined) add(section.data.next, below(section.origin, 'next'), 'section');
  }
  add(film.data.default, { file: film.file, path: ['default'] }, 'film');
  return rules;
}

export function cutAt(rule: RuleData): CutAt {
  if (rule.at === undefined) return rule.for === undefined ? { kind: 'end' } : { kind: 'now' };
  if (rule.at === 'end' || rule.at === 'now') return { kind: rule.at };
  return { kind: 'marker', name: rule.at === 'marker' ? null : rule.at };
}

export function labelOf(rule: RuleData): string {
  const words = [
    rule.emotion === undefined ? '' : (emotionFromWord(rule.emotion) ?? rule.emotion),
    rule.when === undefined ? '' : `when ${rule.when}`,
  ].filter((word) => word !== '');
  return words.length === 0 ? 'default' : words.join(' ');
}

/** Neighbours with a weight and the same emotion and condition are one deck. */
function sameDeck(a: RuleData, b: RuleData): boolean {
  return a.weight !== undefined && b.weight !== undefined && labelOf(a) === labelOf(b);
}

export function rulesOf(inherited: Inherited, part: ScenePart, conditions: Conditions): readonly CompiledRule[] {
  const { film } = inherited;
  const placed = effectiveRules(inherited, part);
  let deck: string | null = null;
  return placed.flatMap(({ data, origin }, index): readonly CompiledRule[] => {
    const id = `${origin.file}:${writePath(origin.path)}`;
    const before = placed[index - 1]?.data;
    deck = data.weight === undefined ? null : before !== undefined && sameDeck(before, data) ? (deck ?? id) : id;
    const to = film.sections.get(data.to)?.data.start ?? data.to;
    const entered = film.scenes.get(to);
    if (entered === undefined) return [];
    const when = data.when === undefined ? null : conditions.compile(data.when, 'bool').condition;
    if (data.when !== undefined && when === null) return [];
    const transition = data.transition ?? transitionInto(inherited, entered);
    return [
      {
        index,
        id,
        to,
        emotion: data.emotion === undefined ? null : (emotionFromWord(data.emotion) ?? null),
        when,
        label: labelOf(data),
        once: data.once ?? false,
        weight: data.weight ?? null,
        deck,
        at: cutAt(data),
        forMs: (data.for ?? 0) * 1000,
        transition: transitionFrom(transition),
      },
    ];
  });
}

function transitionInto({ film }: Inherited, entered: ScenePart): Parameters<typeof transitionFrom>[0] {
  const section = entered.section === null ? undefined : film.sections.get(entered.section)?.data;
  return entered.data.transition ?? section?.transition ?? film.data.transition ?? 'cut';
}
