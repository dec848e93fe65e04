import { cheapestAssignment } from './assignment.ts';
import type { Place, Viewer } from './viewer.ts';
import { sizeOf } from './viewer.ts';

/**
 * Farthest that a face may be from where its viewer is expected, in face sizes. Somebody who strides past at 1.5 m/s is
 * 0.3 m further at the next of 5 readings a second: two face widths, of which the movement seen so far foretells all
 * but the first step. Grows with the time the viewer was not seen.
 */
const GATE_SIZES = 0.9;
const GATE_SIZES_A_SECOND = 1.2;
/** Largest change of size (a factor) between two sightings of one viewer; grows with the time too. */
const GATE_GROWTH = 1.5;
/** A movement is believed for this long after the last sighting, milliseconds: people stop. */
const COAST_MS = 600;
/** One who was not seen for a while gives way to one seen just now, by this many face sizes a second. */
const GAP_COST = 0.3;
/** Price of leaving a viewer or a face alone: more than any fitting pair, so that as many as fit are paired. */
const ALONE_COST = 10;

/** Where a viewer's face is expected now, by its last place and movement. */
export function expectedPlace(viewer: Viewer, atMs: number): Place {
  const seconds = Math.min(COAST_MS, Math.max(0, atMs - viewer.seenMs)) / 1000;
  const [vx, vy] = viewer.velocity;
  return { ...viewer.place, x: viewer.place.x + vx * seconds, y: viewer.place.y + vy * seconds };
}

/**
 * For each face the index of the viewer that it belongs to, or null for somebody new: the pairing that is the best for
 * all together, not for the first. No viewer is given twice.
 */
export function matchFaces(
  viewers: readonly Viewer[],
  faces: readonly Place[],
  atMs: number,
): readonly (number | null)[] {
  if (viewers.length === 0 || faces.length === 0) return faces.map(() => null);
  const expected = viewers.map((viewer) => expectedPlace(viewer, atMs));
  const costs = faces.map((face) =>
    viewers.map((viewer, index) => pairCost(viewer, expected[index] ?? viewer.place, face, atMs)),
  );
  const at = (face: number, viewer: number): number | null => costs[face]?.[viewer] ?? null;
  return cheapestAssignment(faces.length, viewers.length, (face, viewer) => at(face, viewer) ?? ALONE_COST).map(
    (viewer, face) => (viewer >= 0 && at(face, viewer) !== null ? viewer : null),
  );
}

/** How ill a face fits a viewer, in face sizes; null where it cannot be the same person. */
function pairCost(viewer: Viewer, expected: Place, face: Place, atMs: number): number | null {
  const gapSeconds = Math.max(0, atMs - viewer.seenMs) / 1000;
  const size = (viewer.size + sizeOf(face)) / 2;
  const distance = Math.hypot(face.x - expected.x, face.y - expected.y) / size;
  if (distance > GATE_SIZES + GATE_SIZES_A_SECOND * gapSeconds) return null;
  const growth = Math.abs(Math.log(sizeOf(face) / viewer.size));
  if (growth > Math.log(GATE_GROWTH) * (1 + gapSeconds)) return null;
  return distance + growth + GAP_COST * gapSeconds;
}
