import { overlapMs, untilMarkerMs } from '../../protocol/transition-times.ts';
import type { Cue, MainToStage, StageToMain } from '../../protocol/messages.ts';
import type { Clock } from '../deadlines.ts';
import type { StageLink } from '../hosts/host.ts';

/** How often a page tells its position, milliseconds; the stand-in keeps to it. */
const POSITION_EVERY_MS = 250;

interface Playing {
  readonly cue: Cue;
  readonly startedAtMs: number;
  /** Length of one round. */
  readonly roundMs: number;
}

/**
 * A stage without a picture: it keeps time by the clips' lengths and reports what a page would report, so that the
 * journey goes on while no page is there (none could be opened, or it is being restarted).
 */
export class StandInStage implements StageLink {
  readonly #clock: Clock;
  readonly #lengthOf: (clipId: string) => number;
  readonly #listeners: ((fact: StageToMain) => void)[] = [];
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #playing: Playing | null = null;
  /** The cue that waits for the playing one's end or marker. */
  #waiting: Cue | null = null;

  /** @param lengthOf milliseconds of one play of a clip whose end the cue leaves open. */
  constructor(clock: Clock, lengthOf: (clipId: string) => number) {
    this.#clock = clock;
    this.#lengthOf = lengthOf;
  }

  send(message: MainToStage): void {
    if (message.type !== 'cue') return;
    if (this.#playing === null || message.when === 'now') this.#play(message);
    else this.#wait(message, this.#playing);
  }

  #wait(cue: Cue, playing: Playing): void {
    this.#waiting = cue;
    if (typeof cue.when === 'object') {
      // A marker that is behind is met in the next round; where there is none, the cut falls at the end.
      const waitMs = untilMarkerMs(cue.when.positionMs, this.#positionMs(playing), playing.roundMs);
      const endsInMs = playing.cue.repeat === null ? Infinity : this.#endsInMs(playing, playing.cue.repeat);
      this.#after(Math.min(waitMs, endsInMs), () => this.#waiting === cue && this.#play(cue));
    } else if (playing.cue.repeat === null) {
      // A loop ends with the round that plays.
      const leftMs = playing.roundMs - this.#positionMs(playing) - overlapMs(cue.transition);
      this.#after(leftMs, () => this.#waiting === cue && this.#play(cue));
    } else if (this.#endsInMs(playing, playing.cue.repeat) <= 0) this.#play(cue);
    else if (overlapMs(cue.transition) > 0) {
      // A crossfade begins before the end.
      const leftMs = this.#endsInMs(playing, playing.cue.repeat) - overlapMs(cue.transition);
      this.#after(leftMs, () => this.#waiting === cue && this.#play(cue));
    }
  }

  #play(cue: Cue): void {
    this.#clearTimers();
    this.#waiting = null;
    const playing: Playing = { cue, startedAtMs: this.#clock.nowMs(), roundMs: this.#roundMs(cue) };
    this.#playing = playing;
    // Not before the sender has returned: a page never answers within `send` either.
    queueMicrotask(() => {
      if (this.#playing !== playing) return;
      this.#tell({ type: 'clipStarted', cueId: cue.cueId, stageNowMs: this.#clock.nowMs(), gapMs: null });
    });
    this.#beat(playing);
    this.#announceEnd(playing, cue.repeat === null ? 0 : cue.repeat - 1);
  }

  /** Tells `clipEnding` once a round when looping, else once in the last round. */
  #announceEnd(playing: Playing, round: number): void {
    const { cue, roundMs, startedAtMs } = playing;
    const endsAtMs = startedAtMs + (round + 1) * roundMs;
    const leadMs = Math.min(cue.leadMs, roundMs);
    this.#after(endsAtMs - leadMs - this.#clock.nowMs(), () => {
      this.#tell({
        type: 'clipEnding',
        cueId: cue.cueId,
        remainingMs: Math.max(0, endsAtMs - this.#clock.nowMs()),
      });
      if (cue.repeat === null) this.#announceEnd(playing, round + 1);
      else this.#after(endsAtMs - this.#clock.nowMs(), () => this.#end(playing));
    });
  }

  #end(playing: Playing): void {
    if (this.#waiting !== null) this.#play(this.#waiting);
    else this.#tell({ type: 'clipEnded', cueId: playing.cue.cueId });
  }

  #beat(playing: Playing): void {
    this.#after(POSITION_EVERY_MS, () => {
      const positionMs = this.#positionMs(playing);
      this.#tell({ type: 'position', cueId: playing.cue.cueId, positionMs, stageNowMs: this.#clock.nowMs() });
      this.#beat(playing);
    });
  }

  #roundMs({ clip }: Cue): number {
    if (clip.standIn !== null) return Math.max(1, clip.standIn.durationMs);
    const length = clip.outMs === null ? this.#lengthOf(clip.clipId) : clip.outMs - clip.inMs;
    return Math.max(1, length);
  }

  #endsInMs({ startedAtMs, roundMs }: Playing, repeat: number): number {
    return repeat * roundMs - (this.#clock.nowMs() - startedAtMs);
  }

  #positionMs({ startedAtMs, roundMs, cue }: Playing): number {
    const played = this.#clock.nowMs() - startedAtMs;
    return cue.repeat !== null && played >= cue.repeat * roundMs ? roundMs : played % roundMs;
  }

  #tell(fact: StageToMain): void {
    for (const listener of this.#listeners) listener(fact);
  }

  #after(ms: number, act: () => void): void {
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        act();
      },
      Math.max(0, ms),
    );
    this.#timers.add(timer);
  }

  #clearTimers(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  onMessage(listener: (fact: StageToMain) => void): void {
    this.#listeners.push(listener);
  }

  onFrame(): void {
    // It has no camera.
  }

  sendFrame(): void {
    // Only pages send frames.
  }

  pendingBytes(): number {
    return 0;
  }

  onClosed(): void {
    // It never goes away by itself.
  }

  /** Stops telling anything. It may be sent a new cue afterwards. */
  close(): void {
    this.#clearTimers();
    this.#playing = null;
    this.#waiting = null;
  }
}
