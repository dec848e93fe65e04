import { availableParallelism } from 'node:os';
import { createActor } from 'xstate';
import { decodeFrame, restampFrame } from '../protocol/frame-codec.ts';
import type { Reading } from '../protocol/reading.ts';
import type { Clock } from './deadlines.ts';
import type { FaultCode } from './faults.ts';
import type { Host } from './hosts/host.ts';
import { perceptionMachine, sendFrame } from './perception-machine.ts';

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
  readonly onReading: (reading: Reading) => void;
  readonly onNote: (line: string) => void;
  readonly onFault: (code: FaultCode, part: string, detail: string) => void;
}

/** Where frames go in and readings come out; behind it a process that may die and be started again. */
export function openPerceptionDesk(options: PerceptionDeskOptions): PerceptionDesk {
  const { host, clock, recogniser, onNote, onFault } = options;
  const actor = createActor(perceptionMachine, {
    input: {
      fork: () => host.forkPerception(),
      recognisers: recogniser === 'wasm' ? ['wasm'] : [recogniser, 'wasm'],
      modelsFolder: options.modelsFolder,
      // The film's picture needs the other core.
      threads: Math.max(1, Math.min(4, availableParallelism() - 1)),
      nowMs: () => clock.nowMs(),
      onReading: options.onReading,
      onNote,
      onReport: (report) => {
        switch (report.type) {
          case 'ready':
            for (const { recogniser: name, taken, why } of report.attempts) {
              onNote(`recogniser ${name}: ${taken ? 'taken' : 'not taken'}: ${why}`);
            }
            return;
          case 'fault':
            onFault(report.code, 'perception', report.detail);
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
  return {
    frame: (bytes, capturedAtMs) => {
      if ('refused' in decodeFrame(bytes)) return;
      restampFrame(bytes, capturedAtMs);
      sendFrame(actor, bytes);
    },
    stop: () => {
      actor.send({ type: 'stop' });
      actor.stop();
    },
  };
}
