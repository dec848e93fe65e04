import { PRESENT_MS } from './following-rules.ts';
import type { Place, Viewer } from './viewer.ts';
import { sizeOf } from './viewer.ts';

/** Farthest a face may be from where its viewer is expected, in face sizes; grows with the time it was not seen. */
const GATE_SIZES = 0.8;
const GATE_SIZES_A_SECOND = 1.2;
/** Largest change of size (a factor) between two sightings of one viewer; grows with the time too. */
const GATE_GROWTH = 1.5;
/** A movement is believed for this long after the last sighting: people stop. */
const COAST_MS = 500;
/** A viewer not seen for a second gives way to one seen just now, by this many face sizes a second. */
const GAP_COST = 0.3;

/** Where a viewer's face is expected now, by its last place and movement. */
export function expectedPlace(viewer: Viewer, atMs: number): Place {
  const seconds = Math.min(COAST_MS, Math.max(0, atMs - viewer.seenMs)) / 1000;
  return {
    ...viewer.place,
    x: viewer.place.x + viewer.velocity[0] * seconds,
    y: viewer.place.y + viewer.velocity[1] * seconds,
  };
}

/** For each face the index of the viewer that it belongs to, or null for somebody new. No viewer is given twice. */
export function matchFaces(
  viewers: readonly Viewer[],
  faces: readonly Place[],
  atMs: number,
): readonly (number | null)[] {
  const pairs: { viewer: number; face: number; cost: number }[] = [];
  viewers.forEach((viewer, viewerIndex) => {
    const expected = expectedPlace(viewer, atMs);
    faces.forEach((face, faceIndex) => {
      const cost = costOf(viewer, expected, face, atMs);
      if (cost !== null) pairs.push({ viewer: viewerIndex, face: faceIndex, cost });
    });
  });
  pairs.sort((a, b) => a.cost - b.cost || a.viewer - b.viewer || a.face - b.face);
  const taken = new Set<number>();
  const result: (number | null)[] = faces.map(() => null);
  for (const pair of pairs) {
    if (taken.has(pair.viewer) || result[pair.face] !== null) continue;
    taken.add(pair.viewer);
    result[pair.face] = pair.viewer;
  }
  return result;
}

/** How ill a face fits a viewer, in face sizes; null where it cannot be the same person. */
function costOf(viewer: Viewer, expected: Place, face: Place, atMs: number): number | null {
  const gapSeconds = Math.max(0, atMs - viewer.seenMs) / 1000;
  const size = (viewer.size + sizeOf(face)) / 2;
  if (size <= 0) return null;
  const distance = Math.hypot(face.x - expected.x, face.y - expected.y) / size;
  const growth = Math.abs(Math.log(sizeOf(face) / viewer.size));
  if (distance > GATE_SIZES + GATE_SIZES_A_SECOND * gapSeconds) return null;
  if (growth > Math.log(GATE_GROWTH) * (1 + gapSeconds)) return null;
  const missing = Math.max(0, gapSeconds - PRESENT_MS / 1000 / 5);
  return distance + growth + GAP_COST * missing;
}
