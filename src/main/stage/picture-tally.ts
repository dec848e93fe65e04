import type { StageToMain } from '../../protocol/messages.ts';
import type { Rates } from '../../protocol/rates.ts';

/** A page tells once a second; what is older says nothing of now. */
const STALE_MS = 3000;

/** The stage's own frame rate: how many pictures of the film come to the screen, and how many were too late for it. */
export class PictureTally {
  #perSecond: { readonly value: number; readonly atMs: number } | null = null;
  #dropped = 0;
  #rates: Rates | null = null;

  hear(fact: StageToMain, nowMs: number): void {
    if (fact.type !== 'position' || fact.pictures === undefined) return;
    this.#perSecond = { value: fact.pictures.perSecond, atMs: nowMs };
    this.#dropped += fact.pictures.dropped;
    this.#rates = fact.pictures.rates;
  }

  /** Null where no page has told, or what plays has no pictures of its own (a card). */
  perSecond(nowMs: number): number | null {
    return this.#perSecond !== null && nowMs - this.#perSecond.atMs < STALE_MS ? this.#perSecond.value : null;
  }

  /** Pictures a second that the film has, and that the screen shows; null where no page has told of them. */
  get rates(): Rates | null {
    return this.#rates;
  }

  /** Since the show began. */
  get dropped(): number {
    return this.#dropped;
  }
}
