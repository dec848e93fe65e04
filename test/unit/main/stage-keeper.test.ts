import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { realClock } from '../../../src/main/deadlines.ts';
import type { Host, StageOpened } from '../../../src/main/hosts/host.ts';
import { patienceMs } from '../../../src/main/patience.ts';
import { StageKeeper } from '../../../src/main/stage-keeper.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** How long a stage that is opened so, and never says a word, is waited for; milliseconds. */
async function waitedFor(opened: StageOpened & { opened: true }): Promise<number> {
  const faults: { readonly code: string; readonly atMs: number }[] = [];
  const beganAtMs = performance.now();
  const keeper = new StageKeeper({
    host: { name: 'browser', openStage: () => Promise.resolve(opened) } as unknown as Host,
    clock: realClock,
    onFault: (code) => faults.push({ code, atMs: performance.now() - beganAtMs }),
    onNote: () => undefined,
  });
  await keeper.open();
  await vi.advanceTimersByTimeAsync(50_000);
  keeper.stop();
  expect(faults[0]?.code).toBe('stage-silent');
  return faults[0]?.atMs ?? Infinity;
}

describe('a stage that never says a word', () => {
  it('is waited for as long as a cold browser may take, where it has just been started', async () => {
    expect(await waitedFor({ opened: true, how: 'a browser' })).toBeGreaterThan(44_000);
  });

  it('is given up within seconds where it had been up: its page crashed while nobody looked', async () => {
    const waitedMs = await waitedFor({ opened: true, how: 'the browser that was left', isUp: true });
    // Longer where more programs want to run than the machine has cores.
    expect(waitedMs).toBeLessThan(patienceMs(2500) + 1000);
  });
});
