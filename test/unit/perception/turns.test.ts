import { describe, expect, it } from 'vitest';
import { Turns } from '../../../src/perception/turns.ts';

describe('the networks of an ensemble', () => {
  it('take turns in proportion to their weights, never one of them twice as long as it must', () => {
    const turns = new Turns([
      { name: 'a', weight: 2 },
      { name: 'b', weight: 1 },
    ]);
    const order = Array.from({ length: 6 }, () => turns.next()[0]?.name).join('');
    expect(order).toBe('abaaba');
  });

  it('leave a network alone that is the only one', () => {
    const only = { name: 'a', weight: 0.3 };
    const turns = new Turns([only]);
    expect([turns.next(), turns.next()]).toEqual([[only], [only]]);
  });

  it('are none where there are none', () => {
    expect(new Turns([]).next()).toEqual([]);
  });
});
