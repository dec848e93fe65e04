import type { Cue } from '../../protocol/messages.ts';
import type { Deck } from './deck.ts';
import type { Rack } from './rack.ts';
import { StallWatch } from './stall-watch.ts';
import { markerRound, wishedTime, type Playing } from './turn-times.ts';

/** The next deck is taken in hand this long before its turn. */
const ARM_MS = 400;
/** A change falls on the picture of the screen nearest to its time: half of one at 60 a second. */
export const HALF_PICTURE_MS = 8;
/** A round of the old clip that would be seen for less than this is a flash; its last frame stands for as long instead. */
const FLASH_MS = 150;

/** A cue on its way to the stage or on it. */
export interface Turn {
  readonly cue: Cue;
  readonly deck: Deck;
  /** Which repeat this is, from 1; beyond the cue's own count where nothing else was cued in time. */
  readonly round: number;
  /** A stop-gap for a clip that failed: whatever was ready. */
  readonly standsIn: boolean;
  endingTold: boolean;
  /** Main knows that it is late. */
  lateTold: boolean;
  /** The round of the playing clip in which its marker lies; null where it waits for none. */
  readonly markerRound: number | null;
  /** When it was due first, for its lateness. */
  dueSinceMs: number | null;
  /** The fades to it are set. */
  soundSet: boolean;
}

export const FRESH = { endingTold: false, lateTold: false, dueSinceMs: null, soundSet: false };

/** Which turn is on, which come after it, and at which moment one gives way to the other. */
export class Turns {
  readonly stalls = new StallWatch();
  readonly #rack: Rack;
  /** Told of each turn that was taken in hand and is not to come after all. */
  readonly #onDropped: (turn: Turn) => void;
  #on: Turn | null = null;
  /** What main cued, until it is shown. */
  #cued: Turn | null = null;
  /** What main cued to follow a cue that is not shown yet, as it does where a page takes over. */
  #after: Cue | null = null;
  /** The next round of what is on, taken in hand where the cued turn is not to come before it. */
  #again: Turn | null = null;

  constructor(rack: Rack, onDropped: (turn: Turn) => void) {
    this.#rack = rack;
    this.#onDropped = onDropped;
  }

  get on(): Turn | null {
    return this.#on;
  }

  get cued(): Turn | null {
    return this.#cued;
  }

  get again(): Turn | null {
    return this.#again;
  }

  /** Takes the place of any cue that has not been shown; but before anything is on, one that is to follow the first waits for it. */
  cue(cue: Cue, nowMs: number): void {
    if (this.#on === null && this.#cued !== null && cue.when !== 'now') {
      this.#after = cue;
      return;
    }
    this.#after = null;
    this.drop(this.#cued);
    const playing = this.#playing(nowMs);
    this.#cued = {
      cue,
      deck: this.#rack.take(cue.clip),
      ...FRESH,
      round: 1,
      standsIn: false,
      markerRound: playing === null ? null : markerRound(cue.when, playing),
    };
  }

  /** A turn has come: it is on. */
  show(turn: Turn, nowMs: number): void {
    if (turn === this.#cued) this.#cued = null;
    else if (turn === this.#again) this.#again = null;
    this.#on = turn;
    this.stalls.reset(nowMs);
    this.#takeAfter(nowMs);
  }

  /** It cannot be shown: what was to follow it comes in its place. */
  fail(turn: Turn, nowMs: number): void {
    const wasCued = turn === this.#cued;
    this.drop(turn);
    if (wasCued) this.#takeAfter(nowMs);
  }

  #takeAfter(nowMs: number): void {
    const after = this.#after;
    if (after === null) return;
    this.#after = null;
    this.cue(after, nowMs);
  }

  drop(turn: Turn | null): void {
    if (turn === null) return;
    if (turn === this.#cued) this.#cued = null;
    else if (turn === this.#again) this.#again = null;
    this.#rack.giveBack(turn.deck);
    this.#onDropped(turn);
  }

  close(): void {
    this.#after = null;
    this.drop(this.#cued);
    this.drop(this.#again);
    this.#on?.deck.dispose();
    this.#on = null;
  }

  /** Which turn takes the stage next; brings it to roll at its time, and the cued one as well where that comes soon after. */
  plan(nowMs: number): Turn | null {
    const cued = this.#cued;
    if (cued !== null) this.#bring(cued, nowMs);
    const endsAtMs = this.roundEndsAtMs(nowMs);
    if (cued !== null && this.#isNext(cued, endsAtMs, nowMs)) {
      this.drop(this.#again);
      return cued;
    }
    const on = this.#on;
    if (on === null || endsAtMs === Infinity) return null;
    if (this.#again === null && endsAtMs - nowMs <= ARM_MS) {
      this.#again = { ...on, ...FRESH, deck: this.#rack.take(on.cue.clip), round: on.round + 1, markerRound: null };
    }
    if (this.#again !== null) this.#bring(this.#again, nowMs);
    return this.#again;
  }

  /** The cued turn comes before another round; or such a round is so late that it would come after it, or just before. */
  #isNext(cued: Turn, endsAtMs: number, nowMs: number): boolean {
    const wishedMs = this.wishedTime(cued, nowMs);
    if (wishedMs <= endsAtMs + HALF_PICTURE_MS) return true;
    const changeAtMs = this.changeTime(cued, nowMs);
    if (this.#again?.deck.state !== 'rolling' && changeAtMs <= nowMs) return true;
    const { state } = cued.deck;
    return wishedMs <= nowMs && (state === 'ready' || state === 'rolling') && changeAtMs - nowMs < FLASH_MS;
  }

  #bring(coming: Turn, nowMs: number): void {
    const changeAtMs = this.changeTime(coming, nowMs);
    if (changeAtMs - nowMs <= ARM_MS) coming.deck.start(changeAtMs);
    coming.deck.tick(nowMs);
  }

  /** When another round would begin; Infinity where none does: nothing is on, it holds, or it is broken. */
  roundEndsAtMs(nowMs: number): number {
    const on = this.#on;
    return on === null || this.holds(on) || this.isBroken(on) ? Infinity : on.deck.endsAtMs(nowMs);
  }

  /** Once a deck rolls its time is settled; before that, no sooner than it can. */
  changeTime(coming: Turn, nowMs: number): number {
    const { deck } = coming;
    if (deck.state === 'rolling' && deck.startsAtMs !== null) return deck.startsAtMs;
    return Math.max(this.wishedTime(coming, nowMs), nowMs + deck.aheadMs);
  }

  wishedTime(coming: Turn, nowMs: number): number {
    const on = this.#on;
    const playing = this.#playing(nowMs);
    if (on === null || playing === null) return nowMs;
    if (on.cue.cueId === coming.cue.cueId && !this.isBroken(on)) return playing.endsAtMs;
    // The end of a clip that stands still never comes: what was cued after it is due at once.
    if (on.standsIn || this.isBroken(on) || coming.dueSinceMs !== null) return nowMs;
    return wishedTime(coming.cue, coming.markerRound, playing);
  }

  #playing(nowMs: number): Playing | null {
    if (this.#on === null) return null;
    const { deck, round, cue } = this.#on;
    return {
      nowMs,
      round,
      repeat: cue.repeat,
      endsAtMs: deck.endsAtMs(nowMs),
      positionMs: deck.positionMs(nowMs),
      roundMs: deck.durationMs,
    };
  }

  /** It has failed, or its picture stands still. */
  isBroken(on: Turn): boolean {
    return on.deck.state === 'failed' || this.stalls.still();
  }

  /** It stays on its last frame. */
  holds({ cue, round }: Turn): boolean {
    return cue.hold && cue.repeat !== null && round >= cue.repeat;
  }
}
