import { chance } from './seeded.ts';

/** A stream of numbers that look like chance, the same for the same seed and name (Marsaglia's xorshift, 32 bits). */
export class RandomStream {
  #state: number;
  #spare: number | null = null;

  constructor(seed: number, ...name: readonly (string | number)[]) {
    this.#state = Math.floor(chance(seed, ...name) * 0xffff_ffff) | 1;
  }

  /** In [0, 1). */
  next(): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x;
    return (x >>> 0) / 0x1_0000_0000;
  }

  /** Normally distributed, mean 0 and deviation 1 (Box and Muller; every other one is free). */
  normal(): number {
    if (this.#spare !== null) {
      const spare = this.#spare;
      this.#spare = null;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    const angle = 2 * Math.PI * this.next();
    this.#spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** Exponentially distributed with this mean: how long something lasts that can end at any moment. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }

  /** One of the items, each as likely as its weight. The weights must not all be 0. */
  pick<T>(items: readonly (readonly [T, number])[]): T | undefined {
    let left = this.next() * items.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [item, weight] of items) {
      left -= weight;
      if (left < 0) return item;
    }
    return items.findLast(([, weight]) => weight > 0)?.[0];
  }
}
