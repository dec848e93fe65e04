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
    onKeepsFailing: () => undefined,
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

describe('a browser in which clips fail one after another', () => {
  /** How often it was given up for them, while one clip a second (or as said) failed. */
  async function givenUp(clips: readonly string[], { hasSpare = true, everyMs = 1000 } = {}): Promise<number> {
    const lost: string[] = [];
    const opened = { opened: true, how: 'the browser that stood by', isUp: true };
    const keeper = new StageKeeper({
      host: { name: 'browser', hasSpare: () => hasSpare, openStage: () => Promise.resolve(opened) } as unknown as Host,
      clock: realClock,
      onFault: (_, __, detail) => lost.push(detail),
      onNote: () => undefined,
      onKeepsFailing: () => undefined,
    });
    for (const clip of clips) {
      keeper.clipFailed(clip);
      await vi.advanceTimersByTimeAsync(everyMs);
    }
    keeper.stop();
    return lost.filter((detail) => detail === 'one clip after another fails in it').length;
  }
  const different = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => `clip ${at}`);

  it('gives way to the one that stands by', async () => {
    expect(await givenUp(different(4))).toBe(1);
  });

  it.each([
    ['one broken clip that is tried again and again', Array<string>(9).fill('sea'), {}],
    ['a clip now and then', different(9), { everyMs: 10_000 }],
    ['nothing that could take its place', different(9), { hasSpare: false }],
  ])('is not given up for %s', async (_, clips, how) => {
    expect(await givenUp(clips, how)).toBe(0);
  });

  it('is not changed over and over for a film whose clips are broken', async () => {
    expect(await givenUp(different(60))).toBe(1);
    expect(await givenUp(different(150))).toBe(2);
  });
});

describe('a browser that draws no picture of the clips that run in it', () => {
  /** What was told while the page said so a second long each. */
  async function told(...seconds: readonly number[]): Promise<readonly string[]> {
    const lost: string[] = [];
    const opened = { opened: true, how: 'the browser that stood by', isUp: true };
    const keeper = new StageKeeper({
      host: { name: 'browser', hasSpare: () => true, openStage: () => Promise.resolve(opened) } as unknown as Host,
      clock: realClock,
      onFault: (_, __, detail) => lost.push(detail),
      onNote: () => undefined,
      onKeepsFailing: () => undefined,
    });
    for (const undrawn of seconds) {
      keeper.alive();
      keeper.undrawn(undrawn);
      await vi.advanceTimersByTimeAsync(1000);
    }
    keeper.stop();
    return lost;
  }
  const WHY = 'its clips run, and their pictures do not come to the screen';

  it('gives way after three seconds, once in two minutes: where the next one does no better, it is the machine', async () => {
    expect(await told(1, 2)).toEqual([]);
    expect(await told(1, 2, 3)).toEqual([WHY]);
    expect(await told(...Array.from({ length: 100 }, (_, index) => index + 1))).toEqual([WHY]);
    expect(await told(...Array.from({ length: 130 }, (_, index) => index + 1))).toEqual([WHY, WHY]);
  });
});

describe('a stage that is being opened', () => {
  /** The host opens a stage only when the test says so. */
  function opening() {
    const told: string[] = [];
    const ends: { readonly open: (opened: StageOpened) => void; readonly fail: (why: Error) => void }[] = [];
    const openStage = (): Promise<StageOpened> => new Promise((open, fail) => void ends.push({ open, fail }));
    const keeper = new StageKeeper({
      host: { name: 'browser', hasSpare: () => true, openStage } as unknown as Host,
      clock: realClock,
      onFault: (code, _, detail) => told.push(`${code}: ${detail}`),
      onNote: () => undefined,
      onKeepsFailing: () => undefined,
    });
    void keeper.open();
    const opened = async (): Promise<void> => {
      ends.at(-1)?.open({ opened: true, how: 'a browser' });
      await vi.advanceTimersByTimeAsync(1);
    };
    return { keeper, told, ends, opened };
  }

  it('and is lost meanwhile is opened anew as soon as that is over: nothing would come of it for 45 seconds', async () => {
    const { keeper, told, ends, opened } = opening();
    keeper.lost('the displays have changed');
    keeper.lost('the displays have changed');
    await vi.advanceTimersByTimeAsync(5000);
    expect([ends.length, told]).toEqual([1, []]);
    await opened();
    expect([ends.length, told]).toEqual([2, ['stage-lost: the displays have changed']]);
    await opened();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(ends).toHaveLength(2);
    keeper.stop();
  });

  it('and is lost and cannot be opened after all is told of once, and opened anew once', async () => {
    const { keeper, told, ends } = opening();
    keeper.lost('the page crashed');
    ends[0]?.fail(new Error('the page is gone'));
    await vi.advanceTimersByTimeAsync(1);
    expect([ends.length, told]).toEqual([2, ['stage-lost: the page is gone']]);
    keeper.stop();
  });

  it('is not closed for what is heard of the page before: its last words, its silence, its clips', async () => {
    const { keeper, told, ends, opened } = opening();
    keeper.alive();
    for (const clip of ['a', 'b', 'c', 'd', 'e']) keeper.clipFailed(clip);
    keeper.undrawn(4);
    await vi.advanceTimersByTimeAsync(35_000);
    await opened();
    keeper.clipFailed('f');
    await vi.advanceTimersByTimeAsync(1000);
    expect([ends.length, told]).toEqual([1, []]);
    keeper.stop();
  });

  it('when the show ends is not waited for afterwards', async () => {
    const { keeper, opened } = opening();
    keeper.stop();
    await opened();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('five failures of the stage in a minute', () => {
  /** How often it was told to do with less, while the stage was lost at these seconds. */
  async function steps(...atSeconds: readonly number[]): Promise<number> {
    let told = 0;
    const opened = { opened: true, how: 'the browser that stood by' };
    const keeper = new StageKeeper({
      host: { name: 'browser', hasSpare: () => true, openStage: () => Promise.resolve(opened) } as unknown as Host,
      clock: realClock,
      onFault: () => undefined,
      onNote: () => undefined,
      onKeepsFailing: () => (told += 1),
    });
    const beganAtMs = performance.now();
    for (const atSecond of atSeconds) {
      await vi.advanceTimersByTimeAsync(beganAtMs + atSecond * 1000 - performance.now());
      keeper.lost('the page crashed');
    }
    keeper.stop();
    return told;
  }

  it('fall back a step: what is opened next does with less', async () => {
    expect(await steps(0, 10, 20, 30)).toBe(0);
    expect(await steps(0, 10, 20, 30, 40)).toBe(1);
    // Where that does not help it is told again, and not at each further one.
    expect(await steps(...Array.from({ length: 9 }, (_, index) => index * 5))).toBe(1);
    expect(await steps(...Array.from({ length: 10 }, (_, index) => index * 5))).toBe(2);
  });

  it('are none where they are further apart', async () => {
    expect(await steps(...Array.from({ length: 20 }, (_, index) => index * 16))).toBe(0);
  });
});
