import { EMOTIONS, type Emotion, emotionFromWord, isEmotion } from '../protocol/emotions.ts';
import { NO_MOOD } from '../mood/mood.ts';
import type { Conditions, Scope } from './conditions.ts';
import { openingContext } from './enter.ts';
import { NOTHING_LASTING } from './film-context.ts';
import { type Inherited, emotionsOf, readingOf, variableTypes } from './compile-inherited.ts';
import { type PlacedRule, cutAt, effectiveRules, isUnconditional, labelOf } from './compile-rules.ts';
import { type ScenePart, below } from './film.ts';
import type { Findings } from './findings.ts';

/** Rules that can never be taken or always are, and emotions that no rule listens to. */
export function checkRules(findings: Findings, conditions: Conditions): void {
  const { film } = findings;
  const inherited: Inherited = { film, emotions: emotionsOf(film), types: variableTypes(film) };
  const heard = new Set<Emotion>();
  for (const part of film.scenes.values()) {
    const isOver = part.data.ending !== undefined || part.name === film.data.credits;
    const rules = isOver ? [] : effectiveRules({ film }, part);
    checkScene(findings, inherited, part, rules, conditions);
    for (const { data } of rules) {
      const emotion = data.emotion === undefined ? undefined : emotionFromWord(data.emotion);
      if (emotion !== undefined) heard.add(emotion);
      const words = data.when === undefined ? null : (conditions.compile(data.when, 'bool').condition?.words ?? null);
      if (words === null) continue;
      for (const word of [...words.mood, ...words.texts]) if (isEmotion(word)) heard.add(word);
      if (words.mood.includes('dominant') && !words.texts.some(isEmotion)) EMOTIONS.forEach((one) => heard.add(one));
    }
  }
  if ([...film.scenes.values()].every((part) => part.data.next === undefined)) return;
  film.data.emotions.forEach((word, index) => {
    const emotion = emotionFromWord(word);
    if (emotion === undefined || heard.has(emotion)) return;
    const hint = `Add a rule { "emotion": "${emotion}", "to": "..." }, or take "${word}" out of "emotions".`;
    findings.add(
      'emotion-unheard',
      { file: film.file, path: ['emotions', index] },
      `no rule listens to ${emotion}`,
      hint,
    );
  });
}

function checkScene(
  findings: Findings,
  inherited: Inherited,
  part: ScenePart,
  rules: readonly PlacedRule[],
  conditions: Conditions,
): void {
  const isOpening = part.name === inherited.film.data.opening;
  const counted = part.data.reading?.emotions === undefined ? null : readingOf(inherited, part, 1).rules.emotions;
  const before = new Set<string>();
  let fallback: PlacedRule | null = null;
  for (const rule of rules) {
    const { data, origin, from } = rule;
    if (from !== 'scene') continue;
    const never = (message: string, hint: string): void => findings.add('rule-never-fires', origin, message, hint);
    const emotion = data.emotion === undefined ? undefined : emotionFromWord(data.emotion);
    const label = labelOf(data);
    const kind = cutAt(data).kind === 'end' ? 'end' : 'mid';
    const condition = data.when === undefined ? null : conditions.compile(data.when, 'bool').condition;
    const value = condition?.isConstant === true ? condition.evaluate(ANY_SCOPE) : null;
    if (
      fallback !== null &&
      !(data.weight !== undefined && fallback.data.weight !== undefined && isUnconditional(data))
    ) {
      never('the default before it is always taken first', 'Put the default last.');
    } else if (isOpening && (emotion !== undefined || data.at !== undefined || data.for !== undefined)) {
      never(
        'in the opening nobody is asked for a mood: it ends when somebody arrives',
        'Give the opening a bare default, and ask in the scene that follows.',
      );
    } else if (emotion !== undefined && counted !== null && !counted.includes(emotion)) {
      never(
        `${emotion} does not count in this scene's "reading.emotions"`,
        `Add "${emotion}" there, or take the rule out.`,
      );
    } else if (value === false) {
      never(
        `"${data.when ?? ''}" is never true`,
        'Let the condition ask for something that changes, or take the rule out.',
      );
    } else if (data.weight === undefined && data.once !== true && before.has(`${kind} ${label}`)) {
      never(
        `a rule before it asks for the same (${label})`,
        'Take one of the two out, or give both a "weight" to have them dealt in turn.',
      );
    } else if (value === true) {
      findings.add(
        'rule-always-fires',
        below(origin, 'when'),
        `"${data.when ?? ''}" is always true`,
        'Take the condition out if that is meant; else let it ask for something that changes.',
      );
    }
    if (data.once !== true && data.weight === undefined) before.add(`${kind} ${label}`);
    if (isUnconditional(data)) fallback ??= rule;
  }
}

/** A constant asks for nothing of the scope, so any will do. */
const ANY_SCOPE: Scope = {
  context: openingContext({ scenes: {}, variables: {}, opening: '' }, 0, NOTHING_LASTING, 0),
  moment: { nowMs: 0, clock: { hour: 0, weekday: 1 } },
  mood: NO_MOOD,
};
