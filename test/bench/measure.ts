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

export interface BenchGroup {
  readonly results: readonly BenchResult[];
  readonly ratios: readonly BenchRatio[];
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

/**
 * Milliseconds of each contestant, `rounds` times in turn, so that whatever else the machine does falls on all alike.
 * The first rounds warm up and are not counted.
 */
export async function race(
  contestants: readonly Contestant[],
  rounds: number,
  warmUps = 3,
): Promise<readonly BenchResult[]> {
  const samples = contestants.map((): number[] => []);
  for (let round = -warmUps; round < rounds; round += 1) {
    for (const [index, contestant] of contestants.entries()) {
      const began = performance.now();
      await contestant.run();
      if (round >= 0) samples[index]?.push(performance.now() - began);
    }
  }
  return contestants.map(({ name }, index) => summarise(name, 'ms', samples[index] ?? []));
}

/** `slow / fast` by p50, named so. */
export function ratio(results: readonly BenchResult[], slow: string, fast: string): BenchRatio {
  const p50 = (name: string): number => results.find((result) => result.name === name)?.p50 ?? Number.NaN;
  return { name: `${slow} / ${fast}`, value: p50(slow) / p50(fast) };
}
