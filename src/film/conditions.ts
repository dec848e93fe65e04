import { Environment } from '@marcbachmann/cel-js';
import type { Emotion } from '../protocol/emotions.ts';
import type { Mood } from '../mood/mood.ts';
import type { Moment } from './film-events.ts';
import { type ConditionWords, wordsOf } from './condition-words.ts';
import { type FilmContext, sessionSeconds } from './film-context.ts';
import { CONDITION_WORDS } from './names.ts';
import { Suggestions, listed } from './nearest.ts';
import { chance } from './seeded.ts';

/** Value of a film's variable; `int` is a whole number. */
export type Value = number | boolean | string;
export type ValueType = 'int' | 'number' | 'bool' | 'text';

/** A compiled condition or expression. */
export interface Condition {
  readonly source: string;
  readonly words: ConditionWords;
  /** Asks for nothing that can change. */
  readonly isConstant: boolean;
  /** Never throws: what cannot be worked out (a division by zero) is null. */
  evaluate(scope: Scope): Value | null;
}

/** What a condition can see. */
export interface Scope {
  readonly context: FilmContext;
  readonly moment: Moment;
  readonly mood: Mood;
}

export type CompiledCondition =
  | { readonly condition: Condition; readonly fault: null }
  | { readonly condition: null; readonly fault: ConditionFault };

export interface ConditionFault {
  readonly code: 'condition-broken' | 'condition-type' | 'condition-unknown';
  readonly message: string;
  readonly hint: string;
}

/** Limits of one condition: far above what anyone writes, far below what could hang a show. */
const LIMITS = { maxAstNodes: 200, maxDepth: 16, maxListElements: 50, maxMapEntries: 1, maxCallArguments: 4 };
const LONGEST = 1000;

const CEL_TYPES = { int: 'int', number: 'double', bool: 'bool', text: 'string' } as const satisfies Record<
  ValueType,
  string
>;

/** What a film's conditions may ask for. */
export interface ConditionFilm {
  readonly emotions: readonly Emotion[];
  /** Scenes and sections. */
  readonly places: { readonly has: (name: string) => boolean; readonly names: () => readonly string[] };
  readonly endings: readonly string[];
  readonly variables: ReadonlyMap<string, ValueType>;
  readonly sectionOf: (scene: string) => string | null;
}

/** Knows the words of one film's conditions; compiles each condition once. */
export class Conditions {
  readonly #film: ConditionFilm;
  readonly #compiled = new Map<string, CompiledCondition>();
  readonly #suggestions = new Suggestions();
  readonly #endings: ReadonlySet<string>;
  readonly #known: ReadonlySet<string>;
  #base: Environment | null = null;

  constructor(film: ConditionFilm) {
    this.#film = film;
    this.#endings = new Set(film.endings);
    this.#known = new Set([...CONDITION_WORDS, ...film.variables.keys()]);
  }

  /** @param expected the type that the value must have. */
  compile(source: string, expected: ValueType): CompiledCondition {
    const key = `${expected} ${source}`;
    const known = this.#compiled.get(key);
    if (known !== undefined) return known;
    const made = this.#compile(source, expected);
    this.#compiled.set(key, made);
    return made;
  }

  #compile(source: string, expected: ValueType): CompiledCondition {
    if (source.length > LONGEST) {
      return faulty('condition-broken', `it is longer than ${LONGEST} characters`, 'Split it into several rules.');
    }
    try {
      const environment = (this.#base ??= this.#environment());
      const program = environment.parse(source);
      const words = wordsOf(program.ast);
      const fault = this.#unknown(words);
      if (fault !== null) return { condition: null, fault };
      const checked = program.check();
      if (!checked.valid) return { condition: null, fault: brokenBy(checked.error, source) };
      const isNumber = expected === 'number' && checked.type === 'int';
      if (checked.type !== CEL_TYPES[expected] && !isNumber) {
        const is = TYPE_WORDS[checked.type ?? ''] ?? 'a value of another kind';
        const hint =
          expected === 'bool'
            ? 'Compare it with something, as in "visits.sea > 1".'
            : `Write an expression that gives ${TYPE_WORDS[CEL_TYPES[expected]] ?? expected}.`;
        return faulty(
          'condition-type',
          `expected ${TYPE_WORDS[CEL_TYPES[expected]] ?? expected}, and ${quoted(source)} is ${is}`,
          hint,
        );
      }
      const evaluate = (scope: Scope): Value | null => {
        try {
          return plain(program(this.#values(scope, words)));
        } catch {
          return null;
        }
      };
      const isConstant = words.identifiers.length === 0;
      return { condition: { source, words, isConstant, evaluate }, fault: null };
    } catch (error) {
      return { condition: null, fault: brokenBy(error, source) };
    }
  }

  #environment(): Environment {
    const { emotions, variables } = this.#film;
    const environment = new Environment({ unlistedVariablesAreDyn: false, limits: LIMITS })
      .registerVariable({
        name: 'mood',
        schema: { ...Object.fromEntries(emotions.map((emotion) => [emotion, 'double'])), dominant: 'string' },
      })
      // Which names there are is looked up in the tree: a type of 10,000 fields would be slow to make.
      .registerVariable('visits', 'map<string, int>')
      .registerVariable('endings', 'map<string, int>')
      .registerVariable('viewers', 'int')
      .registerVariable('readings', 'int')
      .registerVariable({ name: 'session', schema: { seconds: 'double', path: 'list<string>' } })
      .registerVariable('section', 'string')
      .registerVariable('random', 'double')
      .registerVariable({ name: 'clock', schema: { hour: 'int', weekday: 'int' } });
    for (const [name, type] of variables) {
      if (!environment.hasVariable(name) && name !== 'visits' && name !== 'endings') {
        environment.registerVariable(name, CEL_TYPES[type]);
      }
    }
    // CEL refuses 1 + 0.5; an artist need not know why.
    for (const [sign, reckon] of MIXED) {
      environment.registerOperator(`int ${sign} double`, reckon);
      environment.registerOperator(`double ${sign} int`, reckon);
    }
    return environment;
  }

  /** Names that a condition asks for and that do not exist, with the nearest one that does. */
  #unknown(words: ConditionWords): ConditionFault | null {
    const { places, endings, emotions } = this.#film;
    if (words.refused !== null) {
      return {
        code: 'condition-unknown',
        message: `${words.refused} in a condition`,
        hint: 'Ask for one scene by name, as in "visits.sea > 1", and leave patterns and nested loops out.',
      };
    }
    const unknown = (what: string, word: string, words: () => readonly string[]): ConditionFault => {
      const near = this.#suggestions.for(word, words);
      const known = near === undefined && this.#suggestions.isOpen ? words().slice(0, 8) : [];
      return {
        code: 'condition-unknown',
        message: `${what} "${word.slice(0, 60)}" does not exist`,
        hint:
          near === undefined
            ? known.length > 0
              ? `Use one of ${listed(known)}.`
              : 'Name something that exists, or take it out.'
            : `Did you mean "${near}"?`,
      };
    };
    for (const name of words.visits) if (!places.has(name)) return unknown('the scene', name, places.names);
    for (const name of words.endings) if (!this.#endings.has(name)) return unknown('the ending', name, () => endings);
    const moods = [...emotions, 'dominant'];
    for (const name of words.mood) if (!moods.includes(name)) return unknown("the film's emotion", name, () => moods);
    const bound = new Set(words.bound);
    for (const name of words.identifiers) {
      if (!this.#known.has(name) && !bound.has(name)) return unknown('the word', name, () => [...this.#known]);
    }
    return null;
  }

  #values({ context, moment, mood }: Scope, words: ConditionWords): Record<string, unknown> {
    /** Only what the condition asks for; what never happened is 0. */
    const counts = (of: Readonly<Record<string, number>>, names: readonly string[]): Record<string, bigint> =>
      Object.fromEntries(names.map((name) => [name, BigInt(Object.hasOwn(of, name) ? (of[name] ?? 0) : 0)]));
    const values: Record<string, unknown> = {
      mood: {
        ...Object.fromEntries(this.#film.emotions.map((emotion) => [emotion, mood.scores?.[emotion] ?? 0])),
        dominant: mood.dominant ?? '',
      },
      viewers: BigInt(mood.viewers),
      readings: BigInt(mood.readings),
      visits: counts(context.visits, words.visits),
      endings: counts(context.lasting.endings, words.endings),
      session: { seconds: sessionSeconds(context, moment), path: context.path },
      section: this.#film.sectionOf(context.scene) ?? '',
      random: chance(context.seed, 'random', context.lasting.sessions, context.choices),
      clock: { hour: BigInt(moment.clock.hour), weekday: BigInt(moment.clock.weekday) },
    };
    for (const [name, type] of this.#film.variables) {
      const value = context.variables[name];
      values[name] = type === 'int' && typeof value === 'number' ? BigInt(Math.trunc(value)) : value;
    }
    return values;
  }
}

const MIXED: readonly (readonly [string, (left: number | bigint, right: number | bigint) => number])[] = [
  ['+', (left, right) => Number(left) + Number(right)],
  ['-', (left, right) => Number(left) - Number(right)],
  ['*', (left, right) => Number(left) * Number(right)],
  ['/', (left, right) => Number(left) / Number(right)],
];

const TYPE_WORDS: Readonly<Record<string, string>> = {
  int: 'a whole number',
  double: 'a number',
  bool: 'true or false',
  string: 'a text',
};

function faulty(code: ConditionFault['code'], message: string, hint: string): CompiledCondition {
  return { condition: null, fault: { code, message, hint } };
}

function quoted(source: string): string {
  return `"${source.length > 60 ? `${source.slice(0, 60)}...` : source}"`;
}

/** The library's error in one sentence, with the part of the condition that it is about. */
function brokenBy(error: unknown, source: string): ConditionFault {
  const hint = 'See "Conditions" in docs/film-language.md for what can be asked, and how it is written.';
  if (!(error instanceof Error)) return { code: 'condition-broken', message: 'it does not compile', hint };
  const { summary, range } = error as Error & {
    readonly summary?: string;
    readonly range?: { readonly start: number; readonly end: number };
  };
  const part = range === undefined ? '' : source.slice(range.start, range.end).trim();
  const where = part === '' || part === source ? quoted(source) : `${quoted(part)} in ${quoted(source)}`;
  const said = plainly((summary ?? error.message.split('\n')[0] ?? '').slice(0, 120));
  return { code: 'condition-broken', message: `${where} does not compile: ${said}`, hint };
}

/** The library's commonest complaints in the words of this language. */
function plainly(said: string): string {
  if (/unexpected token: EOF/iu.test(said)) return 'it stops in the middle';
  const overload = /^no such overload: (\w+) (\S+) (\w+)$/u.exec(said);
  if (overload === null) return said;
  const [, left = '', operator = '', right = ''] = overload;
  return `"${operator}" does not go with ${TYPE_WORDS[left] ?? left} and ${TYPE_WORDS[right] ?? right}`;
}

function plain(value: unknown): Value | null {
  switch (typeof value) {
    case 'bigint': {
      const number = Number(value);
      return Number.isSafeInteger(number) ? number : null;
    }
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'boolean':
      return value;
    case 'string':
      return value.length <= 10_000 ? value : null;
    default:
      return null;
  }
}
