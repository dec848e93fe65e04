import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cheapestAssignment } from '../../../src/mood/assignment.ts';

/** The cheapest total over every possible assignment, tried one by one. */
function cheapestByTrying(costs: readonly (readonly number[])[]): number {
  const columns = costs[0]!.length;
  const pairs = Math.min(costs.length, columns);
  const tryFrom = (row: number, used: ReadonlySet<number>, paired: number): number => {
    if (row === costs.length) return paired === pairs ? 0 : Infinity;
    let best = tryFrom(row + 1, used, paired);
    for (let column = 0; column < columns; column++) {
      if (used.has(column)) continue;
      best = Math.min(best, costs[row]![column]! + tryFrom(row + 1, new Set([...used, column]), paired + 1));
    }
    return best;
  };
  return tryFrom(0, new Set(), 0);
}

const matrix = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })).chain(([rows, columns]) =>
  fc.array(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: columns, maxLength: columns }), {
    minLength: rows,
    maxLength: rows,
  }),
);

describe('the cheapest assignment', () => {
  it('is as cheap as the best of all that can be tried', () => {
    fc.assert(
      fc.property(matrix, (costs) => {
        const columns = costs[0]!.length;
        const result = cheapestAssignment(costs.length, columns, (row, column) => costs[row]![column]!);
        const used = result.filter((column) => column >= 0);
        expect(new Set(used).size).toBe(used.length);
        expect(used.length).toBe(Math.min(costs.length, columns));
        const total = result.reduce((sum, column, row) => sum + (column < 0 ? 0 : costs[row]![column]!), 0);
        expect(total).toBe(cheapestByTrying(costs));
      }),
      { numRuns: 300 },
    );
  });

  it('leaves rows without a column where there are more rows', () => {
    expect(cheapestAssignment(2, 1, (row) => (row === 0 ? 5 : 1))).toEqual([-1, 0]);
  });
});
