import type { z } from 'zod';
import type { JsonPath } from './problems.ts';
import type { Finding } from './film.ts';
import { nameFault, nameLike } from './names.ts';
import { listed, nearest } from './nearest.ts';
import { emotionWords } from '../protocol/emotions.ts';

/** Unknown keys of one object that are told about: beyond that it is no film. */
const MOST_KEYS = 200;

type Issue = z.core.$ZodIssue;

/** A finding of the schema and its path from the root of the file. */
export interface ShapeFinding extends Finding {
  readonly at: JsonPath;
  readonly what: 'value' | 'key';
}

/** What a zod issue means to an artist. One issue may hold several findings (unknown keys). */
export function findingsOf(
  issue: Issue,
  value: unknown,
  keysAt: (path: JsonPath) => readonly string[],
): readonly ShapeFinding[] {
  const path = issue.path.filter((part): part is string | number => typeof part !== 'symbol');
  return findings(issue, path, valueAt(value, path), keysAt);
}

function findings(
  issue: Issue,
  path: JsonPath,
  seen: unknown,
  keysAt: (path: JsonPath) => readonly string[],
): readonly ShapeFinding[] {
  const at = (code: string, message: string, hint: string): ShapeFinding => ({
    code,
    severity: 'error',
    message,
    hint,
    at: path,
    what: 'value',
  });
  if (typeof seen === 'number' && !Number.isFinite(seen)) {
    return [
      at(
        'number-too-large',
        'this number is beyond what can be reckoned with',
        'Write a number that means something here.',
      ),
    ];
  }
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.slice(0, MOST_KEYS).map((key) => {
        const known = path.at(-1) === 'weights' ? emotionWords() : keysAt(path);
        const near = nearest(key, known);
        return {
          code: 'unknown-key',
          severity: 'error',
          message: `nothing here is called "${key.slice(0, 60)}"`,
          hint:
            near === undefined
              ? known.length > 0
                ? `Take it out, or use one of ${listed(known.filter((word) => word !== '$schema'))}.`
                : 'Take it out.'
              : `Did you mean "${near}"? Otherwise take it out.`,
          at: [...path, key],
          what: 'key',
        };
      });
    case 'invalid_union':
      return union(issue, path, seen, keysAt);
    case 'invalid_type':
      if (seen === undefined) {
        const key = String(path.at(-1) ?? 'film');
        return [at('missing-key', `"${key}" is missing`, `Add "${key}": ${typeWords(issue.expected)}.`)];
      }
      return [
        at(
          'wrong-type',
          `expected ${typeWords(issue.expected)}, got ${shown(seen)}`,
          `Write ${typeWords(issue.expected)} here.`,
        ),
      ];
    case 'invalid_value': {
      const words = issue.values.map(String);
      const isEmotionList = words.length >= 7 && words.includes('anger');
      const known = isEmotionList ? words.slice(0, 7) : words;
      if (seen === undefined) {
        const key = String(path.at(-1));
        const value = issue.values.length === 1 ? String(issue.values[0]) : listed(known);
        return [at('missing-key', `"${key}" is missing`, `Add "${key}": ${value}.`)];
      }
      const near = typeof seen === 'string' ? nearest(seen, words) : undefined;
      return [
        at(
          isEmotionList ? 'unknown-emotion' : 'wrong-value',
          `expected ${listed(known)}, got ${shown(seen)}`,
          near === undefined ? `Use one of ${listed(known)}.` : `Did you mean "${near}"?`,
        ),
      ];
    }
    case 'invalid_key': {
      const key = String(path.at(-1));
      const message = `"${key.slice(0, 60)}" ${nameFault(key) ?? 'is not allowed here'}, so it cannot be a name`;
      return [{ ...at('bad-name', message, `Call it "${nameLike(key)}", say.`), what: 'key' }];
    }
    case 'too_small':
      return [
        at(
          'out-of-range',
          `${shown(seen)} is too small or too short: at least ${Number(issue.minimum)}`,
          `Write ${Number(issue.minimum)} or more.`,
        ),
      ];
    case 'too_big':
      return [
        at(
          'out-of-range',
          `${shown(seen)} is too large or too long: at most ${Number(issue.maximum)}`,
          `Write ${Number(issue.maximum)} or less.`,
        ),
      ];
    case 'invalid_format':
      return [at('wrong-value', `${shown(seen)} is not written as it has to be here`, formatHint(path))];
    case 'not_multiple_of':
      return [at('wrong-value', `expected a multiple of ${issue.divisor}, got ${shown(seen)}`, 'Round it.')];
    case 'invalid_element':
    case 'custom':
      return [at('wrong-value', `${shown(seen)} does not fit here`, 'Compare it with docs/film-language.md.')];
  }
}

/** Of a union only the branch that was meant is worth talking about: the one that got furthest. */
function union(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: JsonPath,
  seen: unknown,
  keysAt: (path: JsonPath) => readonly string[],
): readonly ShapeFinding[] {
  const branches = issue.errors.map((errors) => ({
    errors,
    near: errors.filter((error) => error.path.length === 0 && error.code === 'invalid_type').length,
  }));
  const meant = branches.filter((branch) => branch.near === 0).toSorted((a, b) => a.errors.length - b.errors.length)[0];
  if (meant !== undefined && seen !== undefined) {
    return meant.errors.flatMap((inner) => {
      const rest = inner.path.filter((part): part is string | number => typeof part !== 'symbol');
      return findings(inner, [...path, ...rest], valueAt(seen, rest), keysAt);
    });
  }
  const words = [
    ...new Set(
      issue.errors.flatMap((errors) =>
        errors.map((error) =>
          error.code === 'invalid_type'
            ? typeWords(error.expected)
            : error.code === 'invalid_value'
              ? listed(error.values.map(String))
              : '',
        ),
      ),
    ),
  ].filter((word) => word !== '');
  const expected = words.join(' or ');
  const code = seen === undefined ? 'missing-key' : 'wrong-type';
  const message =
    seen === undefined ? `"${String(path.at(-1))}" is missing` : `expected ${expected}, got ${shown(seen)}`;
  return [{ code, severity: 'error', message, hint: `Write ${expected} here.`, at: path, what: 'value' }];
}

function valueAt(value: unknown, path: JsonPath): unknown {
  return path.reduce<unknown>((at, part) => {
    if (typeof at !== 'object' || at === null) return undefined;
    return Object.hasOwn(at, part) ? (at as Record<string | number, unknown>)[part] : undefined;
  }, value);
}

function typeWords(expected: string): string {
  switch (expected) {
    case 'string':
      return 'a text in quotes';
    case 'number':
      return 'a number';
    case 'int':
      return 'a whole number';
    case 'boolean':
      return 'true or false';
    case 'array':
      return 'a list [ ... ]';
    case 'object':
    case 'record':
      return 'an object { ... }';
    default:
      return expected;
  }
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value === null) return 'null';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : 'nothing';
}

function formatHint(path: JsonPath): string {
  const key = path.at(-1);
  if (key === 'colour') return 'Write a colour as "#rrggbb".';
  if (key === 'from' || key === 'to') return 'Write seconds (3), or a share of the scene ("50%").';
  return 'Write seconds (12.5), "mm:ss.SSS", "hh:mm:ss.SSS", or frames ("1500f@25").';
}
