/** Something that comes round in proportion to its weight. */
export interface Weighty {
  readonly weight: number;
}

/**
 * Takes turns, as evenly as the weights allow (smooth weighted round robin). On a camera the looks of an ensemble (its
 * networks, a face and its mirror) take a frame each instead of all looking at every frame: a mood is the mean over
 * seconds, so it hears them all the same, and a frame takes the time of one.
 */
export class Turns<One extends Weighty> {
  readonly #all: readonly One[];
  readonly #credit: number[];

  constructor(all: readonly One[]) {
    this.#all = all;
    this.#credit = all.map(() => 0);
  }

  /** Whose turn it is: one of them, or none where there are none. */
  next(): readonly One[] {
    const total = this.#all.reduce((sum, { weight }) => sum + weight, 0);
    this.#all.forEach(({ weight }, index) => {
      this.#credit[index] = (this.#credit[index] ?? 0) + weight;
    });
    const most = this.#credit.indexOf(Math.max(...this.#credit));
    this.#credit[most] = (this.#credit[most] ?? 0) - total;
    return this.#all.slice(most, most + 1);
  }
}
