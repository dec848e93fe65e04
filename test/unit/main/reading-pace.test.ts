import { describe, expect, it } from 'vitest';
import {
  idleMeter,
  nextPace,
  readingThreads,
  startPace,
  type Pace,
  type PaceSeen,
} from '../../../src/main/reading-pace.ts';

const LIMITS = { most: 15, cores: 2, threads: 1, budget: 1 };

function after(seconds: number, seen: PaceSeen, from: Pace = startPace(LIMITS), limits = LIMITS): Pace {
  let pace = from;
  for (let second = 0; second < seconds; second += 1) pace = nextPace(pace, seen, limits);
  return pace;
}

describe('threads and frame rate adapt to what the machine has left beside the film', () => {
  it('reads 15 frames a second where there is room', () => {
    expect(after(60, { idle: 0.5, readMs: 6 }).framesPerSecond).toBe(15);
  });

  it('reads less while the machine is full, for playback always wins, but never less than a mood needs', () => {
    expect(after(1, { idle: 0.02, readMs: 40 }).framesPerSecond).toBe(11);
    expect(after(60, { idle: 0, readMs: 40 }).framesPerSecond).toBe(5);
    expect(after(60, { idle: 0, readMs: 400 }).framesPerSecond).toBe(5);
  });

  it('leaves a full machine nine tenths, and takes no less where that is enough to read', () => {
    // 15 frames of 12 ms are 9 % of two cores; of 20 ms, ten frames are the tenth.
    expect(after(60, { idle: 0, readMs: 12 }).framesPerSecond).toBe(15);
    expect(after(60, { idle: 0, readMs: 20 }).framesPerSecond).toBe(10);
  });

  it('reads more again once there has been room for some seconds, a frame a second at a time', () => {
    const low = after(60, { idle: 0, readMs: 40 });
    expect(after(2, { idle: 0.5, readMs: 6 }, low).framesPerSecond).toBe(5);
    expect(after(4, { idle: 0.5, readMs: 6 }, low).framesPerSecond).toBe(7);
    expect(after(60, { idle: 0.5, readMs: 6 }, low).framesPerSecond).toBe(15);
  });

  it('does not swing: between full and roomy it stays as it is', () => {
    const low = after(60, { idle: 0, readMs: 40 });
    expect(after(60, { idle: 0.1, readMs: 6 }, low).framesPerSecond).toBe(5);
  });

  it('is capped by a budget (`--budget 30%`), whatever a frame costs', () => {
    const capped = { ...LIMITS, budget: 0.3 };
    // 30 % of two cores are 600 ms a second: ten frames of 60 ms.
    expect(after(60, { idle: 0.5, readMs: 60 }, startPace(capped), capped).framesPerSecond).toBe(10);
    expect(after(60, { idle: 0.5, readMs: 300 }, startPace(capped), capped).framesPerSecond).toBe(2);
    expect(after(60, { idle: 0.5, readMs: 5000 }, startPace(capped), capped).framesPerSecond).toBe(1);
    expect(after(60, { idle: 0.5, readMs: null }, startPace(capped), capped).framesPerSecond).toBe(15);
  });

  it('takes as many threads as the film leaves and the budget allows', () => {
    expect([1, 2, 4, 16].map((cores) => readingThreads(cores, 1))).toEqual([1, 1, 3, 4]);
    expect([1, 2, 4, 16].map((cores) => readingThreads(cores, 0.3))).toEqual([1, 1, 1, 4]);
    expect(readingThreads(16, 0.1)).toBe(1);
  });

  it('knows how much of the machine is left', () => {
    const idle = idleMeter();
    const share = idle();
    expect(share).toBeGreaterThanOrEqual(0);
    expect(share).toBeLessThanOrEqual(1);
  });
});
