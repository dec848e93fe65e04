/** More reads of the same bytes in a row than any file needs. */
const MOST_REPEATS = 100;
/** Reads further apart than this are no such row: a short loop asks for the same bytes each time it comes round. */
const BREATH_MS = 50;

type Read = (startByte: number, endByte: number, ...bounds: unknown[]) => unknown;

/**
 * Keeps mediabunny (1.61, `resync` in its Matroska reader) from asking a source for the same last eight bytes for ever, in one
 * breath, where a WebM file has a stretch of garbage: the stage's sound stood still, and so would the show that checks such a film.
 * After some repeats the source says that there is nothing more, and the file counts as what it is: broken.
 * Lies here because the stage and main open files by themselves, and share this room alone.
 * @param nowMs any clock. @returns the source.
 */
export function stopEndlessReads<Source extends object>(source: Source, nowMs: () => number): Source {
  const open = source as { _read?: Read };
  const read = open._read?.bind(source);
  if (read === undefined) return source;
  let last = '';
  let lastAtMs = -Infinity;
  let repeats = 0;
  open._read = (startByte, endByte, ...bounds) => {
    const now = `${startByte} ${endByte}`;
    const atMs = nowMs();
    repeats = now === last && atMs - lastAtMs < BREATH_MS ? repeats + 1 : 0;
    last = now;
    lastAtMs = atMs;
    return repeats > MOST_REPEATS ? null : read(startByte, endByte, ...bounds);
  };
  return source;
}
