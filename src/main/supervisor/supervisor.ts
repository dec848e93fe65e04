import { Deadlines, type Clock } from '../deadlines.ts';
import { patienceMs } from '../patience.ts';
import { FALL_BACKS, NO_FAILURES, failed, type Failures } from './fall-back.ts';

/** A show that runs in a process of its own. */
export interface RunningShow {
  onBeat(listener: () => void): void;
  /** @param status its exit status, or null where a signal ended it. */
  onExit(listener: (status: number | null, how: string) => void): void;
  /** Whether somebody has stopped it (SIGSTOP): it is never merely slow. Absent where that cannot be told. */
  isStopped?(): Promise<boolean>;
  /** Asks it to end once nobody is in a session. */
  endWhenIdle(): void;
  /** Ends it in order. */
  end(): void;
  /** Ends it and everything that it started, at once. */
  kill(): void;
}

export interface SupervisorOptions {
  readonly clock: Clock;
  /** Starts the show at a step of `FALL_BACKS`. */
  readonly start: (step: number) => RunningShow;
  readonly onFault: (code: 'main-ended' | 'main-silent', detail: string) => void;
  readonly onNote: (line: string) => void;
  /** How long the show may be silent on a calm machine, and until its first beat; milliseconds. */
  readonly silentMs?: number;
  readonly firstBeatMs?: number;
}

/** The show beats once a second; so long a silence is a hang of its event loop, or a stopped process. */
const SILENT_MS = 6000;
/** A show that was stopped does nothing more: it is looked for without the patience that a slow one is given. */
const LOOK_EVERY_MS = 250;
/** A first start may build the pages and convert the networks. */
const FIRST_BEAT_MS = 120_000;

/**
 * Starts the show anew whenever it dies or hangs, and lets it do with less when it keeps failing. It ends when the show
 * ends by itself in order (status 0), or was called in a wrong way (status 2).
 */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #deadlines: Deadlines;
  #failures: Failures = NO_FAILURES;
  #show: RunningShow | null = null;
  /** The show that runs was asked to end and begin anew. */
  #isRestarting = false;
  #isEnding = false;
  #done: (status: number) => void = () => undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#deadlines = new Deadlines(options.clock);
  }

  /** Runs until the show has ended for good. @returns the exit status. */
  run(): Promise<number> {
    return new Promise((resolve) => {
      this.#done = (status) => {
        this.#deadlines.clearAll();
        resolve(status);
      };
      this.#start();
    });
  }

  /** The daily restart: the show ends when nobody is in a session, and begins anew with all that was asked for. */
  restart(): void {
    if (this.#show === null) {
      // One is about to begin anyway: with all that was asked for.
      this.#failures = NO_FAILURES;
      return;
    }
    this.#isRestarting = true;
    this.#show.endWhenIdle();
  }

  /** Ends the show, and with it this supervisor. */
  end(): void {
    this.#isEnding = true;
    if (this.#show === null) this.#done(0);
    else this.#show.end();
  }

  #start(): void {
    const { silentMs = SILENT_MS, firstBeatMs = FIRST_BEAT_MS, onFault } = this.#options;
    const show = this.#options.start(this.#failures.step);
    this.#show = show;
    // What was wanted of the one before is done. Left standing, it would begin a show anew that its operator has ended.
    this.#isRestarting = false;
    let hasBeaten = false;
    let isSilent = false;
    const expectBeat = (ms: number): void => {
      this.#deadlines.at('beat', this.#options.clock.nowMs() + ms, () => {
        isSilent = true;
        onFault('main-silent', `no beat for ${Math.round(ms / 1000)} s`);
        show.kill();
      });
    };
    expectBeat(firstBeatMs);
    show.onBeat(() => {
      expectBeat(patienceMs(silentMs));
      // While it was starting nobody heard it there.
      if (!hasBeaten && this.#isRestarting) show.endWhenIdle();
      hasBeaten = true;
    });
    const stopLooking = lookForStop(show, () => {
      if (isSilent) return;
      isSilent = true;
      onFault('main-silent', 'it was stopped');
      show.kill();
    });
    show.onExit((status, how) => {
      stopLooking();
      this.#deadlines.clear('beat');
      this.#show = null;
      // What it had started may still be there: a browser, a perception process.
      show.kill();
      this.#ended(status, isSilent ? null : how);
    });
  }

  /** @param how null where this supervisor killed it and has said so. */
  #ended(status: number | null, how: string | null): void {
    const { clock, onFault, onNote } = this.#options;
    if (this.#isEnding || status === 2) {
      this.#done(this.#isEnding ? 0 : 2);
      return;
    }
    if (status === 0 && this.#isRestarting) {
      this.#failures = NO_FAILURES;
      this.#start();
      return;
    }
    if (status === 0) {
      this.#done(0);
      return;
    }
    if (how !== null) onFault('main-ended', how);
    const { failures, fellBack, waitMs } = failed(this.#failures, clock.nowMs());
    this.#failures = failures;
    if (fellBack) onNote(`it keeps failing: from now on the film ${FALL_BACKS[failures.step]?.does ?? ''}`);
    this.#deadlines.at('start', clock.nowMs() + waitMs, () => this.#start());
  }
}

/** @returns how to look no more. */
function lookForStop(show: RunningShow, onStopped: () => void): () => void {
  const timer = setInterval(() => {
    void show.isStopped?.().then((isStopped) => {
      if (isStopped) onStopped();
    });
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}
