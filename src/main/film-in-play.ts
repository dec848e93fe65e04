import type { CompiledFilm } from '../film/compiled-film.ts';
import type { Moment } from '../film/film-events.ts';
import { inSession } from '../film/film-fold.ts';
import type { VisitAction, VisitInput, VisitState } from '../film/visit.ts';
import type { Reading } from '../protocol/reading.ts';
import type { Clock } from './deadlines.ts';
import type { Fault, FaultCode } from './faults.ts';
import { FilmActor } from './film-actor.ts';
import { ShowRecord } from './record.ts';
import { VisitRecord, type VisitSummary } from './visit-record.ts';

/** A film that was read and checked, and its folder. */
export interface PlayableFilm {
  readonly folder: string;
  readonly compiled: CompiledFilm;
}

export interface FilmInPlayOptions {
  readonly clock: Clock;
  /** Seeds the film's chances. */
  readonly seed: number;
  readonly journalFolder: string | null;
  readonly stateFolder: string | null;
  readonly onFault: (code: FaultCode, part: string, detail: string) => void;
  readonly tell: (line: string) => void;
  /** @param visit the visit that the action ended, or null. */
  readonly onAction: (action: VisitAction, moment: Moment, visit: VisitSummary | null) => void;
}

/** The film that is being shown, with what it leaves on the disk. */
export class FilmInPlay {
  readonly #options: FilmInPlayOptions;
  readonly #playable: PlayableFilm;
  readonly #visits = new VisitRecord();
  readonly #kept: ShowRecord;
  #actor: FilmActor | null = null;
  #isKeeping = false;

  private constructor(options: FilmInPlayOptions, playable: PlayableFilm, kept: ShowRecord) {
    this.#options = options;
    this.#playable = playable;
    this.#kept = kept;
  }

  /** Reads what an earlier show of the film left. Never rejects. */
  static async open(options: FilmInPlayOptions, playable: PlayableFilm): Promise<FilmInPlay> {
    const { clock, journalFolder, stateFolder, onFault } = options;
    const { compiled: film, folder: filmFolder } = playable;
    const kept = await ShowRecord.open({ film, filmFolder, clock, journalFolder, stateFolder, onFault });
    return new FilmInPlay(options, playable, kept);
  }

  /** Takes up the film where an earlier show left it, or begins it. Its first cue goes out before this returns. */
  begin(): void {
    const { clock, seed, tell } = this.#options;
    const { lasting, resume } = this.#kept.begun;
    this.#actor = FilmActor.start({
      film: this.film,
      clock,
      seed,
      ...(lasting === null ? {} : { lasting }),
      ...(resume === null ? {} : { resume: resume.kept }),
      onAction: (action, moment) => this.#hear(action, moment),
      onNote: tell,
    });
  }

  get film(): CompiledFilm {
    return this.#playable.compiled;
  }

  get folder(): string {
    return this.#playable.folder;
  }

  /** Null until the film has begun. */
  get state(): VisitState | null {
    return this.#actor?.state ?? null;
  }

  get scene(): string {
    return this.state?.film.context.scene ?? this.film.opening;
  }

  get isInSession(): boolean {
    return this.state !== null && inSession(this.state.film);
  }

  input(message: VisitInput): void {
    this.#actor?.input(message);
  }

  read(reading: Reading): void {
    this.#visits.read(reading);
    this.input({ type: 'reading', reading });
  }

  fault(fault: Fault): void {
    this.#kept.fault(fault);
  }

  /** Ends the film. */
  stop(): void {
    this.#actor?.stop();
  }

  /** Writes what is left, once nothing goes in any more. */
  async close(): Promise<void> {
    this.stop();
    await this.#kept.close(this.state?.film ?? null);
  }

  #hear(action: VisitAction, moment: Moment): void {
    this.#kept.hear(action);
    this.#keepState();
    this.#options.onAction(action, moment, this.#visits.hear(action));
  }

  /** Once for all actions of one input, when the actor has its new state. */
  #keepState(): void {
    if (this.#isKeeping) return;
    this.#isKeeping = true;
    queueMicrotask(() => {
      this.#isKeeping = false;
      if (this.state !== null) void this.#kept.keep(this.state.film);
    });
  }
}
