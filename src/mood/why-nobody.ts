import type { MoodState } from './room.ts';

/** One plain sentence: why no face counted between two times. */
export function whyNobody(state: MoodState, fromMs: number, toMs: number): string {
  const seen = state.viewers.filter((viewer) =>
    viewer.window.recent.some((sample) => sample.atMs >= fromMs && sample.atMs <= toMs),
  );
  const faces = seen.filter((viewer) => !viewer.still.ignored);
  if (faces.some((viewer) => viewer.confirmed)) return 'somebody is there, but the face could not be read';
  if (faces.length > 0) return 'a face was seen too briefly to count';
  if (seen.length > 0) return 'nobody was read: the face in view is a picture, which never moves';
  return 'nobody was read';
}
