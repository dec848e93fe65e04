import { availableParallelism } from 'node:os';
import { createActor } from 'xstate';
import { decodeFrame, restampFrame } from '../protocol/frame-codec.ts';
import type { NetworkLabels } from '../protocol/network-labels.ts';
import type { Attempt } from '../protocol/perception-messages.ts';
import type { ReadingZone } from '../protocol/reading-zone.ts';
import type { Reading } from '../protocol/reading.ts';
import type { Tuning } from '../protocol/tuning.ts';
import type { Clock } from './deadlines.ts';
import type { FaultCode } from './faults.ts';
import type { Host } from './hosts/host.ts';
import { perceptionMachine, sendFrame, type PerceptionActor } from './perception-machine.ts';
import { idleMeter, nextPace, readingThreads, startPace, type PaceLimits } from './reading-pace.ts';
import { FRAME } from './show-options.ts';
import { tryProviders } from './try-providers.ts';

export interface PerceptionDesk {
  /** A camera frame, in bytes that may be written to. @param capturedAtMs on main's clock. */
  frame(bytes: Uint8Array, capturedAtMs: number): void;
  stop(): void;
}

export interface PerceptionDeskOptions {
  readonly host: Host;
  readonly clock: Clock;
  readonly recogniser: string;
  readonly modelsFolder: string;
  /** Where faces are read; null: in the whole frame. */
  readonly zone?: ReadingZone | null | undefined;
  readonly tuning?: Tuning | undefined;
  readonly labels?: NetworkLabels | undefined;
  /** Largest share of the whole machine that reading may take, 0..1; 1 where left out. */
  readonly budget?: number | undefined;
  /** How many frames a second shall be sent from now on; what comes above is read all the same. */
  readonly onPace?: (framesPerSecond: number) => void;
  readonly onReading: (reading: Reading) => void;
  readonly onNote: (line: string) => void;
  readonly onFault: (code: FaultCode, part: string, detail: string) => void;
}

/** Where frames go in and readings come out; behind it a process that may die and be started again. */
export function openPerceptionDesk(options: PerceptionDeskOptions): PerceptionDesk {
  const { host, recogniser, modelsFolder, onNote } = options;
  const stopping = new AbortController();
  let actor: PerceptionActor | null = null;
  const cores = availableParallelism();
  const budget = options.budget ?? 1;
  // The film's picture needs the other core.
  const threads = readingThreads(cores, budget);
  const keeper = keepPace({ most: FRAME.framesPerSecond, cores, threads, budget }, options);
  const trial = { fork: () => host.forkPerception(), recogniser, modelsFolder, threads, signal: stopping.signal };
  void tryProviders(trial).then((tried) => {
    if (stopping.signal.aborted) return;
    for (const attempt of tried.attempts) onNote(attemptLine(attempt));
    // What was asked for, on the processor, where a faster provider keeps failing; then what runs everywhere.
    actor = startActor(
      { ...options, onReading: keeper.onReading },
      [...new Set([tried.recogniser, recogniser, 'wasm'])],
      threads,
    );
  });
  return {
    frame: (bytes, capturedAtMs) => {
      if (actor === null || 'refused' in decodeFrame(bytes)) return;
      restampFrame(bytes, capturedAtMs);
      sendFrame(actor, bytes);
    },
    stop: () => {
      stopping.abort();
      keeper.stop();
      actor?.send({ type: 'stop' });
      actor?.stop();
    },
  };
}

const SECOND_MS = 1000;
/** A machine on the verge of being full would fill the log for weeks. */
const QUIET_MS = 600_000;

/** Looks once a second at what the machine has left, and says how many frames shall come. */
function keepPace(
  limits: PaceLimits,
  { clock, onReading, onPace, onNote }: PerceptionDeskOptions,
): { readonly onReading: (reading: Reading) => void; readonly stop: () => void } {
  let pace = startPace(limits);
  let took: number[] = [];
  let quietUntilMs = -Infinity;
  onPace?.(pace.framesPerSecond);
  const idle = idleMeter();
  const timer = setInterval(() => {
    const readMs = took.sort((a, b) => a - b)[took.length >> 1] ?? null;
    took = [];
    const before = pace.framesPerSecond;
    pace = nextPace(pace, { idle: idle(), readMs }, limits);
    if (pace.framesPerSecond === before) return;
    onPace?.(pace.framesPerSecond);
    if (before < limits.most || clock.nowMs() < quietUntilMs) return;
    quietUntilMs = clock.nowMs() + QUIET_MS;
    onNote(`reading: fewer than ${before} frames a second for a while, the film comes first`);
  }, SECOND_MS);
  return {
    onReading: (reading) => {
      took.push(reading.tookMs);
      onReading(reading);
    },
    stop: () => clearInterval(timer),
  };
}

function attemptLine({ recogniser, taken, why }: Attempt): string {
  return `recogniser ${recogniser}: ${taken ? 'taken' : 'not taken'}: ${why}`;
}

function startActor(
  { host, clock, modelsFolder, zone, tuning, labels, onReading, onNote, onFault }: PerceptionDeskOptions,
  recognisers: readonly string[],
  threads: number,
): PerceptionActor {
  const actor = createActor(perceptionMachine, {
    input: {
      fork: () => host.forkPerception(),
      recognisers,
      modelsFolder,
      threads,
      zone,
      tuning,
      labels,
      nowMs: () => clock.nowMs(),
      onReading,
      onNote,
      onReport: (report) => {
        switch (report.type) {
          case 'ready':
            for (const attempt of report.attempts) onNote(attemptLine(attempt));
            return;
          case 'fault':
            onFault(report.code, 'perception', report.detail);
            return;
          case 'steppedDown':
            onFault('fell-back', 'perception', `${attemptLine(report.given)}: from now on ${report.to}`);
            return;
          case 'gaveUp':
            onFault(
              'no-recogniser',
              'perception',
              report.attempts.map(({ recogniser: name, why }) => `${name}: ${why}`).join('; '),
            );
        }
      },
    },
  });
  actor.start();
  return actor;
}
