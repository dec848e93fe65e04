import { describe, expect, it } from 'vitest';
import type { PerceptionProcess } from '../../../src/main/hosts/host.ts';
import { judgeProvider } from '../../../src/main/provider-verdict.ts';
import { tryProviders } from '../../../src/main/try-providers.ts';
import { scoresFrom } from '../../../src/protocol/emotions.ts';
import type { WarmUpLook } from '../../../src/protocol/perception-messages.ts';

/** One look at one face. */
function look(search: 'whole' | 'quick', tookMs: number, happiness = 0.5): WarmUpLook {
  const scores = scoresFrom([0, 0, 0, happiness, 0, 0, 1 - happiness]);
  const faces = [{ box: [0, 0, 9, 9] as const, scores, quality: 1, detection: 1 }];
  return {
    type: 'warmUp',
    search,
    reading: { type: 'reading', capturedAtMs: 0, frameWidth: 9, frameHeight: 9, faces, tookMs },
  };
}

/** A whole trial's looks: the first of each kind is slow, since it compiles. */
const series = (wholeMs: number, quickMs: number, happiness = 0.5): readonly WarmUpLook[] => [
  ...[900, wholeMs, wholeMs].map((ms) => look('whole', ms, happiness)),
  ...[900, quickMs, quickMs, quickMs].map((ms) => look('quick', ms, happiness)),
];

const CPU = series(4, 12);

describe('a provider that gives other numbers than the CPU, is slower than the CPU, or hangs is dropped', () => {
  it('is taken where its numbers are the same and it is faster', () => {
    expect(judgeProvider(CPU, series(2, 6, 0.509))).toMatchObject({ type: 'take' });
  });

  it('is dropped by its first look where a score is off by more than 1e-2', () => {
    expect(judgeProvider(CPU, [look('whole', 1, 0.511)])).toMatchObject({
      type: 'drop',
      why: 'gives other numbers than the CPU (largest difference 0.011)',
    });
  });

  it('is dropped where it sees another number of faces', () => {
    const blind = look('whole', 1);
    const verdict = judgeProvider(CPU, [{ ...blind, reading: { ...blind.reading, faces: [] } }]);
    expect(verdict).toMatchObject({ type: 'drop' });
  });

  it('is dropped as slower by its whole frame, and before that where the face alone takes longer', () => {
    expect(judgeProvider(CPU, series(4, 13))).toMatchObject({
      type: 'drop',
      why: 'slower than the CPU: 13.0 ms a frame, the CPU 12.0 ms',
    });
    expect(judgeProvider(CPU, series(300, 0).slice(0, 2))).toMatchObject({
      type: 'drop',
      why: 'slower than the CPU: 300 ms for a face alone, the CPU 12.0 ms a frame',
    });
  });

  it('is given time while nothing speaks against it; the look that compiles does not', () => {
    expect(judgeProvider(CPU, series(2, 6).slice(0, 1))).toEqual({ type: 'wait' });
    expect(judgeProvider(CPU, series(2, 6).slice(0, 6))).toEqual({ type: 'wait' });
  });
});

/** What a stand-in process does once it is asked to open a recogniser. */
type Behaviour = (say: (message: unknown) => void, end: (how: string) => void) => void;

function forkOf(behaviours: Readonly<Record<string, Behaviour>>, killed: string[] = []): () => PerceptionProcess {
  return () => {
    let name = '';
    let say: (message: unknown) => void = () => undefined;
    let end: (how: string) => void = () => undefined;
    return {
      pid: 1,
      send: (message) => {
        if (message.type !== 'open') return;
        name = message.recogniser;
        behaviours[name]?.(say, end);
      },
      sendFrame: () => false,
      onMessage: (listener) => (say = listener),
      onExit: (listener) => (end = listener),
      kill: () => void killed.push(name),
    };
  };
}

const READY = { type: 'ready', recogniser: 'x', attempts: [] };
const reads =
  (looks: readonly WarmUpLook[]): Behaviour =>
  (say) =>
    setImmediate(() => [...looks, READY].forEach(say));
const fails: Behaviour = (say) => {
  const attempts = [{ recogniser: 'x', taken: false, why: 'no such device' }];
  setImmediate(() => say({ type: 'failed', attempts }));
};
const options = { modelsFolder: '/models', threads: 1, platform: 'linux', longestMs: 500 } as const;

describe('the self-test at start', () => {
  it('takes the first provider that passes, and asks no further one', async () => {
    const fork = forkOf({ 'onnx:cuda': reads(series(2, 6)), 'onnx:cpu': reads(CPU) });
    const trial = await tryProviders({ ...options, fork, recogniser: 'auto' });
    expect(trial.recogniser).toBe('onnx:cuda');
    expect(trial.attempts.map(({ recogniser, taken }) => [recogniser, taken])).toEqual([['onnx:cuda', true]]);
  });

  it('drops what cannot be had, crashes, hangs or is slower, a line each, kills it, and gives the name back', async () => {
    const killed: string[] = [];
    const crashes: Behaviour = (_, end) => setImmediate(() => end('SIGSEGV'));
    const hangs: Behaviour = () => undefined;
    for (const [behaviour, why] of [
      [fails, 'no such device'],
      [crashes, 'its process ended (SIGSEGV)'],
      [
        hangs,
        'slower than the CPU, or it hangs: the warm-up picture not read within 0.5 s, the CPU takes 12.0 ms a frame',
      ],
      [reads(series(300, 400)), 'slower than the CPU: 300 ms for a face alone, the CPU 12.0 ms a frame'],
    ] as const) {
      const fork = forkOf({ 'onnx:cuda': fails, 'onnx:webgpu': behaviour, 'onnx:cpu': reads(CPU) }, killed);
      const trial = await tryProviders({ ...options, fork, recogniser: 'onnx' });
      expect(trial.recogniser).toBe('onnx');
      expect(trial.attempts[1]).toMatchObject({ recogniser: 'onnx:webgpu', taken: false, why });
      expect(killed).toContain('onnx:webgpu');
    }
  });

  it('keeps the networks that were asked for, and tries nothing where a provider or another engine was', async () => {
    const fork = forkOf({ 'onnx:cuda:human-emotion': reads(series(2, 6)), 'onnx:cpu:human-emotion': reads(CPU) });
    const asked = (recogniser: string): Promise<string> =>
      tryProviders({ ...options, fork, recogniser }).then((trial) => trial.recogniser);
    expect(await asked('onnx:human-emotion')).toBe('onnx:cuda:human-emotion');
    expect(await asked('onnx:webgpu')).toBe('onnx:webgpu');
    expect(await asked('wasm')).toBe('wasm');
  });

  it('leaves no process where the show ends meanwhile', async () => {
    const killed: string[] = [];
    const ending = new AbortController();
    const fork = forkOf({}, killed);
    const trial = tryProviders({ ...options, longestMs: 60_000, fork, recogniser: 'auto', signal: ending.signal });
    ending.abort();
    expect((await trial).recogniser).toBe('auto');
    expect(killed).toEqual(['onnx:cuda']);
  });
});
