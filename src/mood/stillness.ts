import type { Place, Vector } from './viewer.ts';
import { sizeOf } from './viewer.ts';

/** How long a face has neither moved nor changed. */
export interface Stillness {
  /** Where and how it was when it last came to rest. */
  readonly anchor: Place;
  readonly anchorScores: Vector | null;
  /** Where and how it is, smoothed over `SMOOTH_MS`. */
  readonly mean: Place;
  readonly meanScores: Vector | null;
  readonly sinceMs: number;
  /** A picture of a face, not a visitor. */
  readonly ignored: boolean;
}

/** Smoothing over which a detector's jitter on a still picture averages out, milliseconds. */
const SMOOTH_MS = 1000;
/**
 * A face has moved when its smoothed centre or size is off by more than this share of its size. Someone who stands
 * quietly sways by 1 to 3 cm within half a minute, 7 to 20 % of a face's box; a picture under the noise of a camera
 * stays within 1 % (see docs/mood.md for both).
 */
const MOVED_SHARE = 0.03;
/** A face has changed when its smoothed scores differ by more than this (half the sum of the differences). */
const CHANGED_SHARE = 0.15;
/** A face that appears within this share of a known picture is that picture: one look, so not yet smoothed. */
const NEAR_SHARE = 0.06;

export function startStillness(place: Place, scores: Vector | null, atMs: number, ignored: boolean): Stillness {
  return { anchor: place, anchorScores: scores, mean: place, meanScores: scores, sinceMs: atMs, ignored };
}

/**
 * One look further. Posters, portraits and screens that show one are not visitors: a face whose place and expression
 * have both stayed the same for `stillAfterMs` (null: for ever) is ignored until it moves or changes.
 */
export function stepStillness(
  state: Stillness,
  look: {
    readonly place: Place;
    readonly scores: Vector | null;
    readonly atMs: number;
    /** Time since the last look. */
    readonly elapsedMs: number;
  },
  stillAfterMs: number | null,
): Stillness {
  const share = 1 - Math.exp(-Math.max(0, look.elapsedMs) / SMOOTH_MS);
  const mean = blendPlaces(state.mean, look.place, share);
  const meanScores = blendScores(state.meanScores, look.scores, share);
  const anchorScores = state.anchorScores ?? meanScores;
  if (offBy(state.anchor, mean) > MOVED_SHARE || changeOf(anchorScores, meanScores) > CHANGED_SHARE) {
    return startStillness(mean, meanScores, look.atMs, false);
  }
  const still = stillAfterMs !== null && look.atMs - state.sinceMs >= stillAfterMs;
  const { anchor, sinceMs } = state;
  return { anchor, anchorScores, mean, meanScores, sinceMs, ignored: state.ignored || still };
}

/** Whether a face seen once lies where another was, as far as one look can tell. */
export function isNear(a: Place, b: Place): boolean {
  return offBy(a, b) <= NEAR_SHARE;
}

/** The larger of shift and growth, as a share of the face's size. */
function offBy(from: Place, to: Place): number {
  const size = sizeOf(from);
  return Math.max(Math.hypot(to.x - from.x, to.y - from.y) / size, Math.abs(sizeOf(to) / size - 1));
}

function changeOf(from: Vector | null, to: Vector | null): number {
  if (from === null || to === null) return 0;
  return from.reduce((sum, value, index) => sum + Math.abs(value - (to[index] ?? 0)), 0) / 2;
}

function blendScores(from: Vector | null, to: Vector | null, share: number): Vector | null {
  if (from === null || to === null) return from ?? to;
  return from.map((value, index) => value + ((to[index] ?? 0) - value) * share);
}

function blendPlaces(from: Place, to: Place, share: number): Place {
  return {
    x: from.x + (to.x - from.x) * share,
    y: from.y + (to.y - from.y) * share,
    width: from.width + (to.width - from.width) * share,
    height: from.height + (to.height - from.height) * share,
  };
}
