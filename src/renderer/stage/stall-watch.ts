import type { Deck } from './deck.ts';

/** A clip whose position has not moved for this long, though it rolls, has stalled; some frames late is not yet that. */
const STALLED_MS = 450;
/**
 * So long where the file is there: its decoder is late, and any other clip's would be as well. A clip that cannot be decoded
 * mostly says so itself.
 */
const STALLED_FED_MS = 1500;
/**
 * Time between two pictures of the screen counts for no more than this: a machine that is too busy to draw is too busy
 * to decode as well, and would be no quicker with another clip.
 */
const MOST_STEP_MS = 40;
/** From then on main has this long to cue another clip, before the stage helps itself. */
const GRACE_MS = 200;

/** Watches the clip that is on for standing still where it should move. */
export class StallWatch {
  #positionMs = -1;
  #seenAtMs = 0;
  /** How long it has stood still. */
  #stoodMs = 0;
  #limitMs = STALLED_MS;
  #told = false;

  /** Another deck is on. */
  reset(nowMs: number): void {
    this.#positionMs = -1;
    this.#seenAtMs = nowMs;
    this.#stoodMs = 0;
    this.#told = false;
  }

  /** What is wrong, once a deck; else null. */
  seen(deck: Deck, nowMs: number): string | null {
    // By an early look ahead of the frames' own times: the clip's end is no stall.
    const positionMs = deck.positionMs(nowMs);
    const over = deck.state === 'rolling' && positionMs >= deck.durationMs - deck.frameMs;
    const passedMs = Math.max(0, Math.min(MOST_STEP_MS, nowMs - this.#seenAtMs));
    this.#seenAtMs = nowMs;
    if (!this.#told) this.#limitMs = deck.isFed && deck.state !== 'failed' ? STALLED_FED_MS : STALLED_MS;
    if (deck.state === 'failed') {
      this.#stoodMs = Math.max(this.#stoodMs + passedMs, STALLED_MS);
    } else if (over || positionMs !== this.#positionMs) {
      this.#positionMs = positionMs;
      this.#stoodMs = 0;
    } else if (!deck.isCatchingUp(nowMs)) {
      this.#stoodMs += passedMs;
    }
    if (this.#told || this.#stoodMs < this.#limitMs) return null;
    this.#told = true;
    return 'it stands still';
  }

  /** Whether the picture has stood still for too long to wait for main. */
  still(): boolean {
    return this.#told && this.#stoodMs >= this.#limitMs + GRACE_MS;
  }
}
