/**
 * The one clock of the show: milliseconds that only ever go forward, whatever somebody does to the machine's time of
 * day. Pure code gets its times from here, as arguments.
 */
export interface Clock {
  nowMs(): number;
  /** Time of day for conditions over `clock`: hour 0..23, weekday 1 (Monday)..7. */
  timeOfDay(): { readonly hour: number; readonly weekday: number };
}

export const realClock: Clock = {
  nowMs: () => performance.now(),
  timeOfDay: () => {
    const now = new Date();
    return { hour: now.getHours(), weekday: now.getDay() === 0 ? 7 : now.getDay() };
  },
};

/** Named alarms, at most one of a name: setting one anew replaces it. */
export class Deadlines {
  readonly #clock: Clock;
  readonly #alarms = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls `act` once at a time of the clock; at once (but not before this returns) where it is past. */
  at(name: string, atMs: number, act: () => void): void {
    this.clear(name);
    const timer = setTimeout(
      () => {
        this.#alarms.delete(name);
        act();
      },
      Math.max(0, atMs - this.#clock.nowMs()),
    );
    this.#alarms.set(name, timer);
  }

  clear(name: string): void {
    clearTimeout(this.#alarms.get(name));
    this.#alarms.delete(name);
  }

  clearAll(): void {
    for (const name of [...this.#alarms.keys()]) this.clear(name);
  }
}
