import { emotionFromWord } from '../protocol/emotions.ts';
import { emotionsOf } from './compile-inherited.ts';
import { type Origin, below } from './film.ts';
import type { Findings } from './findings.ts';
import { CONDITION_WORDS, nameFault, nameLike } from './names.ts';
import { listed } from './nearest.ts';
import type { ReadingData } from './schema-reading.ts';
import type { RuleData } from './schema-scene.ts';

/** Emotions that are the film's own, names that can be names, variables of their types. */
export function checkWords(findings: Findings): void {
  const { film } = findings;
  const emotions = emotionsOf(film);
  const outside = (word: string, origin: Origin): void => {
    const emotion = emotionFromWord(word);
    if (emotion === undefined || emotions.includes(emotion)) return;
    const hint = `Add "${emotion}" to "emotions", or use ${listed(emotions)}.`;
    findings.add('emotion-outside', origin, `the film does not listen to ${emotion}`, hint);
  };
  const checkReading = (reading: ReadingData | undefined, origin: Origin): void => {
    reading?.emotions?.forEach((word, index) => outside(word, below(origin, 'reading', 'emotions', index)));
    for (const word of Object.keys(reading?.weights ?? {})) outside(word, below(origin, 'reading', 'weights', word));
  };
  const checkNext = (next: string | readonly RuleData[] | undefined, origin: Origin): void => {
    if (typeof next !== 'object') return;
    next.forEach((rule, index) => {
      if (rule.emotion !== undefined) outside(rule.emotion, below(origin, 'next', index, 'emotion'));
    });
  };
  const root: Origin = { file: film.file, path: [] };
  checkReading(film.data.reading, root);
  for (const { data, origin } of film.sections.values()) {
    checkReading(data.reading, origin);
    checkNext(data.next, origin);
  }
  for (const { data, origin } of film.scenes.values()) {
    checkReading(data.reading, origin);
    checkNext(data.next, origin);
    for (const part of ['colours', 'words'] as const) {
      for (const word of Object.keys(data.trace?.[part] ?? {})) outside(word, below(origin, 'trace', part, word));
    }
    if (data.ending !== undefined) checkName(findings, data.ending, below(origin, 'ending'), 'value');
    for (const variable of Object.keys(data.set ?? {})) checkSet(findings, variable, below(origin, 'set', variable));
  }
  for (const { data, origin } of film.clips.values()) {
    for (const name of Object.keys(data.markers ?? {}))
      checkName(findings, name, below(origin, 'markers', name), 'key');
  }
  checkVariables(findings);
}

function checkName(findings: Findings, name: string, origin: Origin, what: 'value' | 'key'): void {
  const fault = nameFault(name);
  if (fault === null) return;
  findings.add(
    'bad-name',
    origin,
    `"${name.slice(0, 60)}" ${fault}, so it cannot be a name`,
    `Call it "${nameLike(name)}", say.`,
    what,
  );
}

function checkSet(findings: Findings, variable: string, origin: Origin): void {
  const known = findings.film.data.variables ?? {};
  if (Object.hasOwn(known, variable)) return;
  const near = findings.suggestions.for(variable, () => Object.keys(known));
  const hint =
    near === undefined
      ? `Declare it: "variables": { "${nameLike(variable)}": { "type": "int", "start": 0 } }.`
      : `Did you mean "${near}"?`;
  findings.add('unknown-variable', origin, `there is no variable "${variable.slice(0, 60)}"`, hint, 'key');
}

function checkVariables(findings: Findings): void {
  const root: Origin = { file: findings.film.file, path: ['variables'] };
  for (const [name, { type, start }] of Object.entries(findings.film.data.variables ?? {})) {
    checkName(findings, name, below(root, name), 'key');
    if ((CONDITION_WORDS as readonly string[]).includes(name)) {
      const hint = `Call it "my_${name}", say.`;
      findings.add(
        'bad-name',
        below(root, name),
        `"${name}" is a word of conditions, so it cannot be a variable`,
        hint,
        'key',
      );
    }
    const fits =
      type === 'text'
        ? typeof start === 'string'
        : type === 'bool'
          ? typeof start === 'boolean'
          : type === 'int'
            ? Number.isSafeInteger(start)
            : typeof start === 'number';
    if (fits) continue;
    const example = { int: '0', number: '0.5', bool: 'false', text: '"calm"' }[type];
    const message = `"${name}" is of type ${type}, and ${JSON.stringify(start).slice(0, 40)} is not`;
    findings.add(
      'variable-type',
      below(root, name, 'start'),
      message,
      `Write a ${type === 'int' ? 'whole number' : type}, such as ${example}.`,
    );
  }
}
