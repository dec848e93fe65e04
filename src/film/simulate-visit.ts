import type { Reading } from '../protocol/reading.ts';
import type { CompiledFilm } from './compiled-film.ts';
import type { Value } from './conditions.ts';
import type { LastingState } from './film-context.ts';
import type { Decision, Moment } from './film-events.ts';
import { inSession, lastingOf, sceneOf } from './film-fold.ts';
import { cueStage, EMPTY_STAGE, nextFact, tellFact, type SimulatedStage } from './simulated-stage.ts';
import { TICK_MS, type VisitInput, type VisitState, type VisitAction } from './visit.ts';
import { feelsThroughout } from './visit-mood.ts';
import { startVisit, stepVisit } from './visit-step.ts';
import { emptyRoom } from '../mood/mood-fold.ts';

/** What a simulated camera reads. */
export interface Feed {
  /** Readings a second. */
  readonly perSecond: number;
  /** The reading at a time of the visit, milliseconds from its beginning; asked for in order. */
  readonly readingAt: (atMs: number) => Reading;
  /** From here on nobody comes any more. */
  readonly endMs: number;
}

/** One visit, as `play --once` tells it. */
export interface Journey {
  /** Names of the scenes in the order played. */
  readonly scenes: readonly string[];
  readonly decisions: readonly Decision[];
  readonly ending: string | null;
  /** Length of the session; 0 where none began. */
  readonly seconds: number;
  /** How it ended: by an ending, a walk-away ...; `unfinished` where it was broken off. */
  readonly by: 'ending' | 'leave' | 'timeout' | 'reset' | 'failure' | 'unfinished' | 'nobody';
}

export interface VisitSettings {
  readonly seed: number;
  readonly feed: Feed;
  readonly lasting?: LastingState;
  readonly from?: string;
  readonly variables?: Readonly<Record<string, Value>>;
  /** When the start key is pressed, milliseconds; null: never. */
  readonly startKeyMs: number | null;
  /** Whether ticks come only where a rule may fire in mid-scene: for thousands of visits. Then who comes and goes is noticed at readings. */
  readonly isSparse?: boolean;
  /** Time of day for conditions over `clock`. */
  readonly clock?: Moment['clock'];
}

export interface SimulatedVisit {
  readonly journey: Journey;
  readonly lasting: LastingState;
}

/** Noon of a Wednesday, where nobody said otherwise: simulating must not depend on when it is done. */
const NOON: Moment['clock'] = { hour: 12, weekday: 3 };
/** A reading speaks for half a second around it, and faces are looked for again within two. */
const STILL_COUNTS_MS = 2000;
/** A visit that is still not over after its longest time and so much is broken off. */
const BREAK_OFF_AFTER_MS = 600_000;

/**
 * One visit in simulated time: the very fold that plays, over a feed of readings and a stage that keeps time by the
 * clips' lengths. It is over when the session ends, or when the feed has ended and none has begun.
 */
export function simulateVisit(film: CompiledFilm, settings: VisitSettings): SimulatedVisit {
  const run = new VisitRun(film, settings);
  while (run.isOn) run.next();
  return run.result();
}

class VisitRun {
  isOn = true;
  readonly #film: CompiledFilm;
  readonly #settings: VisitSettings;
  readonly #stepMs: number;
  readonly #breakOffMs: number;
  readonly #decisions: Decision[] = [];
  #state: VisitState;
  #stage: SimulatedStage = EMPTY_STAGE;
  #nowMs = 0;
  #readings = 0;
  #ticks = 0;
  #keyPressed: boolean;
  #journey: Journey | null = null;

  constructor(film: CompiledFilm, settings: VisitSettings) {
    this.#film = film;
    this.#settings = settings;
    this.#stepMs = 1000 / settings.feed.perSecond;
    this.#breakOffMs = 2 * film.session.longestMs + BREAK_OFF_AFTER_MS;
    this.#keyPressed = settings.startKeyMs === null;
    const { seed, lasting, from, variables } = settings;
    const begun = startVisit(film, {
      seed,
      moment: this.#moment(),
      // Simulated faces never stand for a picture, however constant they are.
      room: emptyRoom({ stillAfterMs: null }),
      ...(lasting === undefined ? {} : { lasting }),
      ...(from === undefined ? {} : { from }),
      ...(variables === undefined ? {} : { variables }),
    });
    this.#state = begun.state;
    this.#do(begun.actions);
  }

  /** Whatever comes next: the key, a tick, a reading, a fact of the stage: in this order where they fall together, as in the show. */
  next(): void {
    const readingMs = this.#readings * this.#stepMs;
    const keyMs = this.#keyPressed ? Infinity : (this.#settings.startKeyMs ?? Infinity);
    const due = nextFact(this.#film, this.#stage);
    // Ticks that nobody needed are passed over, the beat stays the same.
    if (!this.#needsTicks()) this.#ticks = Math.max(this.#ticks, Math.floor(this.#nowMs / TICK_MS));
    const tickMs = this.#needsTicks() ? this.#ticks * TICK_MS : Infinity;
    const nextMs = Math.min(readingMs, keyMs, due?.atMs ?? Infinity, tickMs);
    this.#nowMs = Math.max(this.#nowMs, nextMs);
    if (keyMs <= nextMs) {
      this.#keyPressed = true;
      this.#input({ type: 'startPressed' });
    } else if (tickMs <= nextMs) {
      this.#ticks += 1;
      this.#input({ type: 'tick' });
    } else if (readingMs <= nextMs) {
      this.#readings += 1;
      this.#input({ type: 'reading', reading: this.#settings.feed.readingAt(readingMs) });
    } else if (due !== null) {
      this.#stage = tellFact(this.#stage, due);
      this.#input(due.fact);
    }
    if (this.#isFruitless()) this.isOn = false;
  }

  result(): SimulatedVisit {
    const { context } = this.#state.film;
    const running = inSession(this.#state.film);
    const journey = this.#journey ?? {
      scenes: context.path,
      decisions: this.#decisions,
      ending: context.ending,
      seconds: running ? Math.round(this.#nowMs - (context.sessionStartedAtMs ?? 0)) / 1000 : 0,
      by: running ? 'unfinished' : 'nobody',
    };
    return { journey, lasting: lastingOf(this.#state.film) };
  }

  /** Nobody came, or it goes on without end. */
  #isFruitless(): boolean {
    if (this.#nowMs > this.#breakOffMs + (this.#settings.feed.endMs < Infinity ? this.#settings.feed.endMs : 0))
      return true;
    return !inSession(this.#state.film) && this.#keyPressed && this.#nowMs > this.#settings.feed.endMs;
  }

  /** No mood reaches back beyond its scene: what was read before need not be carried along (half of the time saved). */
  #forgetOldReadings(): void {
    const fromMs = this.#nowMs - STILL_COUNTS_MS;
    const { room } = this.#state;
    const viewers = room.viewers.map((viewer) => ({
      ...viewer,
      window: { past: [], recent: viewer.window.recent.filter((sample) => sample.atMs >= fromMs) },
    }));
    this.#state = { ...this.#state, room: { ...room, viewers } };
  }

  #needsTicks(): boolean {
    if (this.#settings.isSparse !== true) return true;
    const scene = this.#film.scenes[sceneOf(this.#state.film)];
    return scene !== undefined && inSession(this.#state.film) && feelsThroughout(scene);
  }

  #moment(): Moment {
    return { nowMs: this.#nowMs, clock: this.#settings.clock ?? NOON };
  }

  #input(input: VisitInput): void {
    const { state, actions } = stepVisit(this.#film, this.#state, input, this.#moment());
    this.#state = state;
    this.#do(actions);
  }

  #do(actions: readonly VisitAction[]): void {
    for (const action of actions) {
      switch (action.type) {
        case 'cue':
          this.#forgetOldReadings();
          this.#stage = cueStage(this.#film, this.#stage, action.params, this.#nowMs);
          break;
        case 'decision':
          this.#decisions.push(action.params);
          break;
        case 'sessionStarted':
          break;
        case 'sessionEnded': {
          const { scenes, ending, seconds, by } = action.params;
          this.#journey = { scenes, decisions: this.#decisions, ending, seconds, by };
          this.isOn = false;
          break;
        }
      }
    }
  }
}
