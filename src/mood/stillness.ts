import type { Place, Stillness, Vector } from './viewer.ts';
import { sizeOf } from './viewer.ts';

/** Smoothing over which a detector's jitter on a still picture averages out, milliseconds. */
const SMOOTH_MS = 1000;
/** A face has moved when its smoothed centre, or its size, is off by more than this share of its size. */
const MOVED_SHARE = 0.02;
/** A face has changed when its smoothed scores differ by more than this (half the sum of the differences). */
const CHANGED_SHARE = 0.15;

export function startStillness(place: Place, scores: Vector | null, atMs: number, ignored: boolean): Stillness {
  return {
    anchor: place,
    anchorScores: scores,
    mean: place,
    meanScores: scores,
    sinceMs: atMs,
    ignored,
  };
}

/**
 * Pictures, posters and screens that show a portrait are not visitors: a face whose place and expression have both
 * stayed the same for `stillAfterMs` is ignored until it moves. A living visitor sways by some 3 to 5 % of the face's
 * size within seconds even when standing still; a picture moves by the detector's jitter only, which smoothing removes.
 */
export function stepStillness(
  state: Stillness,
  place: Place,
  scores: Vector | null,
  atMs: number,
  elapsedMs: number,
  stillAfterMs: number,
): Stillness {
  const share = 1 - Math.exp(-Math.max(0, elapsedMs) / SMOOTH_MS);
  const mean = blendPlaces(state.mean, place, share);
  const meanScores =
    scores === null ? state.meanScores : state.meanScores === null ? scores : blend(state.meanScores, scores, share);
  const anchorScores = state.anchorScores ?? meanScores;
  if (moved(state.anchor, mean) || changed(anchorScores, meanScores)) {
    return { anchor: mean, anchorScores: meanScores, mean, meanScores, sinceMs: atMs, ignored: false };
  }
  const ignored = state.ignored || atMs - state.sinceMs >= stillAfterMs;
  return { anchor: state.anchor, anchorScores, mean, meanScores, sinceMs: state.sinceMs, ignored };
}

/** Whether a new face lies where a picture is known to hang: same centre and size within the jitter. */
export function samePlace(a: Place, b: Place): boolean {
  return !moved(a, b);
}

function moved(from: Place, to: Place): boolean {
  const size = sizeOf(from);
  if (size <= 0) return true;
  const shift = Math.hypot(to.x - from.x, to.y - from.y) / size;
  const growth = Math.abs(sizeOf(to) / size - 1);
  return shift > MOVED_SHARE || growth > MOVED_SHARE;
}

function changed(from: Vector | null, to: Vector | null): boolean {
  if (from === null || to === null) return false;
  let difference = 0;
  for (let index = 0; index < from.length; index++) difference += Math.abs((from[index] ?? 0) - (to[index] ?? 0));
  return difference / 2 > CHANGED_SHARE;
}

function blend(from: Vector, to: Vector, share: number): Vector {
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
