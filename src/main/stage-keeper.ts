import { Deadlines, type Clock } from './deadlines.ts';
import type { FaultCode } from './faults.ts';
import type { Host, StageOpened } from './hosts/host.ts';
import { patienceMs } from './patience.ts';

/** The first new try comes at once; each further one waits twice as long. A stage that stays up for a minute starts over. */
const BACK_OFF_MS = [0, 500, 1000, 2000, 5000, 15_000] as const;
const STEADY_MS = 60_000;
/** A page tells its position five times a second: on a machine with cores to spare this long is a hang. */
const SILENT_MS = 2500;
/** Another stage stands by: a false alarm costs a still moment, a true one that comes late a film that stands. */
const LONGEST_WITH_SPARE_MS = 8000;
/** What the page has said while this process itself was busy is heard first. */
const HEAR_MS = 250;
/** From opening the stage to the page's first word; a cold browser on a busy machine takes several seconds. */
const FIRST_WORD_MS = 45_000;
/** So many different clips that fail within so long are no broken files: it is the browser that cannot show them. */
const SICK_CLIPS = 4;
const SICK_WITHIN_MS = 20_000;
/** Where the next one does no better, it is the film or the machine: it is left alone for so long. */
const SICK_AGAIN_MS = 120_000;
/** A film that stands for so long while its clips run: the browser does not draw them, and no other clip would help. */
const UNDRAWN_S = 3;

/** A stage that is lost so often within so long is no accident; the issue of unattended shows asks for five in a minute. */
const LOSSES = 5;
const LOST_WITHIN_MS = 60_000;

/** Sees to it that there is a stage: opens it, hears whether it lives, and opens it anew when it does not. */
export class StageKeeper {
  readonly #host: Host;
  readonly #clock: Clock;
  readonly #deadlines: Deadlines;
  readonly #onFault: (code: FaultCode, part: string, detail: string) => void;
  readonly #onNote: (line: string) => void;
  readonly #onKeepsFailing: () => void;
  #tries = 0;
  #isStopped = false;
  #isOpening = false;
  /** Why the stage that is being opened is gone already; null: it is not, as far as is known. */
  #lostMeanwhile: { readonly reason: string; readonly code: FaultCode } | null = null;
  #failed: readonly { readonly clipId: string; readonly atMs: number }[] = [];
  #sickAgainAtMs = -Infinity;
  /** When it was lost, within the last minute. */
  #lostAtMs: readonly number[] = [];

  constructor(options: {
    readonly host: Host;
    readonly clock: Clock;
    readonly onFault: (code: FaultCode, part: string, detail: string) => void;
    readonly onNote: (line: string) => void;
    /** It was lost five times in a minute: whatever is opened next should do with less. */
    readonly onKeepsFailing: () => void;
  }) {
    this.#host = options.host;
    this.#clock = options.clock;
    this.#deadlines = new Deadlines(options.clock);
    this.#onFault = options.onFault;
    this.#onNote = options.onNote;
    this.#onKeepsFailing = options.onKeepsFailing;
  }

  /** Opens the stage. @returns whether there is one. */
  async open(): Promise<boolean> {
    if (this.#isStopped || this.#isOpening) return false;
    this.#isOpening = true;
    this.#lostMeanwhile = null;
    try {
      const opened = await this.#host.openStage();
      this.#isOpening = false;
      return this.#take(opened);
    } catch (error) {
      this.#isOpening = false;
      this.lost(error instanceof Error ? error.message : String(error));
      return false;
    }
  }

  /** What came of the opening. @returns whether there is a stage. */
  #take(opened: StageOpened): boolean {
    if (this.#isStopped) return false;
    if (!opened.opened) {
      this.#onFault('no-stage', this.#host.name, opened.why);
      return false;
    }
    this.#onNote(`stage: ${opened.how}`);
    const lost = this.#lostMeanwhile;
    if (lost !== null) {
      // Waited for as long as a cold browser may take, it would only be dark.
      this.lost(lost.reason, lost.code);
      return false;
    }
    // A page that crashed while nobody looked would else leave the stage dark for as long as a cold browser may take.
    if (opened.isUp === true) this.alive();
    else this.#listenFor(FIRST_WORD_MS);
    return true;
  }

  /** The stage's page said something. */
  alive(): void {
    const ms = patienceMs(SILENT_MS);
    this.#listenFor(this.#host.hasSpare?.() === true ? Math.min(ms, LONGEST_WITH_SPARE_MS) : ms);
  }

  /** A clip failed on the stage. A browser whose clips fail one after another gives way to the one that stands by. */
  clipFailed(clipId: string): void {
    // Of the page before: what is being opened has shown nothing yet.
    if (this.#isOpening) return;
    const nowMs = this.#clock.nowMs();
    const others = this.#failed.filter((one) => one.clipId !== clipId && nowMs - one.atMs < SICK_WITHIN_MS);
    this.#failed = [...others, { clipId, atMs: nowMs }];
    const isSick = this.#failed.length >= SICK_CLIPS && nowMs >= this.#sickAgainAtMs;
    if (!isSick || this.#host.hasSpare?.() !== true) return;
    this.#failed = [];
    this.#sickAgainAtMs = nowMs + SICK_AGAIN_MS;
    this.lost('one clip after another fails in it');
  }

  /** For so many seconds clips have run in the stage's page without a picture of theirs on the screen. */
  undrawn(seconds: number): void {
    const nowMs = this.#clock.nowMs();
    if (seconds < UNDRAWN_S || this.#isOpening || nowMs < this.#sickAgainAtMs) return;
    this.#sickAgainAtMs = nowMs + SICK_AGAIN_MS;
    this.lost('its clips run, and their pictures do not come to the screen');
  }

  /**
   * The stage is gone or hangs: open it anew, after a wait that grows. While a stage is being opened this is said of it (a host
   * tells no more of the one before), and acted on as soon as that is over.
   */
  lost(reason: string, code: FaultCode = 'stage-lost'): void {
    if (this.#isStopped) return;
    if (this.#isOpening) {
      this.#lostMeanwhile ??= { reason, code };
      return;
    }
    this.#onFault(code, this.#host.name, reason);
    this.#countLoss();
    this.#deadlines.clear('silent');
    const hasSpare = this.#host.hasSpare?.() ?? false;
    const waitMs = hasSpare ? 0 : (BACK_OFF_MS[Math.min(this.#tries, BACK_OFF_MS.length - 1)] ?? 0);
    if (!hasSpare) this.#tries += 1;
    this.#deadlines.at('open', this.#clock.nowMs() + waitMs, () => void this.open());
    this.#deadlines.at('steady', this.#clock.nowMs() + STEADY_MS, () => (this.#tries = 0));
  }

  #countLoss(): void {
    const nowMs = this.#clock.nowMs();
    this.#lostAtMs = [...this.#lostAtMs.filter((atMs) => nowMs - atMs < LOST_WITHIN_MS), nowMs];
    if (this.#lostAtMs.length < LOSSES) return;
    this.#lostAtMs = [];
    this.#onKeepsFailing();
  }

  #listenFor(ms: number): void {
    this.#deadlines.at('silent', this.#clock.nowMs() + ms, () => {
      this.#deadlines.at('silent', this.#clock.nowMs() + HEAR_MS, () => {
        // After a last word of the page before: the next one is listened for once it is there.
        if (this.#isOpening) return;
        this.lost(`nothing was heard of the page for ${Math.round(ms)} ms`, 'stage-silent');
      });
    });
  }

  stop(): void {
    this.#isStopped = true;
    this.#deadlines.clearAll();
  }
}
