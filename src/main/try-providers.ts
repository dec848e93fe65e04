import { parseWith } from '../protocol/parse-message.ts';
import {
  perceptionToMainSchema,
  type Attempt,
  type PerceptionToMain,
  type WarmUpLook,
} from '../protocol/perception-messages.ts';
import type { PerceptionProcess } from './hosts/host.ts';
import { judgeProvider, medianMs } from './provider-verdict.ts';

/** Loading a driver and compiling for it takes seconds; what takes longer than this hangs, or is of no use. */
const LONGEST_MS = 10_000;

/** Execution providers that onnxruntime may have on a system, most able first; the processor's is always there. */
const PROVIDERS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ['cuda', 'webgpu'],
  win32: ['cuda', 'directml', 'webgpu'],
  darwin: ['coreml', 'webgpu'],
};
const WORDS = ['cuda', 'directml', 'coreml', 'webgpu', 'cpu'];

export interface TrialOptions {
  readonly fork: () => PerceptionProcess;
  /** What was asked for, in the words of `--recogniser`. */
  readonly recogniser: string;
  readonly modelsFolder: string;
  readonly threads: number;
  readonly platform?: NodeJS.Platform;
  /** Aborted where the show ends meanwhile: no process is left. */
  readonly signal?: AbortSignal;
  /** For tests. */
  readonly longestMs?: number;
}

export interface ProviderAttempt extends Attempt {
  /** Whether the machine has the provider at all. */
  readonly isThere: boolean;
}

export interface Trial {
  /** What to open: the name that was asked for, with the provider that passed. */
  readonly recogniser: string;
  /** What was tried and why it was taken or not, a line each. */
  readonly attempts: readonly ProviderAttempt[];
}

/**
 * The self-test at start. Each execution provider reads the warm-up picture in a process of its own, so that a driver
 * that crashes or hangs costs that process alone; one that gives other numbers than the processor, is slower or does
 * not answer is dropped for the next. Where none is left, the name is given back as it was. Never rejects.
 */
export async function tryProviders(options: TrialOptions): Promise<Trial> {
  const named = withProvider(options.recogniser);
  if (named === null) return { recogniser: options.recogniser, attempts: [] };
  const attempts: ProviderAttempt[] = [];
  // The processor's own figures are needed only where another provider reads at all.
  let cpu: Promise<readonly WarmUpLook[]> | undefined;
  for (const provider of PROVIDERS[options.platform ?? process.platform] ?? []) {
    if (options.signal?.aborted === true) break;
    const name = named(provider);
    const attempt = await tryOne(name, options, () => (cpu ??= looksOfCpu(named('cpu'), options)));
    attempts.push(attempt);
    if (attempt.taken) return { recogniser: name, attempts };
  }
  return { recogniser: options.recogniser, attempts };
}

/** How to name a provider in what was asked for; null where it is named already, or the engine has none. */
function withProvider(recogniser: string): ((provider: string) => string) | null {
  const [engine, ...rest] = recogniser === 'auto' ? ['onnx'] : recogniser.split(':');
  if (engine !== 'onnx' || rest.some((part) => WORDS.includes(part))) return null;
  return (provider) => ['onnx', provider, ...rest].join(':');
}

/** The processor's looks; none where even it does not answer, which opening it for good will say better. */
function looksOfCpu(name: string, options: TrialOptions): Promise<readonly WarmUpLook[]> {
  const looks: WarmUpLook[] = [];
  return new Promise((done) => {
    const end = listen(name, options, (message) => {
      if (typeof message !== 'string' && message.type === 'warmUp') looks.push(message);
      else {
        end();
        done(looks);
      }
    });
  });
}

function tryOne(
  name: string,
  options: TrialOptions,
  cpuLooks: () => Promise<readonly WarmUpLook[]>,
): Promise<ProviderAttempt> {
  const looks: WarmUpLook[] = [];
  return new Promise((done) => {
    let cpu: readonly WarmUpLook[] | null = null;
    const finish = (taken: boolean, why: string, isThere = true): void => {
      end();
      done({ recogniser: name, taken, why, isThere });
    };
    const judge = (): void => {
      if (cpu === null) return;
      const verdict = judgeProvider(cpu, looks);
      if (verdict.type !== 'wait') finish(verdict.type === 'take', verdict.why);
    };
    const end = listen(name, options, (message) => {
      if (message === 'silent') {
        end();
        void cpuLooks().then((found) => finish(false, whySilent(found, options)));
      } else if (typeof message === 'string') finish(false, message);
      else if (message.type === 'failed') finish(false, message.attempts[0]?.why ?? 'cannot be had', false);
      else if (message.type === 'warmUp') {
        looks.push(message);
        if (looks.length === 1) {
          void cpuLooks().then((found) => {
            cpu = found;
            judge();
          });
        } else judge();
      }
    });
  });
}

/** From outside a driver that compiles for minutes and one that hangs look alike. */
function whySilent(cpu: readonly WarmUpLook[], { longestMs = LONGEST_MS }: TrialOptions): string {
  const ms = medianMs(cpu, 'quick');
  const other = ms === null ? '' : `, the CPU takes ${ms.toFixed(1)} ms a frame`;
  return `slower than the CPU, or it hangs: the warm-up picture not read within ${longestMs / 1000} s${other}`;
}

/**
 * Opens a recogniser in a process of its own and hands over what it says, or that it is `silent`, or how it ended.
 * @returns how to end it; what comes afterwards is not heard.
 */
function listen(
  recogniser: string,
  { fork, modelsFolder, threads, signal, longestMs = LONGEST_MS }: TrialOptions,
  hear: (message: PerceptionToMain | string) => void,
): () => void {
  const child = fork();
  let isOver = false;
  const tell = (message: PerceptionToMain | string): void => {
    if (!isOver) hear(message);
  };
  const timer = setTimeout(() => tell('silent'), longestMs);
  const giveUp = (): void => tell('the show ended meanwhile');
  signal?.addEventListener('abort', giveUp, { once: true });
  child.onMessage((message) => {
    const parsed = parseWith(perceptionToMainSchema, message);
    if (parsed.ok) tell(parsed.value);
  });
  child.onExit((how) => tell(`its process ended (${how})`));
  child.send({ type: 'open', recogniser, modelsFolder, threads, trial: true });
  return () => {
    isOver = true;
    clearTimeout(timer);
    signal?.removeEventListener('abort', giveUp);
    child.kill();
  };
}
