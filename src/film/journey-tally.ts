import type { CompiledFilm } from './compiled-film.ts';
import type { Decision } from './film-events.ts';
import type { Journey } from './simulate-visit.ts';
import { whyUnreached } from './why-unreached.ts';

/** What many visitors made of a film. Shares are of all visitors, 0..1, to four digits. */
export interface VisitorsSummary {
  readonly visitors: number;
  /** Of how many visitors each scene was seen. */
  readonly scenes: Readonly<Record<string, number>>;
  readonly endings: Readonly<Record<string, number>>;
  /** Visitors who reached no ending: they left, it took too long, or nobody came. */
  readonly withoutEnding: number;
  readonly meanSeconds: number;
  /** For each scene that chooses: how often each of its rules was taken. */
  readonly decisions: Readonly<Record<string, readonly RuleShare[]>>;
  /** How many of all decisions a default took. */
  readonly defaultShare: number;
  /** How each session ended. */
  readonly ended: Readonly<Partial<Record<Journey['by'], number>>>;
  /** Scenes and endings that nobody reached, and why. */
  readonly unreached: readonly { readonly scene: string; readonly why: string }[];
}

export interface RuleShare {
  readonly rule: string;
  readonly to: string;
  readonly count: number;
  readonly share: number;
}

/** Why a rule was refused, and how often; only kept while it was never taken. */
export type Refusals = ReadonlyMap<string, number>;

/** Adds journeys up. */
export class JourneyTally {
  readonly #film: CompiledFilm;
  readonly #scenes = new Map<string, number>();
  readonly #endings = new Map<string, number>();
  readonly #ended = new Map<Journey['by'], number>();
  readonly #rules = new Map<string, Map<string, number>>();
  readonly #refusals = new Map<string, Map<string, number>>();
  #visitors = 0;
  #seconds = 0;
  #decisions = 0;
  #defaults = 0;

  constructor(film: CompiledFilm) {
    this.#film = film;
  }

  add(journey: Journey): void {
    this.#visitors += 1;
    this.#seconds += journey.seconds;
    for (const scene of new Set(journey.scenes)) count(this.#scenes, scene);
    if (journey.ending !== null) count(this.#endings, journey.ending);
    count(this.#ended, journey.by);
    for (const decision of journey.decisions) this.#decide(decision);
  }

  #decide(decision: Decision): void {
    this.#decisions += 1;
    const rules = this.#rules.get(decision.scene) ?? new Map<string, number>();
    this.#rules.set(decision.scene, rules);
    for (const { rule, taken, why } of decision.rules) {
      const id = String(rule);
      if (taken) {
        count(rules, id);
        if (this.#isDefault(decision.scene, rule)) this.#defaults += 1;
      } else if (!rules.has(id)) {
        const key = `${decision.scene} ${id}`;
        const refusals = this.#refusals.get(key) ?? new Map<string, number>();
        this.#refusals.set(key, refusals);
        count(refusals, why.replace(/ \(.*\)$/u, ''));
      }
    }
  }

  #isDefault(scene: string, index: number): boolean {
    const rule = this.#film.scenes[scene]?.rules.find((one) => one.index === index);
    return rule?.emotion === null && rule.when === null;
  }

  summary(): VisitorsSummary {
    const film = this.#film;
    const visitors = Math.max(1, this.#visitors);
    const names = Object.keys(film.scenes);
    const share = (of: number): number => round(of / visitors);
    const endings = film.endings.map((name) => [name, share(this.#endings.get(name) ?? 0)] as const);
    const reached = [...this.#endings.values()].reduce((sum, one) => sum + one, 0);
    const chooses = names.filter((name) => this.#rules.has(name));
    const seen = (scene: string): number => this.#scenes.get(scene) ?? 0;
    const refusalsOf = (scene: string, rule: number): Refusals => this.#refusals.get(`${scene} ${rule}`) ?? new Map();
    return {
      visitors: this.#visitors,
      scenes: Object.fromEntries(names.map((name) => [name, share(seen(name))])),
      endings: Object.fromEntries(endings),
      withoutEnding: share(this.#visitors - reached),
      meanSeconds: Math.round((this.#seconds / visitors) * 1000) / 1000,
      decisions: Object.fromEntries(chooses.map((name) => [name, this.#sharesOf(name)])),
      defaultShare: this.#decisions === 0 ? 0 : round(this.#defaults / this.#decisions),
      ended: Object.fromEntries([...this.#ended].toSorted(([a], [b]) => (a < b ? -1 : 1))),
      unreached: whyUnreached(film, seen, refusalsOf),
    };
  }

  #sharesOf(scene: string): readonly RuleShare[] {
    const counts = this.#rules.get(scene) ?? new Map<string, number>();
    const all = [...counts.values()].reduce((sum, one) => sum + one, 0);
    return (this.#film.scenes[scene]?.rules ?? []).map((rule) => {
      const taken = counts.get(String(rule.index)) ?? 0;
      return { rule: rule.label, to: rule.to, count: taken, share: all === 0 ? 0 : round(taken / all) };
    });
  }
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function round(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
