import { describe, expect, it } from 'vitest';
import { soundCuts } from '../../bench/cuts/sound-cuts.ts';

const RATE = 48_000;

/** Tone A for 300 ms, then tone B; B begins `gapMs` after A has ended. */
function recording(gapMs: number): Float32Array {
  const samples = new Float32Array(RATE * 0.7);
  const end = Math.round(RATE * 0.3);
  const begin = end + Math.round((gapMs / 1000) * RATE);
  for (let index = 0; index < samples.length; index++) {
    if (index < end) samples[index]! += 0.25 * Math.sin((2 * Math.PI * 550 * index) / RATE);
    if (index >= begin) samples[index]! += 0.25 * Math.sin((2 * Math.PI * 2350 * index) / RATE + 1);
  }
  return samples;
}

describe('the measure of a cut in the sound', () => {
  it.each([0, 4, 10, 35, -8, -30])('finds %i ms between two tones to a millisecond', (gapMs) => {
    const cuts = soundCuts(recording(gapMs), RATE, [550, 1450, 2350, 3250]);
    expect(cuts).toHaveLength(1);
    expect(cuts[0]).toMatchObject({ fromHz: 550, toHz: 2350 });
    expect(Math.abs(cuts[0]!.gapMs - gapMs)).toBeLessThanOrEqual(1);
  });

  it('finds none in a tone that goes on', () => {
    const steady = Float32Array.from(
      { length: RATE },
      (_, index) => 0.25 * Math.sin((2 * Math.PI * 550 * index) / RATE),
    );
    expect(soundCuts(steady, RATE, [550, 1450])).toEqual([]);
  });
});
