import type { Deck } from './deck.ts';

/** A clip whose position has not moved for this long, though it rolls, has stalled; two frames late is not yet that. */
const STALLED_MS = 300;
/** The same where its data is there: a machine that is too busy would be no quicker with another clip. */
const SLOW_MS = 2000;
/** From then on main has this long to cue another clip, before the stage helps itself. */
const GRACE_MS = 200;

/** Watches the clip that is on for standing still where it should move. */
export class StallWatch {
  #positionMs = -1;
  #movedAtMs = 0;
  #told = false;
  #patienceMs = STALLED_MS;

  /** Another deck is on. */
  reset(nowMs: number): void {
    this.#positionMs = -1;
    this.#movedAtMs = nowMs;
    this.#told = false;
  }

  /** What is wrong, once a deck; else null. */
  seen(deck: Deck, nowMs: number): string | null {
    // By an early look ahead of the frames' own times: the clip's end is no stall.
    const positionMs = deck.positionMs(nowMs);
    const over = deck.state === 'rolling' && positionMs >= deck.durationMs - deck.frameMs;
    if (deck.state !== 'failed' && (over || positionMs !== this.#positionMs)) {
      this.#positionMs = positionMs;
      this.#movedAtMs = nowMs;
    }
    if (this.#told) return null;
    this.#patienceMs = deck.state !== 'failed' && deck.hasMore ? SLOW_MS : STALLED_MS;
    if (deck.state === 'failed') {
      this.#movedAtMs = Math.min(this.#movedAtMs, nowMs - STALLED_MS);
    } else if (nowMs - this.#movedAtMs < this.#patienceMs) {
      return null;
    }
    this.#told = true;
    return 'it stands still';
  }

  /** Whether the picture has stood still for too long to wait for main. */
  still(nowMs: number): boolean {
    return this.#told && nowMs - this.#movedAtMs >= this.#patienceMs + GRACE_MS;
  }
}
