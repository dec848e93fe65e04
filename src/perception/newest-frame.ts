/**
 * Works on one item at a time; of those that come meanwhile only the newest is kept. So a slow recogniser lags by one
 * frame at most, and no queue ever grows.
 */
export class NewestOnly<Item> {
  readonly #work: (item: Item) => Promise<void>;
  #waiting: Item | undefined;
  #isBusy = false;

  /** `work` must not reject: it reports its own failures. */
  constructor(work: (item: Item) => Promise<void>) {
    this.#work = work;
  }

  /** @returns false where an older item that waited was dropped for this one. */
  offer(item: Item): boolean {
    const dropped = this.#waiting !== undefined;
    this.#waiting = item;
    if (!this.#isBusy) void this.#drain();
    return !dropped;
  }

  async #drain(): Promise<void> {
    this.#isBusy = true;
    try {
      for (let item = this.#take(); item !== undefined; item = this.#take()) await this.#work(item);
    } finally {
      this.#isBusy = false;
    }
  }

  #take(): Item | undefined {
    const item = this.#waiting;
    this.#waiting = undefined;
    return item;
  }
}
