import { describe, expect, it } from 'vitest';
import { emptyRoom, moodAt, presenceAt, stepMood } from '../../../src/mood/mood-fold.ts';
import type { ReadingRules } from '../../../src/mood/mood.ts';
import { NO_MOOD } from '../../../src/mood/mood.ts';
import { parseTrace } from '../../../src/mood/trace.ts';
import { readingsOf } from '../../../src/mood/trace-readings.ts';

const rules: ReadingRules = {
  emotions: ['happiness', 'sadness', 'calm'],
  weights: {},
  windowMs: 5000,
  confidence: 0.4,
  margin: 0.1,
  audience: 'nearest',
  baseline: false,
};

function play(csv: string, perSecond = 10) {
  const parsed = parseTrace(csv);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return readingsOf(parsed.trace, perSecond).filter((reading) => reading.capturedAtMs <= 3000);
}

describe('an empty room', () => {
  it('decides nothing', () => {
    const readings = play('seconds,viewer,happiness\n0,,\n1,,\n2,,\n3,,\n');
    const room = readings.reduce((state, reading) => stepMood(state, reading, reading.capturedAtMs), emptyRoom());
    expect(moodAt(room, rules, { fromMs: 0, nowMs: 3000 }, null)).toEqual(NO_MOOD);
    expect(presenceAt(room, 3000)).toEqual({ viewers: 0, steadyForMs: 0, emptyForMs: 3000 });
  });
});

describe('a happy visitor', () => {
  it('is there, steadily, and happiness is dominant', () => {
    const readings = play('seconds,viewer,happiness,calm\n0,1,0.9,0.1\n1,1,0.9,0.1\n2,1,0.9,0.1\n');
    const room = readings.reduce((state, reading) => stepMood(state, reading, reading.capturedAtMs), emptyRoom());
    const mood = moodAt(room, rules, { fromMs: 0, nowMs: 3000 }, null);
    expect(mood.dominant).toBe('happiness');
    expect(mood.scores?.happiness).toBeCloseTo(0.9);
    expect(presenceAt(room, 3000)).toEqual({ viewers: 1, steadyForMs: 3000, emptyForMs: 0 });
  });
});
