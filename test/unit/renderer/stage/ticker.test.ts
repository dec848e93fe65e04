import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { everyPicture } from '../../../../src/renderer/stage/ticker.ts';

/** What the page has asked of the screen and has not been given. */
let asked: (() => void)[];

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => asked.push(callback));
  vi.stubGlobal('cancelAnimationFrame', () => (asked = []));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const picture = (): void => {
  for (const callback of asked.splice(0)) callback();
};

describe('what is done at each picture of the screen', () => {
  it('is done once a picture, and by a timer where none comes', () => {
    let ticks = 0;
    const ticker = everyPicture(() => (ticks += 1));
    for (let count = 0; count < 5; count += 1) picture();
    expect(ticks).toBe(5);
    vi.advanceTimersByTime(1500);
    expect(ticks).toBeGreaterThanOrEqual(5 + 9);
    ticker.stop();
    vi.advanceTimersByTime(1500);
    expect([asked.length, vi.getTimerCount()]).toEqual([0, 0]);
  });

  it('asks the screen for nothing while the page stands by, is still done now and then, and is back at once', () => {
    let ticks = 0;
    let isIdle = true;
    const ticker = everyPicture(
      () => (ticks += 1),
      () => isIdle,
    );
    picture();
    vi.advanceTimersByTime(3000);
    expect(asked).toEqual([]);
    expect(ticks).toBeGreaterThan(10);
    ticker.wake();
    ticker.wake();
    expect(asked).toHaveLength(1);
    isIdle = false;
    picture();
    picture();
    expect(asked).toHaveLength(1);
    ticker.stop();
  });
});
