import { afterEach, describe, expect, it, vi } from 'vitest';
import { guardPage, keepScreenLit } from '../../../../src/renderer/stage/kiosk-guard.ts';
import { OperatorKeys, type Key } from '../../../../src/renderer/stage/operator-keys.ts';

describe('a kiosk page', () => {
  it.each([
    ['no context menu', 'contextmenu'],
    ['no drag and drop', 'dragstart'],
    ['no drop of a file', 'drop'],
    ['no text selection', 'selectstart'],
    ['no zoom by wheel', 'wheel'],
    ['no zoom by pinch', 'gesturestart'],
    ['no scrolling by touch', 'touchmove'],
    ['no zoom, reload, search, print or devtools by keys', 'keydown'],
    ['no paste', 'paste'],
    ['no new window by the middle button', 'auxclick'],
  ])('%s', (_, type) => {
    const page = new EventTarget();
    const give = guardPage(page);
    const event = new Event(type, { cancelable: true });
    page.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    give();
    const free = new Event(type, { cancelable: true });
    page.dispatchEvent(free);
    expect(free.defaultPrevented).toBe(false);
  });
});

describe('sleep and screen saver', () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  /** A page, and the locks that it was given; each is let go as the system does it. */
  function lit(request: () => Promise<EventTarget>) {
    vi.useFakeTimers();
    const asked = vi.fn(request);
    vi.stubGlobal('navigator', { wakeLock: { request: asked } });
    const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
    keepScreenLit(page as unknown as Document);
    const becomes = async (visibilityState: string): Promise<void> => {
      page.visibilityState = visibilityState;
      page.dispatchEvent(new Event('visibilitychange'));
      await vi.advanceTimersByTimeAsync(0);
    };
    return { asked, becomes };
  }

  it('are blocked while the page is seen, and again after it was hidden', async () => {
    const locks: EventTarget[] = [];
    const { asked, becomes } = lit(() => {
      locks.push(new EventTarget());
      return Promise.resolve(locks.at(-1)!);
    });
    expect(asked).toHaveBeenCalledExactlyOnceWith('screen');
    await becomes('hidden');
    locks[0]?.dispatchEvent(new Event('release'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveBeenCalledTimes(1);
    await becomes('visible');
    expect(asked).toHaveBeenCalledTimes(2);
    // One lock, however often it comes and goes.
    await becomes('visible');
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it('are blocked again where the system let go of the lock while the page is seen', async () => {
    const locks: EventTarget[] = [];
    const { asked } = lit(() => {
      locks.push(new EventTarget());
      return Promise.resolve(locks.at(-1)!);
    });
    for (const times of [2, 3]) {
      await vi.advanceTimersByTimeAsync(0);
      locks.at(-1)?.dispatchEvent(new Event('release'));
      await vi.advanceTimersByTimeAsync(10_000);
      expect(asked).toHaveBeenCalledTimes(times);
    }
  });

  it('are blocked as soon as a system that was low on power gives the lock', async () => {
    let isLow = true;
    const { asked } = lit(() =>
      isLow ? Promise.reject(new Error('the system is low on power')) : Promise.resolve(new EventTarget()),
    );
    await vi.advanceTimersByTimeAsync(10_000);
    isLow = false;
    await vi.advanceTimersByTimeAsync(10_000);
    const times = asked.mock.calls.length;
    expect(times).toBeGreaterThan(2);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveBeenCalledTimes(times);
  });
});

describe("the operator's chord", () => {
  const plain = { ctrlKey: false, altKey: false, shiftKey: false };
  const key = (name: string): Key => ({ ...plain, code: `Digit${name}`, key: name });
  const chord: Key = { code: 'KeyM', key: 'M', ctrlKey: true, altKey: true, shiftKey: true };
  const type = (keys: OperatorKeys, word: string, atMs = 0) =>
    Array.from(word).map((digit) => keys.hear(key(digit), atMs));
  const enter: Key = { ...plain, code: 'Enter', key: 'Enter' };

  it('opens the way for a PIN, which no other listener hears', () => {
    const keys = new OperatorKeys();
    expect(keys.hear(chord, 0).type).toBe('taken');
    expect(type(keys, '1234').map((heard) => heard.type)).toEqual(['taken', 'taken', 'taken', 'taken']);
    expect(keys.hear(enter, 1)).toEqual({ type: 'pin', pin: '1234' });
    expect(keys.hear(enter, 2)).toEqual({ type: 'free' });
  });

  it('is the only way: without it, with a part of it or too late, keys are visitors keys', () => {
    const keys = new OperatorKeys();
    expect(type(keys, '12').map((heard) => heard.type)).toEqual(['free', 'free']);
    expect(keys.hear({ ...chord, shiftKey: false }, 0).type).toBe('free');
    keys.hear(chord, 0);
    expect(keys.hear(key('1'), 16_000).type).toBe('free');
  });
});
