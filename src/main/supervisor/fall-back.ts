import type { Without } from '../../protocol/console-messages.ts';

/**
 * What a show does without when it keeps failing, one step after another: the film goes on with less rather than not at
 * all. Index 0 is the show as it was asked for.
 */
export const FALL_BACKS = [
  { without: 'nothing', does: 'plays as it was asked for', recogniser: null, hasCamera: true, openingOnly: false },
  {
    without: 'recogniser',
    does: 'reads with the recogniser that runs everywhere',
    recogniser: 'wasm',
    hasCamera: true,
    openingOnly: false,
  },
  { without: 'camera', does: 'plays without a camera', recogniser: 'wasm', hasCamera: false, openingOnly: false },
  { without: 'visits', does: 'plays its opening on loop', recogniser: 'wasm', hasCamera: false, openingOnly: true },
] as const satisfies readonly FallBack[];

export interface FallBack {
  readonly without: Without;
  /** For the operator: "the film ...". */
  readonly does: string;
  /** The recogniser to take instead of the one that was asked for; null: that one. */
  readonly recogniser: string | null;
  readonly hasCamera: boolean;
  /** No session begins. */
  readonly openingOnly: boolean;
}

/** How the supervisor tells the show its step. */
export const FALL_BACK_VARIABLE = 'MIEN_FALL_BACK';

/** The step that a supervisor set for this process; the first where there is none. */
export function fallBackOf(env: Readonly<Record<string, string | undefined>>): FallBack {
  return FALL_BACKS[Number(env[FALL_BACK_VARIABLE] ?? 0)] ?? FALL_BACKS[0];
}

/** What the operator is told of a step as the show begins on it; null: it plays as it was asked for. */
export function fallBackLine(without: Without): string | null {
  const step = FALL_BACKS.find((one) => one.without === without);
  return step === undefined || step === FALL_BACKS[0] ? null : `after repeated failures the film ${step.does}`;
}

/** Failures that cost a step, within how long; the issue of unattended shows asks for five in a minute. */
const FAILURES = 5;
const WITHIN_MS = 60_000;
/** The first restart comes at once; each further one waits longer. Over this many failures of the last minute it stays. */
const BACK_OFF_MS = [0, 500, 1000, 2000, 4000] as const;
const LONGEST_MS = 15_000;

export interface Failures {
  readonly step: number;
  /** When the failures of the last minute happened. */
  readonly atMs: readonly number[];
}

export const NO_FAILURES: Failures = { step: 0, atMs: [] };

/** One failure more. @returns the new count, whether a step was lost, and how long to wait before the next start. */
export function failed(
  { step, atMs }: Failures,
  nowMs: number,
): { readonly failures: Failures; readonly fellBack: boolean; readonly waitMs: number } {
  const recent = [...atMs.filter((at) => nowMs - at < WITHIN_MS), nowMs];
  if (recent.length < FAILURES) {
    return { failures: { step, atMs: recent }, fellBack: false, waitMs: BACK_OFF_MS[recent.length - 1] ?? LONGEST_MS };
  }
  const next = Math.min(step + 1, FALL_BACKS.length - 1);
  // On the last step there is nothing left to do without: it waits longer instead.
  return { failures: { step: next, atMs: [] }, fellBack: next !== step, waitMs: next === step ? LONGEST_MS : 0 };
}
