import type { StageToMain } from '../../protocol/messages.ts';

/** A page's clock drifts against main's by some 50 ppm at most (crystal oscillators): 3 ms in a minute. */
const REMEMBERED = 60;

/**
 * Maps a page's `performance.now()` to main's clock. Every fact with a time on it says how far the clocks are apart plus
 * how long the message took; the smallest of the last sixty took the least, so it is the nearest to the truth.
 */
export class StageClock {
  #offsets: number[] = [];

  /** Another page leads. */
  forget(): void {
    this.#offsets = [];
  }

  hear(fact: StageToMain, nowMs: number): void {
    if (fact.type === 'hello') this.forget();
    if (!('stageNowMs' in fact)) return;
    this.#offsets.push(nowMs - fact.stageNowMs);
    if (this.#offsets.length > REMEMBERED) this.#offsets.shift();
  }

  /** When something happened, on main's clock; never later than now. */
  toMain(stageMs: number, nowMs: number): number {
    return this.#offsets.length === 0 ? nowMs : Math.min(nowMs, stageMs + Math.min(...this.#offsets));
  }
}
