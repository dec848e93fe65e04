import { describe, expect, it, vi } from 'vitest';
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
  it('are blocked while the page is seen, and again after it was hidden', () => {
    const request = vi.fn(() => Promise.reject(new Error('the system is low on power')));
    vi.stubGlobal('navigator', { wakeLock: { request } });
    const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
    keepScreenLit(page as unknown as Document);
    expect(request).toHaveBeenCalledExactlyOnceWith('screen');
    page.visibilityState = 'hidden';
    page.dispatchEvent(new Event('visibilitychange'));
    expect(request).toHaveBeenCalledTimes(1);
    page.visibilityState = 'visible';
    page.dispatchEvent(new Event('visibilitychange'));
    expect(request).toHaveBeenCalledTimes(2);
    vi.unstubAllGlobals();
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
