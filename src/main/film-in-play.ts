import type { CompiledFilm } from '../film/compiled-film.ts';
import type { Moment } from '../film/film-events.ts';
import { inSession } from '../film/film-fold.ts';
import type { VisitAction, VisitInput, VisitState } from '../film/visit.ts';
import type { Cue } from '../protocol/messages.ts';
import type { Reading } from '../protocol/reading.ts';
import type { Clock } from './deadlines.ts';
import type { Fault, FaultCode } from './faults.ts';
import type { LoadedFilm } from './film-files.ts';
import type { OperatorLine } from './journal/journal-line.ts';
import { FilmActor } from './film-actor.ts';
import { ShowRecord } from './record.ts';
import { clipLengths, stageCue } from './stage/stage-cues.ts';
import { VisitRecord, type VisitSummary } from './visit-record.ts';
import { VisitTraceRecord } from './visit-trace.ts';

/** A film that was read and checked, its folder, and how it wants faces to be read. */
export type PlayableFilm = Pick<LoadedFilm & { readonly ok: true }, 'folder' | 'compiled'> &
  Partial<Pick<LoadedFilm & { readonly ok: true }, 'tuning' | 'labels'>>;

export interface FilmInPlayOptions {
  readonly clock: Clock;
  /** Seeds the film's chances. */
  readonly seed: number;
  readonly journalFolder: string | null;
  readonly stateFolder: string | null;
  /** Whether the visitors of the session watch without being read: a show that is taken up does not read them either. */
  readonly isUnread?: () => boolean;
  readonly onFault: (code: FaultCode, part: string, detail: string) => void;
  readonly tell: (line: string) => void;
  readonly onCue: (cue: Cue) => void;
  /** @param visit the visit that the action ended, or null. */
  readonly onAction: (action: VisitAction, moment: Moment, visit: VisitSummary | null) => void;
}

/** A disk slower than this is not waited for: the film never stops. A cue comes some 700 ms before its cut. */
const LONGEST_KEEPING_MS = 200;

/** The film that is being shown, with what it leaves on the disk. Another one can take its place. */
export class FilmInPlay {
  readonly #options: FilmInPlayOptions;
  readonly #visits = new VisitRecord();
  #trace: VisitTraceRecord;
  #playable: PlayableFilm;
  #kept: ShowRecord;
  #lengths: ReadonlyMap<string, number>;
  #actor: FilmActor | null = null;
  #isKeeping = false;
  /** Cues whose state is not on the disk yet; they go out in their order. */
  readonly #unsent: Cue[] = [];
  #sent: Promise<void> = Promise.resolve();
  /** Counts the films of this run: the stage must not take a clip of one for that of another. */
  #version = 0;
  /** Number of the present film's first cue. */
  #firstCue = 0;
  #nextCue = 0;

  private constructor(options: FilmInPlayOptions, playable: PlayableFilm, kept: ShowRecord) {
    this.#options = options;
    this.#playable = playable;
    this.#kept = kept;
    this.#lengths = clipLengths(playable.compiled, 0);
    this.#trace = new VisitTraceRecord(playable.compiled);
  }

  /** Reads what an earlier show of the film left. Never rejects. */
  static async open(options: FilmInPlayOptions, playable: PlayableFilm): Promise<FilmInPlay> {
    return new FilmInPlay(options, playable, await openRecord(options, playable));
  }

  /** Takes up the film where an earlier show left it, or begins it. Its first cue goes out as soon as its state is kept. */
  begin(): void {
    const { clock, seed, tell } = this.#options;
    this.#kept.begin();
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

  /**
   * Another film takes this one's place, from its opening on.
   * @returns false where a session runs, or began while the disk was asked: nothing has changed then.
   */
  async swap(playable: PlayableFilm): Promise<boolean> {
    const opened = await openRecord(this.#options, playable);
    // From here on nothing is waited for until the other film plays.
    if (this.isInSession) return false;
    const old = this.#kept;
    const last = this.state?.film ?? null;
    this.stop();
    this.#kept = opened;
    this.#playable = playable;
    this.#version += 1;
    this.#firstCue = this.#nextCue;
    this.#lengths = clipLengths(playable.compiled, this.#version);
    this.#trace = new VisitTraceRecord(playable.compiled);
    this.begin();
    await old.close(last);
    return true;
  }

  get film(): CompiledFilm {
    return this.#playable.compiled;
  }

  get playable(): PlayableFilm {
    return this.#playable;
  }

  /** The folder that a page's address for a file of the film means; null: a film that is gone. */
  folderOf(version: number): string | null {
    return version === this.#version ? this.#playable.folder : null;
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

  /** The session that an earlier show began and that goes on, or null. */
  get takenUp(): { readonly unread: boolean } | null {
    const { resume } = this.#kept.begun;
    return resume !== null && this.isInSession ? { unread: resume.unread } : null;
  }

  get isHeld(): boolean {
    return this.#actor?.isHeld ?? false;
  }

  hold(on: boolean): void {
    this.#actor?.hold(on);
  }

  /** Length of one play of a clip; 0 where it is no clip of this film. */
  lengthOf(clipId: string): number {
    return this.#lengths.get(clipId) ?? 0;
  }

  /** Cues are numbered as the stage knows them. */
  input(message: VisitInput): void {
    this.#actor?.input('cueId' in message ? { ...message, cueId: message.cueId - this.#firstCue } : message);
    if (message.type !== 'roomClosed') return;
    this.#trace.unread();
    this.#keepState();
  }

  read(reading: Reading): void {
    this.#visits.read(reading);
    this.input({ type: 'reading', reading });
    if (this.state !== null) this.#trace.look(this.state, this.#options.clock.nowMs());
  }

  fault(fault: Fault): void {
    this.#kept.fault(fault);
  }

  /** What an operator did. */
  operator(told: Omit<OperatorLine, 'type' | 'at'>): void {
    this.#kept.operator(told);
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
    this.#trace.hear(action, moment.nowMs, this.state?.sceneStartMs);
    if (action.type === 'cue') {
      const cueId = action.params.cueId + this.#firstCue;
      this.#nextCue = cueId + 1;
      const cue = stageCue(this.film, { ...action.params, cueId }, this.#version);
      if (cue !== null) this.#unsent.push(this.#withTrace(cue, moment.nowMs));
    }
    this.#kept.hear(action);
    this.#keepState();
    this.#options.onAction(action, moment, this.#visits.hear(action));
  }

  /** A scene that draws the visit is told of it. */
  #withTrace(cue: Cue, nowMs: number): Cue {
    const how = this.film.scenes[cue.scene]?.trace ?? null;
    const trace = how === null ? null : this.#trace.told(how, nowMs);
    return trace === null ? cue : { ...cue, trace };
  }

  /** Once for all actions of one input, when the actor has its new state. */
  #keepState(): void {
    if (this.#isKeeping) return;
    this.#isKeeping = true;
    queueMicrotask(() => {
      this.#isKeeping = false;
      if (this.state === null) return;
      const kept = this.#kept.keep(this.state.film);
      const cues = this.#unsent.splice(0);
      if (cues.length > 0) this.#sent = this.#sent.then(() => this.#sendAfter(kept, cues));
    });
  }

  /** What is on the screen is on the disk before: a show that is killed goes on from the very scene that was seen. */
  async #sendAfter(kept: Promise<void>, cues: readonly Cue[]): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const enough = new Promise((resolve) => (timer = setTimeout(resolve, LONGEST_KEEPING_MS)));
    await Promise.race([kept, enough]);
    clearTimeout(timer);
    for (const cue of cues) this.#options.onCue(cue);
  }
}

function openRecord(options: FilmInPlayOptions, { compiled, folder }: PlayableFilm): Promise<ShowRecord> {
  const { clock, journalFolder, stateFolder, onFault, isUnread } = options;
  const told = isUnread === undefined ? {} : { isUnread };
  return ShowRecord.open({ film: compiled, filmFolder: folder, clock, journalFolder, stateFolder, onFault, ...told });
}
