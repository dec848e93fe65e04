import { isNear } from './stillness.ts';
import type { Place, Viewer } from './viewer.ts';

/** Where a face was found to be a picture: a poster, a portrait, a screen that shows one. */
export interface Picture {
  readonly place: Place;
  readonly seenMs: number;
}

/** A picture that was not seen for so long has been taken down, milliseconds. */
const TAKEN_DOWN_MS = 30 * 60_000;
/** More than this hang in no camera's view. */
const MOST_PICTURES = 24;

/** Whether a face that appears at a place is a picture that is known already, hidden for a while by a visitor. */
export function hangsThere(pictures: readonly Picture[], place: Place): boolean {
  return pictures.some((picture) => isNear(picture.place, place));
}

/** The known pictures after a reading: those seen again, new ones, and those not yet taken down. */
export function stepPictures(
  pictures: readonly Picture[],
  viewers: readonly Viewer[],
  atMs: number,
): readonly Picture[] {
  const seen = viewers
    .filter((viewer) => viewer.still.ignored && viewer.seenMs === atMs)
    .map((viewer): Picture => ({ place: viewer.still.anchor, seenMs: atMs }));
  const others = pictures.filter(
    (picture) => atMs - picture.seenMs <= TAKEN_DOWN_MS && !seen.some((one) => isNear(one.place, picture.place)),
  );
  if (seen.length === 0 && others.length === pictures.length) return pictures;
  return [...seen, ...others].slice(0, MOST_PICTURES);
}
