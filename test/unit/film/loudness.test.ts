import { describe, expect, it } from 'vitest';
import { integratedLoudness, loudnessOfPower, SILENT } from '../../../src/film/loudness.ts';

const seconds = (level: number, count: number): readonly number[] => new Array<number>(count * 10).fill(level);

describe('integrated loudness', () => {
  it('is that of even sound, whatever its length', () => {
    for (const length of [1, 4, 60]) expect(integratedLoudness(seconds(-23, length), 0, null)).toBeCloseTo(-23, 6);
    expect(integratedLoudness([-20, -20], 0, null)).toBeCloseTo(-20, 6);
  });

  it('leaves out what is more than 10 LU below the rest (EBU Tech 3341, case 3)', () => {
    const levels = [...seconds(-36, 10), ...seconds(-23, 60), ...seconds(-36, 10)];
    expect(Math.abs((integratedLoudness(levels, 0, null) ?? 0) - -23)).toBeLessThan(0.1);
  });

  it('leaves out what is below -70 LUFS (EBU Tech 3341, case 4)', () => {
    const quiet = [...seconds(-72, 10), ...seconds(-36, 10)];
    const levels = [...quiet, ...seconds(-23, 60), ...quiet.toReversed()];
    expect(Math.abs((integratedLoudness(levels, 0, null) ?? 0) - -23)).toBeLessThan(0.1);
  });

  it('is that of a range of the file, where a clip is one', () => {
    const levels = [...seconds(-30, 10), ...seconds(-20, 10)];
    expect(integratedLoudness(levels, 0, 10_000)).toBeCloseTo(-30, 6);
    expect(integratedLoudness(levels, 10_000, null)).toBeCloseTo(-20, 6);
    expect(integratedLoudness(levels, 10_000, 99_000)).toBeCloseTo(-20, 6);
  });

  it('is nothing where nothing is heard', () => {
    expect(integratedLoudness(seconds(SILENT, 3), 0, null)).toBeNull();
    expect(integratedLoudness([], 0, null)).toBeNull();
    expect(integratedLoudness(seconds(-23, 3), 9000, null)).toBeNull();
    expect(loudnessOfPower(0)).toBe(SILENT);
  });
});
