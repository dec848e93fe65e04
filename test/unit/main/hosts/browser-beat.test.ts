import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchBeat } from '../../../../src/main/hosts/browser/browser-beat.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a browser that is stopped', () => {
  it('is told once when it no longer answers, though its pages may go on', async () => {
    let isStopped = false;
    let silences = 0;
    const call = () => (isStopped ? new Promise<never>(() => undefined) : Promise.resolve({}));
    const stop = watchBeat(
      { call },
      () => (silences += 1),
      4000,
      () => Date.now(),
      () => 4000,
    );
    await vi.advanceTimersByTimeAsync(60_000);
    expect(silences).toBe(0);
    isStopped = true;
    await vi.advanceTimersByTimeAsync(4000);
    expect(silences).toBe(0);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(silences).toBe(1);
    stop();
  });

  it('that refuses everything is silent too', async () => {
    let silences = 0;
    watchBeat(
      { call: () => Promise.reject(new Error('gone')) },
      () => (silences += 1),
      4000,
      () => Date.now(),
      () => 4000,
    );
    await vi.advanceTimersByTimeAsync(6000);
    expect(silences).toBe(1);
  });
});
