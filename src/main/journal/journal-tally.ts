import type { JournalLine, SessionLine } from './journal-line.ts';
import { dayOf } from './journal-files.ts';

/** What a journal adds up to. Shares are 0..1 of the sessions; times of day are the machine's own. */
export interface JournalSummary {
  readonly sessions: number;
  /** Sum over the sessions of the most viewers at once; a session in which nobody was read counts as one. */
  readonly visitors: number;
  readonly from: string | null;
  readonly until: string | null;
  readonly seconds: { readonly mean: number; readonly median: number; readonly longest: number } | null;
  readonly endedBy: Readonly<Record<string, number>>;
  readonly endings: Readonly<Record<string, number>>;
  /** Share of the sessions in which a scene was seen. */
  readonly scenes: Readonly<Record<string, number>>;
  /** Sessions that began in each hour of the day, 0..23. */
  readonly hours: readonly number[];
  readonly days: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  /** What operators did, by its name. */
  readonly operator: Readonly<Record<string, number>>;
  /** Sessions of which decisions are there, but no end: the machine lost its power in them. */
  readonly cutOff: number;
  /** Lines that were torn or not understood. */
  readonly torn: number;
  readonly journeys: readonly JourneyStep[];
}

/** How many sessions went from one scene to another as their n-th step (from 0). */
export interface JourneyStep {
  readonly step: number;
  readonly from: string;
  readonly to: string;
  readonly sessions: number;
}

/** Further steps than these are left out of the picture of journeys: it would be wider than a page. */
const MOST_STEPS = 12;

/** Adds up a journal line by line. */
export class JournalTally {
  /** The last line of a session counts: after a crash at the very end of one it may be there twice. */
  readonly #sessions = new Map<string, SessionLine>();
  readonly #begun = new Set<string>();
  readonly #faults = new Map<string, number>();
  readonly #operator = new Map<string, number>();
  #torn = 0;

  hear(line: JournalLine | null): void {
    if (line === null) this.#torn += 1;
    else if (line.type === 'session') this.#sessions.set(line.session, line);
    else if (line.type === 'decision') this.#begun.add(line.session);
    else if (line.type === 'fault') add(this.#faults, line.code);
    else if (line.type === 'operator' && line.refused === undefined) add(this.#operator, line.command.do);
  }

  sum(): JournalSummary {
    const sessions = [...this.#sessions.values()].toSorted((a, b) => a.startedAt.localeCompare(b.startedAt));
    const count = sessions.length;
    const lengths = sessions.map(({ seconds }) => seconds).toSorted((a, b) => a - b);
    const endings = new Map<string, number>();
    const endedBy = new Map<string, number>();
    const scenes = new Map<string, number>();
    const days = new Map<string, number>();
    const hours = Array.from({ length: 24 }, () => 0);
    for (const session of sessions) {
      if (session.ending !== null) add(endings, session.ending);
      add(endedBy, session.endedBy);
      for (const scene of new Set(session.scenes)) add(scenes, scene);
      const began = new Date(session.startedAt);
      add(days, dayOf(began));
      const hour = began.getHours();
      hours[hour] = (hours[hour] ?? 0) + 1;
    }
    return {
      sessions: count,
      visitors: sessions.reduce((sum, { viewers }) => sum + Math.max(1, viewers), 0),
      from: sessions[0]?.startedAt ?? null,
      until: sessions.at(-1)?.endedAt ?? null,
      seconds: lengthsOf(lengths),
      endedBy: ranked(endedBy, 1),
      endings: ranked(endings, count),
      scenes: ranked(scenes, count),
      hours,
      days: Object.fromEntries(days),
      faults: ranked(this.#faults, 1),
      operator: ranked(this.#operator, 1),
      cutOff: [...this.#begun].filter((session) => !this.#sessions.has(session)).length,
      torn: this.#torn,
      journeys: journeysOf(sessions),
    };
  }
}

function lengthsOf(sorted: readonly number[]): JournalSummary['seconds'] {
  const longest = sorted.at(-1);
  if (longest === undefined) return null;
  const middle = (sorted.length - 1) / 2;
  const median = ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
  const mean = sorted.reduce((sum, seconds) => sum + seconds, 0) / sorted.length;
  return { mean, median, longest };
}

function journeysOf(sessions: readonly SessionLine[]): readonly JourneyStep[] {
  const steps = new Map<string, JourneyStep>();
  for (const { scenes } of sessions) {
    for (const [step, from] of scenes.slice(0, MOST_STEPS).entries()) {
      const to = scenes[step + 1];
      if (to === undefined) continue;
      const key = JSON.stringify([step, from, to]);
      const sofar = steps.get(key);
      steps.set(key, { step, from, to, sessions: (sofar?.sessions ?? 0) + 1 });
    }
  }
  return [...steps.values()].toSorted((a, b) => a.step - b.step || b.sessions - a.sessions);
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** Largest first, divided by `whole`. */
function ranked(counts: ReadonlyMap<string, number>, whole: number): Readonly<Record<string, number>> {
  return Object.fromEntries(
    [...counts].toSorted(([a, x], [b, y]) => y - x || a.localeCompare(b)).map(([name, n]) => [name, n / whole]),
  );
}
