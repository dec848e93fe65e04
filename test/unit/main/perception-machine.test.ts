import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createActor } from 'xstate';
import type { PerceptionProcess } from '../../../src/main/hosts/host.ts';
import {
  perceptionMachine,
  type PerceptionActor,
  type PerceptionReport,
} from '../../../src/main/perception-machine.ts';
import type { MainToPerception } from '../../../src/protocol/perception-messages.ts';

const READING = { type: 'reading', capturedAtMs: 0, frameWidth: 4, frameHeight: 2, faces: [], tookMs: 1 } as const;

/** A perception process that does what the test says. */
class FakePerception implements PerceptionProcess {
  readonly pid = undefined;
  readonly forkedAtMs = performance.now();
  recogniser = '';
  isStopped = (): Promise<boolean> => Promise.resolve(false);
  readonly #opens: 'ready' | 'failed' | 'never';
  #hear: (message: unknown) => void = () => undefined;
  #exit: (how: string) => void = () => undefined;

  constructor(opens: 'ready' | 'failed' | 'never') {
    this.#opens = opens;
  }

  send = (message: MainToPerception): void => {
    if (message.type === 'beat') {
      if (this.#opens === 'ready') setTimeout(() => this.#hear({ type: 'beat', id: message.id }), 1);
    }
    if (message.type !== 'open') return;
    const { recogniser } = message;
    this.recogniser = recogniser;
    const attempts = [{ recogniser, taken: this.#opens === 'ready', why: 'so it is' }];
    if (this.#opens === 'ready') setTimeout(() => this.#hear({ type: 'ready', recogniser, attempts }), 1);
    if (this.#opens === 'failed') setTimeout(() => this.#hear({ type: 'failed', attempts }), 1);
  };
  sendFrame = (): boolean => true;
  onMessage = (listener: (message: unknown) => void): void => void (this.#hear = listener);
  onExit = (listener: (how: string) => void): void => void (this.#exit = listener);
  kill = (): void => undefined;

  /** Reads for a while, then dies. */
  async die(afterMs: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(10);
    this.#hear(READING);
    await vi.advanceTimersByTimeAsync(afterMs);
    this.#hear(READING);
    this.#exit('SIGSEGV');
    await vi.advanceTimersByTimeAsync(0);
  }
}

let actor: PerceptionActor;
let lives: FakePerception[];
let reports: PerceptionReport[];
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  actor.stop();
  vi.useRealTimers();
});

function begin(recognisers: readonly string[], opens: (life: number) => 'ready' | 'failed' | 'never' = () => 'ready') {
  lives = [];
  reports = [];
  actor = createActor(perceptionMachine, {
    input: {
      fork: () => {
        lives.push(new FakePerception(opens(lives.length)));
        return lives.at(-1)!;
      },
      recognisers,
      modelsFolder: '/models',
      threads: 1,
      nowMs: () => performance.now(),
      onReading: () => undefined,
      onReport: (report) => reports.push(report),
      onNote: () => undefined,
    },
  });
  actor.start();
}

const opened = (): readonly string[] => lives.map(({ recogniser }) => recogniser);
const told = (type: PerceptionReport['type']) => reports.filter((report) => report.type === type);
/** One death after another. @param afterMs how long each of them reads before. */
async function die(times: number, afterMs: number): Promise<void> {
  for (let death = 0; death < times; death += 1) {
    const last = lives.length;
    await lives.at(-1)!.die(afterMs);
    // The longest wait before the next.
    if (lives.length === last) await vi.advanceTimersByTimeAsync(1000);
  }
}

describe('a recogniser that keeps failing', () => {
  it.each([0, 5000, 12_000])(
    'gives way to the next at its fifth failure within a minute, though it reads for %d ms between them, and that is told',
    async (wellMs) => {
      begin(['onnx', 'wasm']);
      await die(4, wellMs);
      expect([...new Set(opened())]).toEqual(['onnx']);
      expect(told('steppedDown')).toEqual([]);
      await die(1, wellMs);
      expect(opened().slice(-2)).toEqual(['onnx', 'wasm']);
      const given = { recogniser: 'onnx', taken: false, why: 'it ended or hung 5 times within a minute' };
      expect(told('steppedDown')).toEqual([{ type: 'steppedDown', to: 'wasm', given }]);
      expect(told('fault')).toHaveLength(5);
    },
  );

  it('is kept where its failures lie further apart', async () => {
    begin(['onnx', 'wasm']);
    await die(20, 15_000);
    expect([...new Set(opened())]).toEqual(['onnx']);
    expect(told('fault')).toHaveLength(20);
  });

  it('is given up where it is the last; that is told with what each did, and after five minutes all are tried anew', async () => {
    begin(['onnx', 'wasm']);
    await die(10, 3000);
    const lived = lives.length;
    const why = 'it ended or hung 5 times within a minute';
    const attempts = ['onnx', 'wasm'].map((recogniser) => ({ recogniser, taken: false, why }));
    expect(told('gaveUp')).toEqual([{ type: 'gaveUp', attempts }]);
    expect(actor.getSnapshot().value).toBe('gaveUp');
    await vi.advanceTimersByTimeAsync(290_000);
    expect(lives).toHaveLength(lived);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(opened().slice(lived)).toEqual(['onnx']);
    await die(4, 3000);
    expect(told('gaveUp')).toHaveLength(1);
  });

  it('is started again at once where it had been well, and later each time where it had not', async () => {
    begin(['onnx']);
    const waits: number[] = [];
    for (const wellMs of [0, 0, 0, 5000]) {
      await lives.at(-1)!.die(wellMs);
      const diedAtMs = performance.now();
      await vi.advanceTimersByTimeAsync(1000);
      waits.push(lives.at(-1)!.forkedAtMs - diedAtMs);
    }
    expect(waits).toEqual([0, 250, 500, 0]);
  });
});

describe('a recogniser that cannot be opened', () => {
  it('gives way to the next at once, and that is told with its reason', async () => {
    begin(['tensorflow-gpu', 'wasm'], (life) => (life === 0 ? 'failed' : 'ready'));
    await vi.advanceTimersByTimeAsync(10);
    expect(opened()).toEqual(['tensorflow-gpu', 'wasm']);
    const given = { recogniser: 'tensorflow-gpu', taken: false, why: 'so it is' };
    expect(told('steppedDown')).toEqual([{ type: 'steppedDown', to: 'wasm', given }]);
    expect(actor.getSnapshot().matches({ alive: 'reading' })).toBe(true);
  });

  it('because it hangs gives way after a minute: it would never fail five times within one', async () => {
    begin(['onnx', 'wasm'], (life) => (life === 0 ? 'never' : 'ready'));
    await vi.advanceTimersByTimeAsync(59_000);
    expect(opened()).toEqual(['onnx']);
    await vi.advanceTimersByTimeAsync(1010);
    expect(opened()).toEqual(['onnx', 'wasm']);
    expect(told('steppedDown')).toMatchObject([{ given: { why: 'it did not open within 60 s' } }]);
  });

  it('because somebody stopped its process is tried again at once, and kept', async () => {
    begin(['onnx', 'wasm'], (life) => (life === 0 ? 'never' : 'ready'));
    lives[0]!.isStopped = () => Promise.resolve(true);
    await vi.advanceTimersByTimeAsync(1000);
    expect(opened()).toEqual(['onnx', 'onnx']);
    expect(told('fault')).toMatchObject([{ code: 'perception-silent' }]);
  });
});
