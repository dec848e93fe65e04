import type { Face, Reading } from '../protocol/reading.ts';
import { learnRestingFace } from './baseline.ts';
import { CONFIRM_MS, KEEP_MS, MOST_VIEWERS, PRESENT_MS, REACH_MS, RETURN_MS } from './following-rules.ts';
import { matchFaces } from './match-faces.ts';
import { startStillness, stepStillness } from './stillness.ts';
import type { Place, Sample, Vector, Viewer } from './viewer.ts';
import { sizeOf, vectorOf } from './viewer.ts';
import { addSample, EMPTY_WINDOW } from './window.ts';

/** Smoothing of the size that nearness is judged by, and of the movement, milliseconds. */
const SIZE_SMOOTH_MS = 300;
const VELOCITY_SMOOTH_MS = 200;
/** Below this quality a face was seen but says nothing. */
const LEGIBLE = 0.02;

const NOTHING: Vector = [0, 0, 0, 0, 0, 0, 0];

export interface Following {
  /** Everybody who is there, or was within the longest window. */
  readonly viewers: readonly Viewer[];
  readonly nextId: number;
}

export interface FollowingRules {
  /** When the faces were captured. */
  readonly atMs: number;
  /** Pixels. */
  readonly frameHeight: number;
  readonly stillAfterMs: number | null;
  /** Whether resting faces are being learnt. */
  readonly learning: boolean;
  /** Whether a picture is known to hang at a place. */
  readonly isPicture: (place: Place) => boolean;
}

/** One reading further: faces go to the viewers they belong to, others begin a visit, those long gone are forgotten. */
export function followFaces(state: Following, faces: Reading['faces'], rules: FollowingRules): Following {
  const { atMs } = rules;
  const looks = faces
    .map((face) => ({ face, place: placeOf(face, rules.frameHeight) }))
    .filter((look) => sizeOf(look.place) > 0);
  const known = state.viewers.filter((viewer) => atMs - viewer.seenMs <= RETURN_MS);
  const matches = matchFaces(
    known,
    looks.map((look) => look.place),
    atMs,
  );
  const next = new Map<number, Viewer>(state.viewers.map((viewer) => [viewer.id, viewer]));
  let nextId = state.nextId;
  looks.forEach((look, index) => {
    const match = matches[index] ?? null;
    const viewer = match === null ? undefined : known[match];
    if (viewer === undefined) {
      const fresh = newViewer(nextId++, look.face, look.place, atMs, rules);
      next.set(fresh.id, fresh);
    } else {
      next.set(viewer.id, seenAgain(viewer, look.face, look.place, atMs, rules));
    }
  });
  return { viewers: forgetLongGone([...next.values()], atMs), nextId };
}

function placeOf(face: Face, frameHeight: number): Place {
  const [x, y, width, height] = face.box;
  return {
    x: (x + width / 2) / frameHeight,
    y: (y + height / 2) / frameHeight,
    width: width / frameHeight,
    height: height / frameHeight,
  };
}

function sampleOf(face: Face, place: Place, atMs: number): Sample {
  const legible = face.scores !== null && face.quality >= LEGIBLE;
  return {
    atMs,
    quality: legible ? face.quality : 0,
    scores: face.scores === null ? NOTHING : vectorOf(face.scores),
    size: sizeOf(place),
    looks: 1,
    legible: legible ? 1 : 0,
  };
}

function newViewer(id: number, face: Face, place: Place, atMs: number, rules: FollowingRules): Viewer {
  const sample = sampleOf(face, place, atMs);
  return {
    id,
    place,
    velocity: [0, 0],
    size: sizeOf(place),
    sinceMs: atMs,
    seenMs: atMs,
    steadySinceMs: atMs,
    confirmed: false,
    window: addSample(EMPTY_WINDOW, sample),
    rest: null,
    still: startStillness(place, sample.legible > 0 ? sample.scores : null, atMs, rules.isPicture(place)),
    scores: face.scores,
    quality: face.quality,
  };
}

function seenAgain(viewer: Viewer, face: Face, place: Place, atMs: number, rules: FollowingRules): Viewer {
  const elapsedMs = atMs - viewer.seenMs;
  const sample = sampleOf(face, place, atMs);
  const legible = sample.legible > 0;
  const steadySinceMs = elapsedMs > PRESENT_MS ? atMs : viewer.steadySinceMs;
  const sizeShare = 1 - Math.exp(-elapsedMs / SIZE_SMOOTH_MS);
  return {
    id: viewer.id,
    place,
    velocity: movement(viewer, place, elapsedMs),
    size: viewer.size + (sizeOf(place) - viewer.size) * sizeShare,
    sinceMs: viewer.sinceMs,
    seenMs: atMs,
    steadySinceMs,
    confirmed: viewer.confirmed || atMs - steadySinceMs >= CONFIRM_MS,
    window: addSample(viewer.window, sample),
    rest:
      rules.learning && legible
        ? learnRestingFace(viewer.rest, sample.scores, Math.min(elapsedMs, 2 * REACH_MS) * sample.quality)
        : viewer.rest,
    still: stepStillness(
      viewer.still,
      { place, scores: legible ? sample.scores : null, atMs, elapsedMs },
      rules.stillAfterMs,
    ),
    scores: face.scores,
    quality: face.quality,
  };
}

function movement(viewer: Viewer, place: Place, elapsedMs: number): readonly [number, number] {
  // After a gap the way between is unknown: begin anew.
  if (elapsedMs <= 0 || elapsedMs > PRESENT_MS) return [0, 0];
  const share = 1 - Math.exp(-elapsedMs / VELOCITY_SMOOTH_MS);
  const seconds = elapsedMs / 1000;
  const [vx, vy] = viewer.velocity;
  return [
    vx + ((place.x - viewer.place.x) / seconds - vx) * share,
    vy + ((place.y - viewer.place.y) / seconds - vy) * share,
  ];
}

/**
 * Those who may return or be in a window still. A ghost (never confirmed) is forgotten after a second, and memory has
 * an end however many faces a broken detector finds.
 */
function forgetLongGone(viewers: readonly Viewer[], atMs: number): readonly Viewer[] {
  const kept = viewers.filter((viewer) => atMs - viewer.seenMs <= (viewer.confirmed ? KEEP_MS : PRESENT_MS));
  if (kept.length <= MOST_VIEWERS) return kept;
  const newest = new Set([...kept].sort((a, b) => b.seenMs - a.seenMs || a.id - b.id).slice(0, MOST_VIEWERS));
  return kept.filter((viewer) => newest.has(viewer));
}
