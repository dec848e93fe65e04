import type { CompiledFilm } from '../film/compiled-film.ts';
import type { LastingState } from '../film/film-context.ts';
import type { Moment } from '../film/film-events.ts';
import { resumeVisit, type KeptState } from '../film/resume-visit.ts';
import { seeOnly, startVisit, stepVisit } from '../film/visit-step.ts';
import { TICK_MS, type VisitAction, type VisitInput, type Visited, type VisitState } from '../film/visit.ts';
import type { Clock } from './deadlines.ts';

export interface FilmActorOptions {
  readonly film: CompiledFilm;
  readonly clock: Clock;
  /** Seeds the film's chances. */
  readonly seed: number;
  readonly lasting?: LastingState;
  /** What a show that died left: it is taken up where it was. */
  readonly resume?: KeptState;
  /** Told why a kept state cannot be taken up; the film then begins with its opening. */
  readonly onNote?: (line: string) => void;
  readonly onAction: (action: VisitAction, moment: Moment) => void;
}

/** The film in play: the pure step, with a clock and somebody who does what it says. Everything else is data. */
export class FilmActor {
  readonly #options: FilmActorOptions;
  #state: VisitState;
  #pace: ReturnType<typeof setInterval> | null = null;
  /** Inputs that came while actions were being done: they wait, so that the order of the journey stays. */
  readonly #waiting: VisitInput[] = [];
  #isBusy = false;
  #isHeld = false;
  /** The end of a clip that fell while the scene was held. */
  #ended: VisitInput | null = null;

  private constructor(options: FilmActorOptions, state: VisitState) {
    this.#options = options;
    this.#state = state;
  }

  /** Begins the film: its first cue goes out before this returns. */
  static start(options: FilmActorOptions): FilmActor {
    const moment = momentOf(options.clock);
    const begun = begin(options, moment);
    const actor = new FilmActor(options, begun.state);
    actor.#do(begun, moment);
    actor.#pace = setInterval(() => actor.input({ type: 'tick' }), TICK_MS);
    return actor;
  }

  get state(): VisitState {
    return this.#state;
  }

  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** While it is held, the scene goes on: neither time nor visitors end it. The operator and a failing clip do. */
  hold(on: boolean): void {
    this.#isHeld = on;
    const ended = this.#ended;
    this.#ended = null;
    if (!on && ended !== null) this.input(ended);
  }

  input(input: VisitInput): void {
    if (this.#isHeld && this.#holdsBack(input)) return;
    this.#waiting.push(input);
    if (this.#isBusy) return;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      const moment = momentOf(this.#options.clock);
      const visited = stepVisit(this.#options.film, this.#state, next, moment);
      this.#state = visited.state;
      this.#do(visited, moment);
    }
  }

  #holdsBack(input: VisitInput): boolean {
    switch (input.type) {
      case 'reading':
        this.#state = seeOnly(this.#state, input.reading, this.#options.clock.nowMs());
        return true;
      case 'clipEnded':
        this.#ended = input;
        return true;
      case 'tick':
      case 'clipEnding':
      case 'startPressed':
        return true;
      default:
        return false;
    }
  }

  #do({ actions }: Visited, moment: Moment): void {
    this.#isBusy = true;
    try {
      for (const action of actions) this.#options.onAction(action, moment);
    } finally {
      this.#isBusy = false;
    }
  }

  stop(): void {
    if (this.#pace !== null) clearInterval(this.#pace);
    this.#pace = null;
  }
}

function begin({ film, seed, lasting, resume, onNote }: FilmActorOptions, moment: Moment): Visited {
  const resumed = resume === undefined ? null : resumeVisit(film, resume, moment);
  if (resumed?.ok === true) return resumed.value;
  if (resumed !== null) onNote?.(`the film begins anew, since its kept state does not fit: ${resumed.reason}`);
  return startVisit(film, { seed, moment, ...(lasting === undefined ? {} : { lasting }) });
}

function momentOf(clock: Clock): Moment {
  return { nowMs: clock.nowMs(), clock: clock.timeOfDay() };
}
