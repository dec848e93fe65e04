import { describe, expect, it } from 'vitest';
import { hasFileCome } from '../../../../src/renderer/stage/file-come.ts';

function element(
  currentTime: number,
  ranges: readonly (readonly [number, number])[],
  rest: { readonly duration?: number; readonly error?: MediaError } = {},
): Parameters<typeof hasFileCome>[0] {
  const buffered = {
    length: ranges.length,
    start: (index: number) => ranges[index]![0],
    end: (index: number) => ranges[index]![1],
  };
  return { buffered, currentTime, duration: 8, error: null, ...rest };
}

describe('the file of a clip', () => {
  it.each([
    ['has come where there is more of it than the picture needs for now', element(2, [[0, 2.5]]), true],
    ['has come where there is all of it', element(7.9, [[0, 7.9]]), true],
    [
      'has come in the range that the picture is in',
      element(5, [
        [0, 1],
        [4.8, 6],
      ]),
      true,
    ],
    ['hangs where the picture has reached the end of what came', element(2, [[0, 2.1]]), false],
    [
      'hangs where only other parts of it came',
      element(3, [
        [0, 1],
        [4, 6],
      ]),
      false,
    ],
    ['has not come where nothing of it has', element(0, []), false],
    ['is not known before its length is', element(0, [[0, 1]], { duration: NaN }), false],
    ['is of no use where it cannot be decoded', element(2, [[0, 8]], { error: {} as MediaError }), false],
  ] as const)('%s', (_, video, come) => {
    expect(hasFileCome(video)).toBe(come);
  });
});
