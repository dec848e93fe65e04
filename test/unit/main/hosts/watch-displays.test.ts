import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchDisplays } from '../../../../src/main/hosts/browser/watch-displays.ts';

const LEFT = { left: 0, top: 0, width: 1920, height: 1080, isPrimary: true };
const PROJECTOR = { left: 1920, top: 0, width: 1280, height: 800, isPrimary: false };

let displays: readonly object[] | null;
let changes: number;
let asked: number;
let stop: () => void;

/** A browser with one page, on the displays of the moment; null: it answers no more. */
const devtools = {
  call: (method: string): Promise<Readonly<Record<string, unknown>>> => {
    if (displays === null) return Promise.reject(new Error('it is gone'));
    if (method === 'Target.getTargets') {
      return Promise.resolve({ targetInfos: [{ type: 'page', targetId: 'page' }] });
    }
    if (method === 'Target.attachToTarget') return Promise.resolve({ sessionId: 'session' });
    if (method !== 'Emulation.getScreenInfos') return Promise.resolve({});
    asked += 1;
    return Promise.resolve({ screenInfos: displays });
  },
};

beforeEach(() => {
  vi.useFakeTimers();
  displays = [LEFT];
  changes = 0;
  asked = 0;
  stop = watchDisplays(devtools, () => (changes += 1));
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

describe('the displays that the film fills', () => {
  it('are chosen anew within seconds where a projector comes on after the machine: told once', async () => {
    await vi.advanceTimersByTimeAsync(60_000);
    expect(changes).toBe(0);
    displays = [LEFT, PROJECTOR];
    await vi.advanceTimersByTimeAsync(3100);
    expect(changes).toBe(1);
    displays = [LEFT];
    await vi.advanceTimersByTimeAsync(60_000);
    expect(changes).toBe(1);
  });

  it('are the same in another order, and where the browser does not answer for a while', async () => {
    displays = [LEFT, PROJECTOR];
    await vi.advanceTimersByTimeAsync(10);
    stop();
    stop = watchDisplays(devtools, () => (changes += 1));
    await vi.advanceTimersByTimeAsync(4000);
    displays = [PROJECTOR, LEFT];
    await vi.advanceTimersByTimeAsync(4000);
    displays = null;
    await vi.advanceTimersByTimeAsync(20_000);
    displays = [LEFT, PROJECTOR];
    await vi.advanceTimersByTimeAsync(20_000);
    expect(changes).toBe(0);
  });

  it('are asked for no more once the browser has gone', async () => {
    await vi.advanceTimersByTimeAsync(4000);
    stop();
    const before = asked;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toBe(before);
  });
});
