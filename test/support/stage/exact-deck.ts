import type { StageClip } from '../../../src/protocol/messages.ts';
import { ROLL_EARLY_MS, type Deck } from '../../../src/renderer/stage/deck.ts';

/** As long as a video element takes from `play()` to its first frame, roughly. */
const AHEAD_MS = 70;

/** A deck without a picture that keeps its times to the millisecond: for trying the conductor in simulated time. */
export class ExactDeck implements Deck {
  readonly clip: StageClip;
  readonly element = { style: {}, remove: () => undefined } as unknown as HTMLElement;
  state: Deck['state'] = 'ready';
  failure = '';
  givenAtMs = Infinity;
  readonly durationMs: number;
  readonly frameMs = 40;
  readonly aheadMs = AHEAD_MS;
  startsAtMs: number | null = null;

  constructor(clip: StageClip) {
    this.clip = clip;
    this.durationMs = (clip.outMs ?? clip.inMs) - clip.inMs;
  }

  start(atMs: number): void {
    if (this.state === 'ready') this.startsAtMs = atMs;
  }

  rewind(): void {
    this.startsAtMs = null;
    if (this.state === 'rolling') this.state = 'ready';
  }

  endsAtMs(): number {
    return this.state === 'rolling' ? (this.startsAtMs ?? Infinity) + this.durationMs : Infinity;
  }

  positionMs(nowMs: number): number {
    return this.state === 'rolling' ? Math.min(this.durationMs, Math.max(0, nowMs - (this.startsAtMs ?? nowMs))) : 0;
  }

  isFed = false;

  isCatchingUp(): boolean {
    return false;
  }

  tick(nowMs: number): void {
    if (this.state === 'ready' && this.startsAtMs !== null && nowMs >= this.startsAtMs - AHEAD_MS - ROLL_EARLY_MS) {
      this.state = 'rolling';
    }
  }

  fade: Deck['fade'] = () => undefined;

  dispose(): void {
    this.state = 'failed';
  }
}
