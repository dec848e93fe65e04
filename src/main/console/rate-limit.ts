/** So many of something in a span, each caller counted apart. Decisions only; the clock is an argument. */
export class RateLimit {
  readonly #most: number;
  readonly #spanMs: number;
  readonly #counts = new Map<string, { sinceMs: number; count: number }>();

  constructor(most: number, spanMs: number) {
    this.#most = most;
    this.#spanMs = spanMs;
  }

  /** Counts one, and says whether it is within the limit. */
  take(caller: string, nowMs: number): boolean {
    const known = this.#counts.get(caller);
    if (known === undefined || nowMs - known.sinceMs >= this.#spanMs) {
      this.#forgetOld(nowMs);
      this.#counts.set(caller, { sinceMs: nowMs, count: 1 });
      return this.#most >= 1;
    }
    known.count += 1;
    return known.count <= this.#most;
  }

  #forgetOld(nowMs: number): void {
    for (const [caller, { sinceMs }] of this.#counts) {
      if (nowMs - sinceMs >= this.#spanMs) this.#counts.delete(caller);
    }
  }
}
