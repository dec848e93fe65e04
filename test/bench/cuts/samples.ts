import type { Seen } from '../../support/stage/pixel-code.ts';

/** One layer of the stage as it was seen. */
export interface LayerSeen {
  readonly layer: number;
  readonly seen: Seen;
}

/** What one picture of the screen showed: its time (the compositor's, milliseconds) and every layer that was not hidden. */
export interface Sample {
  readonly atMs: number;
  readonly layers: readonly LayerSeen[];
}

/** One frame of one clip on one layer, and from when on it was seen. */
interface Stand {
  readonly layer: number;
  readonly clip: number;
  readonly frame: number;
  readonly fromMs: number;
  /** The first of its layer since that was hidden, or of another clip or round on it. */
  readonly opens: boolean;
}

/** What was found at one cut. */
export interface Cut {
  readonly atMs: number;
  readonly from: number;
  readonly to: number;
  /** From the last frame before the cut to the first after it, less a frame's own time; 0 where they overlap. */
  readonly gapMs: number;
  /** The longest that a picture stood, from the last frames before the cut to the first ones after it, less a frame. */
  readonly longestMs: number;
  /** Number of the last frame before the cut. */
  readonly lastFrame: number;
  /** First frame after it: 0 where nothing was lost. */
  readonly firstFrame: number;
}

/** Frames before and after a cut whose standing counts as the cut's doing. */
const NEAR = 2;

/** All frames in the order in which they appeared. */
function stands(samples: readonly Sample[]): readonly Stand[] {
  const all: Stand[] = [];
  const open = new Map<number, Stand>();
  for (const { atMs, layers } of samples) {
    const here = new Set(layers.map(({ layer }) => layer));
    for (const layer of open.keys()) if (!here.has(layer)) open.delete(layer);
    for (const { layer, seen } of layers) {
      if (typeof seen === 'string') continue;
      const last = open.get(layer);
      if (last?.clip === seen.clip && last.frame === seen.frame) continue;
      const opens = last?.clip !== seen.clip || seen.frame < last.frame;
      const stand = { layer, ...seen, fromMs: atMs, opens };
      open.set(layer, stand);
      all.push(stand);
    }
  }
  return all;
}

/** Every cut in the samples: from one clip to another, or of a clip to its own beginning. */
export function cutsIn(samples: readonly Sample[], frameMs: number): readonly Cut[] {
  const all = stands(samples);
  const cuts: Cut[] = [];
  for (let index = 1; index < all.length; index++) {
    const [before, after] = [all[index - 1]!, all[index]!];
    if (!after.opens) continue;
    // In a crossfade the frames of two clips come by turns; each clip's own are looked at by themselves.
    const near = all.slice(Math.max(0, index - 2 * NEAR - 1), index + 2 * NEAR + 1);
    const sameRun = (a: Stand, b: Stand): boolean => a.layer === b.layer && a.clip === b.clip && b.frame > a.frame;
    let longest = after.fromMs - before.fromMs;
    for (const [at, stand] of near.entries()) {
      const next = near.slice(at + 1).find((later) => sameRun(stand, later));
      if (next !== undefined && next.fromMs >= before.fromMs) longest = Math.max(longest, next.fromMs - stand.fromMs);
    }
    cuts.push({
      atMs: after.fromMs,
      from: before.clip,
      to: after.clip,
      gapMs: Math.max(0, after.fromMs - before.fromMs - frameMs),
      longestMs: Math.max(0, longest - frameMs),
      lastFrame: before.frame,
      firstFrame: after.frame,
    });
  }
  return cuts;
}

/** How far behind a marker of the clip that goes each cut fell, by its last frame; less than 0: before the marker. */
export function lateMsOf(cuts: readonly Cut[], markerMs: number, frameMs: number): readonly number[] {
  return cuts.map(({ lastFrame }) => (lastFrame + 1) * frameMs - markerMs);
}

/**
 * Frames that came a second time: a clip that went back in itself, and not to its beginning as a loop does.
 * @param cuts of one run, by `cutsIn`.
 */
export function repeatedIn(cuts: readonly Cut[]): number {
  return cuts.filter(({ from, to, lastFrame, firstFrame }) => from === to && firstFrame > lastFrame / 2).length;
}

/** Pictures of the screen, after the first frame, with nothing of a film on them. */
export function blackIn(samples: readonly Sample[]): number {
  const first = samples.findIndex(({ layers }) => layers.some(({ seen }) => typeof seen !== 'string'));
  if (first < 0) return samples.length;
  return samples.slice(first).filter(({ layers }) => layers.every(({ seen }) => seen === 'black')).length;
}
