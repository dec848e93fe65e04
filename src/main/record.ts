import type { CompiledFilm } from '../film/compiled-film.ts';
import { lastingOf, type FilmState } from '../film/film-fold.ts';
import { stateToJson } from '../film/film-state-json.ts';
import type { VisitAction } from '../film/visit.ts';
import type { Clock } from './deadlines.ts';
import type { Fault, FaultCode } from './faults.ts';
import { removeHalfWritten } from './atomic-file.ts';
import { Journal } from './journal/journal.ts';
import { lastTold, type LastTold } from './journal/last-told.ts';
import type { KeptDecision, OperatorLine } from './journal/journal-line.ts';
import { SessionScribe } from './journal/session-scribe.ts';
import { ShowState, readState, statePath, type Begun } from './show-state.ts';

export interface RecordOptions {
  readonly film: Pick<CompiledFilm, 'title'>;
  readonly filmFolder: string;
  readonly clock: Clock;
  /** Null: nothing is kept. */
  readonly journalFolder: string | null;
  readonly stateFolder: string | null;
  readonly onFault: (code: FaultCode, part: string, detail: string) => void;
  /** Whether the visitors of the session watch without being read. */
  readonly isUnread?: () => boolean;
  readonly now?: () => Date;
}

/** All that a film leaves on the disk: its journal, and the state from which it can be taken up. */
export class ShowRecord {
  readonly begun: Begun;
  readonly #options: RecordOptions;
  readonly #now: () => Date;
  readonly #journal: Journal | null;
  readonly #state: ShowState | null;
  readonly #scribe: SessionScribe;

  private constructor(options: RecordOptions, begun: Begun) {
    const { film, journalFolder, stateFolder, onFault } = options;
    this.#options = options;
    this.begun = begun;
    this.#now = options.now ?? ((): Date => new Date());
    this.#scribe = new SessionScribe(film.title, this.#now, begun.resume?.session ?? null);
    this.#journal =
      journalFolder === null
        ? null
        : new Journal({
            folder: journalFolder,
            now: this.#now,
            onFailure: (reason) => onFault('journal-failed', journalFolder, reason),
          });
    this.#state =
      stateFolder === null
        ? null
        : new ShowState({
            path: statePath(stateFolder, options.filmFolder),
            onFailure: (reason) => onFault('state-failed', stateFolder, reason),
            before: () => this.#journal?.flush() ?? Promise.resolve(),
          });
  }

  /** Reads what an earlier show left, and writes nothing yet; never rejects. */
  static async open(options: RecordOptions): Promise<ShowRecord> {
    const { stateFolder, filmFolder, journalFolder } = options;
    if (stateFolder !== null) await removeHalfWritten(stateFolder);
    const begun =
      stateFolder === null ? { lasting: null, resume: null } : await readState(statePath(stateFolder, filmFolder));
    const session = begun.resume?.session ?? null;
    if (journalFolder === null || session === null) return new ShowRecord(options, begun);
    return new ShowRecord(options, asTold(begun, await lastTold(journalFolder, session.startedAt)));
  }

  /** The film begins, or is taken up. */
  begin(): void {
    this.#tellShow(this.begun.resume === null ? 'began' : 'resumed');
  }

  /** Name of the session that goes on, or null. */
  get session(): string | null {
    return this.#scribe.open?.startedAt ?? null;
  }

  hear(action: VisitAction): void {
    const line = this.#scribe.hear(action);
    if (line !== null) this.#journal?.write(line, line.type === 'session');
  }

  operator(told: Omit<OperatorLine, 'type' | 'at'>): void {
    this.#journal?.write({ type: 'operator', at: this.#now().toISOString(), ...told });
  }

  fault({ code, part, detail }: Fault): void {
    // A journal that takes no line takes none about itself; it is told in the terminal.
    if (code === 'journal-failed') return;
    this.#journal?.write({ type: 'fault', at: this.#now().toISOString(), code, part, detail });
  }

  /**
   * Keeps the film's state, after the lines that belong to it are on the disk: a session whose end is in the state is in
   * the journal too, whenever the process is killed. Resolves once the newest state is on the disk, or was refused by it.
   */
  async keep(state: FilmState, ended = false): Promise<void> {
    if (this.#state === null) return;
    const kept = {
      savedAtMs: this.#options.clock.nowMs(),
      ended,
      // Who wants no journal wants no decision on the disk.
      session: this.#journal === null || ended ? null : this.#scribe.open,
      unread: this.#options.isUnread?.() ?? false,
      lasting: lastingOf(state),
      film: ended ? '' : stateToJson(state),
    };
    this.#state.keep(kept);
    await this.#state.settled();
  }

  /** Writes what is left, and lets go of the files. @param state the film's last state. */
  async close(state: FilmState | null): Promise<void> {
    this.#tellShow('ended');
    await this.#journal?.close();
    if (state !== null) await this.keep(state, true);
  }

  #tellShow(what: 'began' | 'resumed' | 'ended'): void {
    this.#journal?.write({ type: 'show', at: this.#now().toISOString(), what, film: this.#options.film.title });
  }
}

/**
 * What a show begins with, as the journal knows it better: its lines are on the disk before the state that belongs to them, and a
 * show that was killed in between had decided already, or had seen its visitors off.
 */
function asTold(begun: Begun, { decisions, hasEnded }: LastTold): Begun {
  const { lasting, resume } = begun;
  if (resume === null) return begun;
  const { session } = resume;
  // The film goes on to the end that it had come to, and nobody is seen off a second time.
  if (session === null || hasEnded) return { lasting, resume: { ...resume, session: null } };
  const nameOf = ({ scene, to, atSeconds }: KeptDecision): string => JSON.stringify([scene, to, atSeconds]);
  const kept = new Set(session.decisions.map(nameOf));
  const further = decisions.filter((decision) => !kept.has(nameOf(decision)));
  return { lasting, resume: { ...resume, session: { ...session, decisions: [...session.decisions, ...further] } } };
}
