import { describe, expect, it } from 'vitest';
import { blackIn, cutsIn, lateMsOf, repeatedIn, type Sample } from '../../bench/cuts/samples.ts';

const FRAME_MS = 40;
/** A picture of the screen each 20 ms; each entry is what one layer shows: its clip and frame, or black. */
function film(
  ...pictures: readonly (readonly (readonly [layer: number, clip: number, frame: number] | 'black')[])[]
): Sample[] {
  return pictures.map((layers, index) => ({
    atMs: index * 20,
    layers: layers.map((layer) =>
      layer === 'black'
        ? { layer: 9, seen: 'black' as const }
        : { layer: layer[0], seen: { clip: layer[1], frame: layer[2] } },
    ),
  }));
}

describe('what the bench says of a cut', () => {
  it('is no gap where the first frame of one follows the last of the other in its time', () => {
    const samples = film([[0, 1, 7]], [[0, 1, 7]], [[0, 1, 8]], [[0, 1, 8]], [[1, 2, 0]], [[1, 2, 0]], [[1, 2, 1]]);
    expect(cutsIn(samples, FRAME_MS)).toMatchObject([{ from: 1, to: 2, gapMs: 0, lastFrame: 8, firstFrame: 0 }]);
  });

  it('is how much longer than a frame the last one stood, black in between or not', () => {
    const samples = film([[0, 1, 8]], [[0, 1, 8]], ['black'], ['black'], [[1, 2, 0]], [[1, 2, 0]]);
    expect(cutsIn(samples, FRAME_MS)).toMatchObject([{ gapMs: 40 }]);
    expect(blackIn(samples)).toBe(2);
  });

  it('sees a loop as a cut of a clip to its own beginning, and tells frames that were lost', () => {
    const samples = film([[0, 1, 8]], [[0, 1, 8]], [[1, 1, 2]], [[1, 1, 2]]);
    expect(cutsIn(samples, FRAME_MS)).toMatchObject([{ from: 1, to: 1, firstFrame: 2 }]);
  });

  it('tells by the last frame how far behind a marker it fell, or before it', () => {
    const at = (last: number) => cutsIn(film([[0, 1, last]], [[0, 1, last]], [[1, 2, 0]]), FRAME_MS);
    expect([9, 11, 12].map((last) => lateMsOf(at(last), 480, FRAME_MS))).toEqual([[-80], [0], [40]]);
  });

  it('counts frames that came a second time, and takes no loop for one', () => {
    const again = film([[0, 1, 7]], [[0, 1, 7]], [[0, 1, 8]], [[0, 1, 8]], [[0, 1, 7]], [[0, 1, 7]], [[0, 1, 8]]);
    expect(repeatedIn(cutsIn(again, FRAME_MS))).toBe(1);
    const loop = film([[0, 1, 7]], [[0, 1, 7]], [[0, 1, 8]], [[0, 1, 8]], [[0, 1, 0]], [[0, 1, 0]], [[1, 2, 0]]);
    expect(repeatedIn(cutsIn(loop, FRAME_MS))).toBe(0);
  });

  it('sees one cut in a crossfade, whose clips show by turns', () => {
    const samples = film(
      [[0, 1, 7]],
      [[0, 1, 7]],
      [
        [0, 1, 8],
        [1, 2, 0],
      ],
      [
        [0, 1, 8],
        [1, 2, 0],
      ],
      [
        [0, 1, 9],
        [1, 2, 1],
      ],
      [
        [0, 1, 9],
        [1, 2, 1],
      ],
      [[1, 2, 2]],
    );
    expect(cutsIn(samples, FRAME_MS)).toHaveLength(1);
    expect(cutsIn(samples, FRAME_MS)).toMatchObject([{ from: 1, to: 2, gapMs: 0 }]);
  });
});
