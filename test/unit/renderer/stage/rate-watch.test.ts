import { describe, expect, it } from 'vitest';
import { perSecond } from '../../../../src/renderer/stage/rate-watch.ts';

/** Times at this rate, less those that are left out. */
const times = (hertz: number, count: number, leftOut: (index: number) => boolean = () => false): readonly number[] =>
  Array.from({ length: count }, (_, index) => index)
    .filter((index) => !leftOut(index))
    .map((index) => 5000 + (index * 1000) / hertz);

describe('how many pictures there are a second', () => {
  it.each([24, 25, 29.97, 50, 59.94, 60, 144])('is told of %d', (hertz) => {
    expect(perSecond(times(hertz, 60))).toBeCloseTo(hertz, 6);
  });

  it('is told where a busy machine leaves out some', () => {
    expect(perSecond(times(25, 60, (index) => index % 7 === 3))).toBeCloseTo(25, 6);
  });

  it('is told of a file that counts in whole milliseconds', () => {
    expect(perSecond(times(30, 60).map(Math.round))).toBeCloseTo(30, 1);
  });

  it('is not told of a few, nor of a picture that stands', () => {
    expect(perSecond(times(25, 15))).toBeNull();
    expect(perSecond(Array.from({ length: 60 }, () => 7))).toBeNull();
  });
});
