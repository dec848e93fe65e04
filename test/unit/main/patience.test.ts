import { describe, expect, it } from 'vitest';
import { patienceMs } from '../../../src/main/patience.ts';

describe('the patience with a silent part of the show', () => {
  it('is short where there are cores to spare, grows with the load, and ends all the same', () => {
    expect(patienceMs(1200, 0, 2)).toBe(1200);
    expect(patienceMs(1200, 2, 2)).toBe(1200);
    expect(patienceMs(1200, 20, 2)).toBe(12_000);
    expect(patienceMs(1200, 200, 2)).toBe(30_000);
  });
});
