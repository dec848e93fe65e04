import type { BenchMiss, BenchResult } from './measure.ts';

/** What was promised of a result's p95, in its unit. */
export interface BenchGoal {
  readonly name: string;
  readonly bound: 'under' | 'at most';
  readonly value: number;
}

/** The goals that results miss; one of a result that was not measured is neither met nor missed. */
export function missesOf(results: readonly BenchResult[], goals: readonly BenchGoal[]): readonly BenchMiss[] {
  return goals.flatMap(({ name, bound, value }) =>
    results.flatMap((result) => {
      const { unit, p95 } = result;
      // Written so that a result of no samples, whose p95 is no number, misses its goal.
      const isMet = bound === 'under' ? p95 < value : p95 <= value;
      return result.name !== name || isMet ? [] : [{ name, unit, p95, goal: `${bound} ${value}` }];
    }),
  );
}
