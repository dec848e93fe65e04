import { describe, expect, it } from 'vitest';
import { CUT_GOALS } from '../../bench/cuts/goals.ts';
import { missesOf } from '../../bench/goals.ts';
import { summarise } from '../../bench/measure.ts';

/** What of one result misses a goal, in words. */
const missed = (name: string, unit: string, ...samples: readonly number[]): readonly string[] =>
  missesOf([summarise(name, unit, samples)], CUT_GOALS).map(({ name: of, goal }) => `${of}: ${goal}`);

describe('the goals of a cut', () => {
  it.each(['file', 'range', 'marker', 'loop', 'crossfade'])(
    'are less than a frame on an idle machine and less than two on a busy one, in 95 of 100: %s',
    (kind) => {
      const mostly = (ms: number): readonly number[] => [
        ...new Array<number>(95).fill(ms),
        ...[500, 500, 500, 500, 500],
      ];
      expect(missed(`${kind} idle`, 'ms', ...mostly(39.9))).toEqual([]);
      expect(missed(`${kind} idle`, 'ms', ...mostly(40))).toEqual([`${kind} idle: under 40`]);
      expect(missed(`${kind} busy`, 'ms', ...mostly(79.9))).toEqual([]);
      expect(missed(`${kind} busy`, 'ms', ...mostly(80))).toEqual([`${kind} busy: under 80`]);
    },
  );

  it('allow no black picture and no repeated frame, and less than 10 ms of gap or overlap in the sound', () => {
    expect(missed('file idle: black', 'pictures', 0)).toEqual([]);
    expect(missed('loop busy: black', 'pictures', 1)).toEqual(['loop busy: black: at most 0']);
    expect(missed('range idle: repeated', 'frames', 1)).toEqual(['range idle: repeated: at most 0']);
    expect(missed('sound idle', 'ms', 9.5)).toEqual([]);
    expect(missed('sound busy', 'ms', 10)).toEqual(['sound busy: under 10']);
  });

  it.each(['idle', 'busy'])('are a marker met within two frames, before it or behind it, in 95 of 100: %s', (load) => {
    const off = `marker ${load}: off its marker`;
    expect(missed(off, 'ms', ...new Array<number>(95).fill(80), ...[120, 120, 120, 120, 120])).toEqual([]);
    expect(missed(off, 'ms', ...new Array<number>(94).fill(0), ...[120, 120, 120, 120, 120, 120])).toEqual([
      `${off}: at most 80`,
    ]);
    // With its sign it is told, and not judged: what is early by as much would outweigh what is late.
    expect(missed(`marker ${load}: late`, 'ms', 500)).toEqual([]);
  });

  it('are missed where nothing was seen, and not judged where nothing was looked at', () => {
    expect(missed('crossfade idle', 'ms')).toEqual(['crossfade idle: under 40']);
    expect(missed('file idle: longest frame near it', 'ms', 500)).toEqual([]);
    expect(missed('src change idle', 'ms', 500)).toEqual([]);
    expect(missesOf([], CUT_GOALS)).toEqual([]);
  });
});
