import { describe, expect, it } from 'vitest';
import { dip, equalPower, fadeCurve, gainFromDb } from '../../../../src/renderer/stage/fades.ts';

describe('one clip giving way to another', () => {
  it('keeps the loudness of the two together even, all the way', () => {
    for (let progress = 0; progress <= 1; progress += 0.05) {
      const { coming, going } = equalPower(progress);
      expect(coming ** 2 + going ** 2).toBeCloseTo(1, 6);
    }
  });

  it('crosses a rising and a falling curve at equal power', () => {
    const [up, down] = [fadeCurve(0, 1), fadeCurve(1, 0)];
    for (const [index, value] of up.entries()) expect(value ** 2 + down[index]! ** 2).toBeCloseTo(1, 5);
    expect([up[0], down[0]]).toEqual([0, 1]);
    expect(up.at(-1)).toBeCloseTo(1, 6);
    expect(down.at(-1)).toBeCloseTo(0, 6);
  });

  it('dips into the colour and out of it, with the clips changing places where nothing is seen of them', () => {
    expect([0, 0.25, 0.5, 0.75, 1].map(dip)).toEqual([
      { cover: 0, coming: false },
      { cover: 0.5, coming: false },
      { cover: 1, coming: true },
      { cover: 0.5, coming: true },
      { cover: 0, coming: true },
    ]);
  });

  it('turns decibels into gains', () => {
    expect(gainFromDb(0)).toBe(1);
    expect(gainFromDb(-6)).toBeCloseTo(0.501, 3);
  });
});
