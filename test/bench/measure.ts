/** One line of the bench. `p50` and `p95` are in `unit`, over `n` samples. */
export interface BenchResult {
  readonly name: string;
  readonly unit: string;
  readonly n: number;
  readonly p50: number;
  readonly p95: number;
}

/** How many times as much as another, by p50. */
export interface BenchRatio {
  readonly name: string;
  readonly value: number;
}

/** A result that is worse than was promised, in its own unit. */
export interface BenchMiss {
  readonly name: string;
  readonly unit: string;
  readonly p95: number;
  /** "under 40" */
  readonly goal: string;
}

export interface BenchGroup {
  readonly results: readonly BenchResult[];
  readonly ratios: readonly BenchRatio[];
  /** Left out where nothing was promised. */
  readonly missed?: readonly BenchMiss[];
}

/** Something that is timed, again and again. */
export interface Contestant {
  readonly name: string;
  run(): Promise<void>;
}

/** The value under which a share of the samples lies (nearest rank). */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export function summarise(name: string, unit: string, samples: readonly number[]): BenchResult {
  return { name, unit, n: samples.length, p50: quantile(samples, 0.5), p95: quantile(samples, 0.95) };
}

/** Frames that one engine reads before it is another's turn: as in a show, where nobody empties its caches in between. */
const IN_A_ROW = 20;
/** Each runs for so long before it is timed: caches fill and code is compiled, as within a show's first seconds. */
const WARM_UP_MS = 2000;

/**
 * Milliseconds of each contestant, `rounds` times, a few in a row and in turn, so that whatever else the machine does
 * falls on all alike.
 */
export async function race(contestants: readonly Contestant[], rounds: number): Promise<readonly BenchResult[]> {
  for (const contestant of contestants) {
    for (const began = performance.now(); performance.now() - began < WARM_UP_MS;) await contestant.run();
  }
  const samples = contestants.map((): number[] => []);
  for (let done = 0; done < rounds; done += IN_A_ROW) {
    for (const [index, contestant] of contestants.entries()) {
      for (let frame = 0; frame < Math.min(IN_A_ROW, rounds - done); frame += 1) {
        const began = performance.now();
        await contestant.run();
        samples[index]?.push(performance.now() - began);
      }
    }
  }
  return contestants.map(({ name }, index) => summarise(name, 'ms', samples[index] ?? []));
}

/** `slow / fast` by p50, named so. */
export function ratio(results: readonly BenchResult[], slow: string, fast: string): BenchRatio {
  const p50 = (name: string): number => results.find((result) => result.name === name)?.p50 ?? Number.NaN;
  return { name: `${slow} / ${fast}`, value: p50(slow) / p50(fast) };
}
