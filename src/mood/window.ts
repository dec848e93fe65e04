import { BUCKET_MS, KEEP_MS, REACH_MS } from './following-rules.ts';
import type { Sample, Vector } from './viewer.ts';

/** A viewer's mean over a span of time. */
export interface WindowMean {
  readonly scores: Vector;
  /** Milliseconds of the span that readings spoke for, each weighted by its quality. */
  readonly readMs: number;
  /** Time-weighted mean size of the face, in frame heights. */
  readonly size: number;
  readonly readings: number;
}

/** A window with one more sample: merged into the newest where both fall into the same 50 ms, the oldest forgotten. */
export function addSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const newest = samples.at(-1);
  const oldestMs = sample.atMs - KEEP_MS;
  const first = samples.findIndex((one) => one.atMs >= oldestMs);
  const kept = first <= 0 ? samples : samples.slice(first);
  if (newest !== undefined && bucketOf(newest.atMs) === bucketOf(sample.atMs)) {
    return [...kept.slice(0, -1), merge(newest, sample)];
  }
  return [...kept, sample];
}

/**
 * The time-weighted mean of the samples captured within [fromMs, toMs]. Each sample speaks for the time that is nearer
 * to it than to any other, at most `REACH_MS` to either side, cut to the span: the trapezoid rule, so that the mean
 * does not depend on how many readings a second there are, nor on their being even.
 * Null where no legible sample lies within the span.
 */
export function meanOver(samples: readonly Sample[], fromMs: number, toMs: number): WindowMean | null {
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
    const before = samples[index - 1];
    const after = samples[index + 1];
    const startMs = Math.max(fromMs, reachBack(before, sample));
    const endMs = Math.min(toMs, reachOn(sample, after));
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

function bucketOf(atMs: number): number {
  return Math.floor(atMs / BUCKET_MS);
}

function merge(a: Sample, b: Sample): Sample {
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
