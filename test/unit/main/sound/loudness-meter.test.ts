import { describe, expect, it } from 'vitest';
import { integratedLoudness } from '../../../../src/film/loudness.ts';
import { kWeighting, LoudnessMeter } from '../../../../src/main/sound/loudness-meter.ts';

function sine(frequency: number, peakDb: number, sampleRate: number, seconds: number): Float32Array {
  const peak = 10 ** (peakDb / 20);
  return Float32Array.from(
    { length: sampleRate * seconds },
    (_, i) => peak * Math.sin((2 * Math.PI * frequency * i) / sampleRate),
  );
}

function loudness(planes: readonly Float32Array[], sampleRate: number, weights = planes.map(() => 1)): number | null {
  const meter = new LoudnessMeter(sampleRate, weights);
  const piece = 1000;
  for (let at = 0; at < (planes[0]?.length ?? 0); at += piece) meter.add(planes.map((p) => p.subarray(at, at + piece)));
  return integratedLoudness(meter.levels(), 0, null);
}

describe('loudness is measured as the standard says', () => {
  it('a sine of 997 Hz at 0 dBFS in one channel is -3.01 LUFS, at any sample rate (BS.1770-4)', () => {
    for (const rate of [44_100, 48_000, 96_000]) {
      expect(Math.abs((loudness([sine(997, 0, rate, 5)], rate) ?? 0) - -3.01)).toBeLessThan(0.06);
    }
  });

  it('a stereo sine of 1 kHz at -23 dBFS is -23 LUFS, at -33 dBFS -33 (EBU Tech 3341, cases 1 and 2)', () => {
    for (const level of [-23, -33]) {
      const plane = sine(1000, level, 48_000, 20);
      expect(Math.abs((loudness([plane, plane], 48_000) ?? 0) - level)).toBeLessThan(0.1);
    }
  });

  it('its filters at 48 kHz are those that the standard prints', () => {
    const [shelf, highPass] = kWeighting(48_000);
    const printed = [1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585];
    [...shelf.b, ...shelf.a].forEach((value, index) => expect(value).toBeCloseTo(printed[index] ?? 0, 8));
    expect(highPass.b).toEqual([1, -2, 1]);
    expect(highPass.a[0]).toBeCloseTo(-1.99004745483398, 8);
    expect(highPass.a[1]).toBeCloseTo(0.99007225036621, 8);
  });

  it('low sounds count less than high ones, and a surround channel more than one in front', () => {
    const at = (frequency: number): number => loudness([sine(frequency, -20, 48_000, 3)], 48_000) ?? 0;
    expect(at(40)).toBeLessThan(at(1000) - 4);
    expect(at(5000)).toBeGreaterThan(at(1000) + 2);
    const plane = sine(1000, -20, 48_000, 3);
    expect((loudness([plane], 48_000, [1.41]) ?? 0) - (loudness([plane], 48_000, [1]) ?? 0)).toBeCloseTo(1.5, 1);
    expect(loudness([plane], 48_000, [0])).toBeNull();
  });

  it('sound that begins late is silent until then', () => {
    const meter = new LoudnessMeter(48_000, [1], 500);
    meter.add([sine(1000, -20, 48_000, 1)]);
    expect(meter.levels().map((level) => level > -70)).toEqual([
      ...Array<boolean>(5).fill(false),
      ...Array<boolean>(10).fill(true),
    ]);
  });
});
