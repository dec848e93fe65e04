import { BUCKET_MS, KEEP_MS, PAST_BUCKET_MS, REACH_MS, RECENT_MS } from './following-rules.ts';
import type { Sample, Vector, Window } from './viewer.ts';

/** A viewer's mean over a span of time. */
export interface WindowMean {
  readonly scores: Vector;
  /** Milliseconds of the span that readings spoke for, each weighted by its quality. */
  readonly readMs: number;
  /** Time-weighted mean size of the face, in frame heights. */
  readonly size: number;
  readonly readings: number;
}

export const EMPTY_WINDOW: Window = { past: [], recent: [] };

/**
 * A window with one more sample. Readings of the same 50 ms are merged, and those older than a minute into seconds, so
 * that ten minutes of any frame rate are some 1,700 samples; what is older is forgotten.
 */
export function addSample(window: Window, sample: Sample): Window {
  const recent = appended(window.recent, sample, BUCKET_MS);
  // Moved in batches: most steps only append.
  if ((recent[0]?.atMs ?? sample.atMs) >= sample.atMs - RECENT_MS - MOVE_AT_ONCE_MS) return { ...window, recent };
  const first = recent.findIndex((one) => one.atMs >= sample.atMs - RECENT_MS);
  const past = recent
    .slice(0, first)
    .reduce<readonly Sample[]>((list, one) => appended(list, one, PAST_BUCKET_MS), window.past)
    .filter((one) => one.atMs >= sample.atMs - KEEP_MS);
  return { past, recent: recent.slice(first) };
}

const MOVE_AT_ONCE_MS = 5000;

/**
 * The time-weighted mean of the samples captured within [fromMs, toMs]. Each sample speaks for the time that is nearer
 * to it than to any other, at most `REACH_MS` to either side, cut to the span: the trapezoid rule, so that the mean
 * does not depend on how many readings a second there are, nor on their being even.
 * Null where no legible sample lies within the span.
 */
export function meanOver(window: Window, fromMs: number, toMs: number): WindowMean | null {
  const samples = fromMs < (window.recent[0]?.atMs ?? Infinity) ? [...window.past, ...window.recent] : window.recent;
  let first = samples.length;
  while (first > 0 && (samples[first - 1]?.atMs ?? 0) >= fromMs) first--;
  const sums = [0, 0, 0, 0, 0, 0, 0];
  let readMs = 0;
  let sizes = 0;
  let readings = 0;
  // The sample just before the span may still be the nearest to its first moments.
  for (let index = Math.max(0, first - 1); index < samples.length; index++) {
    const sample = samples[index];
    if (sample === undefined || sample.atMs > toMs) break;
    const startMs = Math.max(fromMs, reachBack(samples[index - 1], sample));
    const endMs = Math.min(toMs, reachOn(sample, samples[index + 1]));
    if (sample.atMs >= fromMs) readings += sample.legible;
    const weight = Math.max(0, endMs - startMs) * sample.quality;
    if (weight <= 0) continue;
    for (let emotion = 0; emotion < sums.length; emotion++) {
      sums[emotion] = (sums[emotion] ?? 0) + weight * (sample.scores[emotion] ?? 0);
    }
    readMs += weight;
    sizes += weight * sample.size;
  }
  if (readings === 0 || readMs <= 0) return null;
  return { scores: sums.map((sum) => sum / readMs), readMs, size: sizes / readMs, readings };
}

function reachBack(before: Sample | undefined, sample: Sample): number {
  const middle = before === undefined ? -Infinity : (before.atMs + sample.atMs) / 2;
  return Math.max(middle, sample.atMs - REACH_MS);
}

function reachOn(sample: Sample, after: Sample | undefined): number {
  const middle = after === undefined ? Infinity : (after.atMs + sample.atMs) / 2;
  return Math.min(middle, sample.atMs + REACH_MS);
}

/** Samples with one more, merged into the newest where both fall into the same bucket of time. */
function appended(samples: readonly Sample[], sample: Sample, bucketMs: number): readonly Sample[] {
  const newest = samples.at(-1);
  if (newest === undefined || Math.floor(newest.atMs / bucketMs) !== Math.floor(sample.atMs / bucketMs)) {
    return [...samples, sample];
  }
  return [...samples.slice(0, -1), merged(newest, sample)];
}

function merged(a: Sample, b: Sample): Sample {
  const looks = a.looks + b.looks;
  const trust = a.quality * a.looks + b.quality * b.looks;
  // An illegible look has no scores to give, and lowers the trust in the moment.
  const share = trust > 0 ? (b.quality * b.looks) / trust : 0;
  const part = b.looks / looks;
  return {
    atMs: a.atMs + (b.atMs - a.atMs) * part,
    quality: trust / looks,
    scores: a.scores.map((value, index) => value + ((b.scores[index] ?? 0) - value) * share),
    size: a.size + (b.size - a.size) * part,
    looks,
    legible: a.legible + b.legible,
  };
}
