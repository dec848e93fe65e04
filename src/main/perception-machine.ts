import { assign, fromCallback, setup, type ActorRefFrom } from 'xstate';
import { parseWith } from '../protocol/parse-message.ts';
import type { NetworkLabels } from '../protocol/network-labels.ts';
import { perceptionToMainSchema, type Attempt, type PerceptionToMain } from '../protocol/perception-messages.ts';
import type { ReadingZone } from '../protocol/reading-zone.ts';
import type { Reading } from '../protocol/reading.ts';
import type { Tuning } from '../protocol/tuning.ts';
import type { PerceptionProcess } from './hosts/host.ts';
import { patienceMs } from './patience.ts';

/** How often the process is asked for a sign of life, and how long it may be silent on a calm machine (patience.ts). */
const BEAT_MS = 400;
const SILENT_MS = 1200;
/** Converting and loading the networks on a slow machine takes seconds; more than this is a hang, and the next will hang too. */
const OPEN_MS = 60_000;
/** The first restart comes at once; each further one waits twice as long, up to the last. */
const BACK_OFF_MS = [0, 250, 500, 1000] as const;
/** Five failures in a minute, however well it was between them: step down to the next recogniser. */
const FAILURES = 5;
const FAILURES_WITHIN_MS = 60_000;
/** A life that gave readings for so long was well: what follows it is started at once. */
const WELL_MS = 2000;
/** Why a recogniser was given up. */
const HABIT = { why: `it ended or hung ${FAILURES} times within a minute` };
const HANG = { why: `it did not open within ${OPEN_MS / 1000} s` };
/** When every recogniser has failed, all are tried again after this: a driver may have come back. */
const TRY_AGAIN_MS = 300_000;

export interface PerceptionInput {
  readonly fork: () => PerceptionProcess;
  /** Recognisers to try, the wished one first; the later ones are for when it keeps failing. */
  readonly recognisers: readonly string[];
  readonly modelsFolder: string;
  readonly threads: number;
  readonly zone?: ReadingZone | null | undefined;
  readonly tuning?: Tuning | undefined;
  readonly labels?: NetworkLabels | undefined;
  readonly nowMs: () => number;
  readonly onReading: (reading: Reading) => void;
  readonly onReport: (report: PerceptionReport) => void;
  readonly onNote: (line: string) => void;
}

interface Context {
  readonly input: PerceptionInput;
  /** Index into `recognisers`. */
  readonly step: number;
  /** When the last failures happened, main's clock. */
  readonly failures: readonly number[];
  /** Failures since it was last well. */
  readonly inRow: number;
  readonly process: PerceptionProcess | null;
  /** What was tried and given up. */
  readonly attempts: readonly Attempt[];
}

export type PerceptionEvent =
  | { readonly type: 'forked'; readonly process: PerceptionProcess }
  | { readonly type: 'ready'; readonly recogniser: string; readonly attempts: readonly Attempt[] }
  | { readonly type: 'failed'; readonly attempts: readonly Attempt[] }
  /** `readForMs`: from its first reading to its last. */
  | { readonly type: 'ended'; readonly how: string; readonly readForMs: number }
  | { readonly type: 'silent'; readonly readForMs: number }
  | { readonly type: 'stop' };

/** What the machine tells the show. */
export type PerceptionReport =
  | { readonly type: 'ready'; readonly recogniser: string; readonly attempts: readonly Attempt[] }
  | { readonly type: 'fault'; readonly code: 'perception-ended' | 'perception-silent'; readonly detail: string }
  /** One recogniser was given up for the next. */
  | { readonly type: 'steppedDown'; readonly to: string; readonly given: Attempt }
  | { readonly type: 'gaveUp'; readonly attempts: readonly Attempt[] };

/** One life of a perception process: forks it, opens the recogniser, counts its beats, kills it at the end. */
const life = fromCallback<{ type: 'never' }, { readonly show: PerceptionInput; readonly recogniser: string }>(
  ({ sendBack, input: { show, recogniser } }) => {
    const process = show.fork();
    let lastSignMs = show.nowMs();
    let isReady = false;
    let beats = 0;
    let firstReadMs: number | null = null;
    let lastReadMs = 0;
    const readForMs = (): number => (firstReadMs === null ? 0 : lastReadMs - firstReadMs);
    const tell = (event: PerceptionEvent): void => sendBack(event);

    const receive = (message: PerceptionToMain): void => {
      lastSignMs = show.nowMs();
      switch (message.type) {
        case 'ready':
          isReady = true;
          tell(message);
          return;
        case 'failed':
          tell(message);
          return;
        case 'reading':
          firstReadMs ??= lastSignMs;
          lastReadMs = lastSignMs;
          show.onReading(message);
          return;
        case 'refused':
          show.onNote(`perception: ${message.reason}`);
          return;
        case 'warmUp':
        case 'beat':
      }
    };
    process.onMessage((message) => {
      const parsed = parseWith(perceptionToMainSchema, message);
      if (parsed.ok) receive(parsed.value);
      else show.onNote(`perception: refused a message: ${parsed.reason}`);
    });
    process.onExit((how) => tell({ type: 'ended', how, readForMs: readForMs() }));
    tell({ type: 'forked', process });
    process.send({
      type: 'open',
      recogniser,
      modelsFolder: show.modelsFolder,
      threads: show.threads,
      ...(show.zone ? { zone: show.zone } : {}),
      ...(show.tuning === undefined ? {} : { tuning: show.tuning }),
      ...(show.labels === undefined ? {} : { labels: show.labels }),
    });

    const pulse = setInterval(() => {
      beats += 1;
      process.send({ type: 'beat', id: beats });
      const silentMs = show.nowMs() - lastSignMs;
      const silent: PerceptionEvent = { type: 'silent', readForMs: readForMs() };
      // One that opens its networks says nothing meanwhile.
      if (isReady && silentMs > patienceMs(SILENT_MS)) tell(silent);
      else if (silentMs > BEAT_MS) {
        // On a busy machine patience is long; a process that was stopped needs none.
        void process.isStopped?.().then((stopped) => (stopped ? tell(silent) : undefined));
      }
    }, BEAT_MS);
    return () => {
      clearInterval(pulse);
      process.kill();
    };
  },
);

/** The life cycle of perception: start, beat, restart with back-off, the next recogniser after five failures. */
export const perceptionMachine = setup({
  types: { input: {} as PerceptionInput, context: {} as Context, events: {} as PerceptionEvent },
  actors: { life },
  delays: {
    openTimeout: OPEN_MS,
    tryAgain: TRY_AGAIN_MS,
    backOff: ({ context }) => {
      const inRow = Math.min(context.inRow, recentFailures(context).length);
      return BACK_OFF_MS[Math.min(Math.max(inRow - 1, 0), BACK_OFF_MS.length - 1)] ?? 0;
    },
  },
  guards: {
    keepsFailing: ({ context }) => recentFailures(context).length >= FAILURES,
    hasNext: ({ context }) => context.step + 1 < context.input.recognisers.length,
  },
  actions: {
    keepProcess: assign(({ event }) => (event.type === 'forked' ? { process: event.process } : {})),
    keepAttempts: assign(({ context, event }) =>
      event.type === 'failed' ? { attempts: [...context.attempts, ...event.attempts] } : {},
    ),
    keepWhy: assign(({ context }, { why }: { readonly why: string }) => ({
      attempts: [...context.attempts, { recogniser: recogniserOf(context), taken: false, why }],
    })),
    countFailure: assign(({ context, event }) => {
      const wasWell = 'readForMs' in event && event.readForMs >= WELL_MS;
      const failures = [...recentFailures(context), context.input.nowMs()];
      return { failures, inRow: wasWell ? 1 : context.inRow + 1, process: null };
    }),
    startOver: assign(() => ({ step: 0, failures: [], inRow: 0, attempts: [] })),
    stepDown: assign(({ context }) => ({ step: context.step + 1, failures: [], inRow: 0 })),
    tellReady: ({ context, event }) => {
      if (event.type === 'ready') context.input.onReport(event);
    },
    tellFault: ({ context, event }) => {
      if (event.type === 'ended') {
        context.input.onReport({ type: 'fault', code: 'perception-ended', detail: event.how });
      } else if (event.type === 'silent') {
        const detail = 'it no longer answers';
        context.input.onReport({ type: 'fault', code: 'perception-silent', detail });
      }
    },
    tellStepDown: ({ context }) => {
      const unable = { recogniser: recogniserOf(context), taken: false, why: 'it could not be opened' };
      const [to, given] = [recogniserOf(context, 1), context.attempts.at(-1) ?? unable];
      context.input.onReport({ type: 'steppedDown', to, given });
    },
    tellGaveUp: ({ context }) => context.input.onReport({ type: 'gaveUp', attempts: context.attempts }),
  },
}).createMachine({
  id: 'perception',
  context: ({ input }) => ({ input, step: 0, failures: [], inRow: 0, process: null, attempts: [] }),
  initial: 'alive',
  on: { stop: '.stopped' },
  states: {
    alive: {
      invoke: {
        src: 'life',
        input: ({ context }) => ({
          show: context.input,
          recogniser: recogniserOf(context),
        }),
      },
      initial: 'opening',
      on: {
        forked: { actions: 'keepProcess' },
        ended: { target: 'failed', actions: ['countFailure', 'tellFault'] },
        silent: { target: 'failed', actions: ['countFailure', 'tellFault'] },
      },
      states: {
        opening: {
          after: { openTimeout: { target: '#perception.unable', actions: { type: 'keepWhy', params: HANG } } },
          on: {
            ready: { target: 'reading', actions: 'tellReady' },
            failed: { target: '#perception.unable', actions: 'keepAttempts' },
          },
        },
        reading: {},
      },
    },
    failed: {
      always: { guard: 'keepsFailing', target: 'unable', actions: { type: 'keepWhy', params: HABIT } },
      after: { backOff: 'alive' },
    },
    unable: {
      always: [
        { guard: 'hasNext', target: 'alive', actions: ['tellStepDown', 'stepDown'] },
        { target: 'gaveUp', actions: 'tellGaveUp' },
      ],
    },
    gaveUp: { after: { tryAgain: { target: 'alive', actions: 'startOver' } } },
    stopped: { type: 'final' },
  },
});

export type PerceptionActor = ActorRefFrom<typeof perceptionMachine>;

/** Hands a frame to the process that lives just now; false where there is none, or it is behind. */
export function sendFrame(actor: PerceptionActor, bytes: Uint8Array): boolean {
  const snapshot = actor.getSnapshot();
  return snapshot.matches({ alive: 'reading' }) && (snapshot.context.process?.sendFrame(bytes) ?? false);
}

function recentFailures({ failures, input }: Context): readonly number[] {
  return failures.filter((atMs) => input.nowMs() - atMs < FAILURES_WITHIN_MS);
}

/** @param further how many steps below the present one. */
function recogniserOf({ input, step }: Context, further = 0): string {
  return input.recognisers[step + further] ?? 'auto';
}
