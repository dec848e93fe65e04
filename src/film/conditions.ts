import { Environment } from '@marcbachmann/cel-js';
import type { Emotion } from '../protocol/emotions.ts';
import type { Mood } from '../mood/mood.ts';
import type { Moment } from './film-events.ts';
import { type FilmContext, sessionSeconds } from './film-context.ts';
import { chance } from './seeded.ts';

/** Value of a film's variable; `int` is a whole number. */
export type Value = number | boolean | string;
export type ValueType = 'int' | 'number' | 'bool' | 'text';

/** A compiled condition or expression. */
export interface Condition {
  readonly source: string;
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

/** Knows the words of one film's conditions. Made once a film, then compiles each of its conditions. */
export class Conditions {
  readonly #environment: Environment;
  readonly #emotions: readonly Emotion[];
  readonly #variables: ReadonlyMap<string, ValueType>;
  readonly #sectionOf: (scene: string) => string | null;

  constructor(film: {
    readonly emotions: readonly Emotion[];
    readonly places: Iterable<string>;
    readonly endings: Iterable<string>;
    readonly variables: ReadonlyMap<string, ValueType>;
    readonly sectionOf: (scene: string) => string | null;
  }) {
    this.#emotions = film.emotions;
    this.#variables = film.variables;
    this.#sectionOf = film.sectionOf;
    const ints = (names: Iterable<string>): Record<string, 'int'> =>
      Object.fromEntries([...names].map((name) => [name, 'int' as const]));
    const environment = new Environment({ unlistedVariablesAreDyn: false, limits: LIMITS })
      .registerVariable({
        name: 'mood',
        schema: { ...Object.fromEntries(film.emotions.map((emotion) => [emotion, 'double'])), dominant: 'string' },
      })
      .registerVariable('viewers', 'int')
      .registerVariable('readings', 'int')
      .registerVariable({ name: 'visits', schema: ints(film.places) })
      .registerVariable({ name: 'endings', schema: ints(film.endings) })
      .registerVariable({ name: 'session', schema: { seconds: 'double', path: 'list<string>' } })
      .registerVariable('section', 'string')
      .registerVariable('random', 'double')
      .registerVariable({ name: 'clock', schema: { hour: 'int', weekday: 'int' } });
    for (const [name, type] of film.variables) environment.registerVariable(name, CEL_TYPES[type]);
    this.#environment = environment;
  }

  /** @param expected the type that the value must have. */
  compile(source: string, expected: ValueType): CompiledCondition {
    const fault = (code: ConditionFault['code'], message: string, hint: string): CompiledCondition => ({
      condition: null,
      fault: { code, message, hint },
    });
    if (source.length > LONGEST) {
      return fault(
        'condition-broken',
        `the condition is longer than ${LONGEST} characters`,
        'Split it into several rules.',
      );
    }
    try {
      const program = this.#environment.parse(source);
      const checked = program.check();
      if (!checked.valid) {
        return fault(
          'condition-broken',
          checked.error?.message.split('\n')[0] ?? 'does not compile',
          'Compare it with docs/film-language.md.',
        );
      }
      if (checked.type !== CEL_TYPES[expected] && !(expected === 'number' && checked.type === 'int')) {
        return fault(
          'condition-type',
          `expected ${expected}, but the value is ${checked.type ?? 'unknown'}`,
          'Write a comparison, such as visits.sea > 1.',
        );
      }
      const evaluate = (scope: Scope): Value | null => {
        try {
          return plain(program(this.#values(scope)));
        } catch {
          return null;
        }
      };
      return { condition: { source, evaluate }, fault: null };
    } catch (error) {
      const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'does not compile';
      return fault('condition-broken', message, 'Compare it with docs/film-language.md.');
    }
  }

  #values({ context, moment, mood }: Scope): Record<string, unknown> {
    const counts = (of: Readonly<Record<string, number>>): unknown => new Proxy(of, COUNTING);
    const values: Record<string, unknown> = {
      mood: {
        ...Object.fromEntries(this.#emotions.map((emotion) => [emotion, mood.scores?.[emotion] ?? 0])),
        dominant: mood.dominant ?? '',
      },
      viewers: BigInt(mood.viewers),
      readings: BigInt(mood.readings),
      visits: counts(context.visits),
      endings: counts(context.lasting.endings),
      session: { seconds: sessionSeconds(context, moment), path: context.path },
      section: this.#sectionOf(context.scene) ?? '',
      random: chance(context.seed, 'random', context.lasting.sessions, context.choices),
      clock: { hour: BigInt(moment.clock.hour), weekday: BigInt(moment.clock.weekday) },
    };
    for (const [name, type] of this.#variables) {
      const value = context.variables[name];
      values[name] = type === 'int' && typeof value === 'number' ? BigInt(Math.trunc(value)) : value;
    }
    return values;
  }
}

/** A count of something that never happened is 0, not an error. */
const COUNTING: ProxyHandler<Readonly<Record<string, number>>> = {
  get: (of, key) => (typeof key === 'string' ? BigInt(Object.hasOwn(of, key) ? (of[key] ?? 0) : 0) : undefined),
  has: () => true,
  getOwnPropertyDescriptor: (of, key) =>
    typeof key === 'string'
      ? { configurable: true, enumerable: true, value: BigInt(Object.hasOwn(of, key) ? (of[key] ?? 0) : 0) }
      : undefined,
};

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
