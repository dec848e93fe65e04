import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moodAt } from '../../../src/mood/mood-fold.ts';
import { KEEP_MS } from '../../../src/mood/following-rules.ts';
import type { Sample, Window } from '../../../src/mood/viewer.ts';
import { addSample, EMPTY_WINDOW, meanOver } from '../../../src/mood/window.ts';
import { CALM, face, feels, HAPPY, lastRoom, playScene, RULES } from './rooms.ts';

function sample(atMs: number, happiness: number, quality = 1): Sample {
  return { atMs, quality, scores: [0, 0, 0, happiness, 0, 0, 1 - happiness], size: 0.3, looks: 1, legible: 1 };
}

const windowOf = (samples: readonly Sample[]): Window => samples.reduce(addSample, EMPTY_WINDOW);

describe('a window of readings', () => {
  it('is a mean over time, not over readings', () => {
    // Happy for 2 s with 3 readings, calm for 2 s with 20.
    const happy = [0, 1000, 2000].map((atMs) => sample(atMs, 1));
    const calm = Array.from({ length: 20 }, (_, index) => sample(2100 + index * 100, 0));
    const mean = meanOver(windowOf([...happy, ...calm]), 0, 4000)!;
    expect(mean.scores[3]).toBeCloseTo(2050 / 4000, 2);
    expect(mean.readings).toBe(23);
  });

  it('counts only what was read within it', () => {
    const window = windowOf([sample(0, 1), sample(100, 1), sample(5000, 0), sample(5100, 0)]);
    expect(meanOver(window, 4000, 6000)).toMatchObject({ readings: 2, scores: [0, 0, 0, 0, 0, 0, 1] });
    expect(meanOver(window, 1000, 4000)).toBeNull();
    expect(meanOver(window, 5200, 6000)).toBeNull();
    expect(meanOver(EMPTY_WINDOW, 0, 1000)).toBeNull();
  });

  it('lets a lone reading speak for half a second to either side, not for a whole gap', () => {
    expect(meanOver(windowOf([sample(5000, 1)]), 0, 10_000)!.readMs).toBe(1000);
    expect(meanOver(windowOf([sample(0, 1), sample(10_000, 0)]), 0, 10_000)!.readMs).toBe(1000);
  });

  it('weights each reading by its quality and leaves illegible ones out', () => {
    const window = windowOf([sample(0, 1, 0.9), sample(200, 0, 0.1), sample(400, 0, 0)]);
    const mean = meanOver(window, 0, 400)!;
    // 100 ms of the first, 200 ms of the second, nothing of the third.
    expect(mean.scores[3]).toBeCloseTo((100 * 0.9) / (100 * 0.9 + 200 * 0.1));
  });

  it('reaches back ten minutes, the last one as it was read, and forgets what is older', () => {
    const every200 = Array.from({ length: 5 * 700 }, (_, index) => sample(index * 200, index < 5 * 400 ? 1 : 0));
    const window = windowOf(every200);
    expect(window.recent[0]!.atMs).toBeGreaterThan(634_000);
    expect(window.past[0]!.atMs).toBeGreaterThanOrEqual(700_000 - KEEP_MS - 6000);
    expect(window.past.length + window.recent.length).toBeLessThan(1000);
    // From 200 s to 700 s: 200 s of happiness and 300 s without.
    const mean = meanOver(window, 200_000, 700_000)!;
    expect(mean.scores[3]).toBeCloseTo(0.4, 2);
    expect(mean.readings).toBe(2500);
    expect(mean.readMs).toBeCloseTo(500_000, -3);
  });

  it('holds one entry for the readings of the same 50 ms, with the same mean', () => {
    const fast = Array.from({ length: 120 }, (_, index) => sample((index * 1000) / 120, index % 2));
    const window = windowOf(fast);
    expect(window.recent).toHaveLength(20);
    const mean = meanOver(window, 0, 1000)!;
    expect(mean.readings).toBe(120);
    expect(mean.scores[3]).toBeCloseTo(0.5, 1);
  });

  it('has a mean that does not depend on when or how often the face is read', () => {
    // Any expression that changes as faces do, a tenth of a second to a second a change, read evenly or not.
    const course = fc.array(
      fc.record({ forMs: fc.integer({ min: 100, max: 1000 }), level: fc.double({ min: 0, max: 1, noNaN: true }) }),
      {
        minLength: 8,
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(
        course,
        fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 200, maxLength: 200 }),
        (knots, jitter) => {
          const level = levelOver(knots);
          const means = [100, 40, 1000 / 60].map((everyMs) => {
            const times = Array.from({ length: Math.ceil(6000 / everyMs) }, (_, index) => index * everyMs);
            return meanOver(windowOf(times.map((atMs) => sample(atMs, level(atMs)))), 1000, 5000)!.scores[3]!;
          });
          let atMs = 0;
          const uneven: Sample[] = [];
          for (const step of jitter) uneven.push(sample((atMs += 20 + step), level(atMs)));
          means.push(meanOver(windowOf(uneven), 1000, 5000)!.scores[3]!);
          expect(Math.max(...means) - Math.min(...means)).toBeLessThan(0.03);
        },
      ),
      { numRuns: 100 },
    );
  });
});

function levelOver(knots: readonly { readonly forMs: number; readonly level: number }[]): (atMs: number) => number {
  return (atMs) => {
    let startMs = 0;
    for (let index = 0; index + 1 < knots.length; index++) {
      const { forMs, level } = knots[index]!;
      if (atMs < startMs + forMs) return level + ((knots[index + 1]!.level - level) * (atMs - startMs)) / forMs;
      startMs += forMs;
    }
    return knots.at(-1)!.level;
  };
}

describe('the same expression read at 5, 15 and 60 readings a second', () => {
  const DECISION_AT = 6000;
  const course = fc.record({
    onsetMs: fc.integer({ min: 1500, max: 4500 }),
    // No face changes at once: at five readings a second a faster onset is seen late by up to twice their distance.
    rampMs: fc.integer({ min: 250, max: 800 }),
    before: fc.double({ min: 0.6, max: 0.95, noNaN: true }),
    after: fc.double({ min: 0.6, max: 0.95, noNaN: true }),
    windowMs: fc.integer({ min: 1000, max: 6000 }),
  });

  /** The clock is looked at so often: a change is seen late by up to that much. */
  const ASKED_MS = 10;

  it('gives the same dominant emotion within 100 ms, and so the same decision', () => {
    fc.assert(
      fc.property(course, ({ onsetMs, rampMs, before, after, windowMs }) => {
        const rules = { ...RULES, windowMs };
        const from = feels({ calm: before });
        const to = feels({ happiness: after });
        const runs = [5, 15, 60].map((perSecond) => {
          const scene = (atMs: number) => {
            const share = Math.min(1, Math.max(0, atMs < onsetMs ? 0 : rampMs === 0 ? 1 : (atMs - onsetMs) / rampMs));
            const mixed = feels({
              calm: from.calm + (to.calm - from.calm) * share,
              happiness: from.happiness + (to.happiness - from.happiness) * share,
            });
            // The face moves a little, so that it is followed as a real one.
            return [face(300 + (atMs % 900) / 100, 240, 120, mixed)];
          };
          return changesOf(playScene(scene, { toMs: DECISION_AT + 3000, perSecond }), rules);
        });
        const [slow, ...others] = runs;
        for (const other of others) {
          expect(other.map((change) => change.dominant)).toEqual(slow!.map((change) => change.dominant));
          other.forEach((change, index) => {
            if (index > 0) expect(Math.abs(change.atMs - slow![index]!.atMs)).toBeLessThanOrEqual(100 + ASKED_MS);
          });
        }
      }),
      { numRuns: 15 },
    );
  });

  /** When the dominant emotion changed, asked every 10 ms of the clock as the readings come in. */
  function changesOf(steps: ReturnType<typeof playScene>, rules: typeof RULES) {
    const changes: { atMs: number; dominant: string | null }[] = [];
    let dominant: ReturnType<typeof moodAt>['dominant'] = null;
    let next = 0;
    for (let atMs = 1000; atMs <= steps.at(-1)!.atMs; atMs += ASKED_MS) {
      while (steps[next + 1] !== undefined && steps[next + 1]!.atMs <= atMs) next++;
      dominant = moodAt(steps[next]!.room, rules, { fromMs: 0, nowMs: atMs }, dominant).dominant;
      if (changes.at(-1)?.dominant !== dominant) changes.push({ atMs, dominant });
    }
    return changes;
  }
});

describe('dropped frames', () => {
  it('do not change a mood: half of them lost, in runs of up to half a second', () => {
    const scene = (atMs: number) => [face(300 + (atMs % 700) / 100, 240, 120, atMs % 2000 < 1000 ? HAPPY : CALM)];
    const whole = lastRoom(playScene(scene, { toMs: 8000, perSecond: 30 }));
    const dropped = lastRoom(
      playScene((atMs) => (Math.floor(atMs / 250) % 2 === 0 ? scene(atMs) : []), { toMs: 8000, perSecond: 30 }),
    );
    const span = { fromMs: 0, nowMs: 8000 };
    const moods = [whole, dropped].map((room) => moodAt(room, RULES, span, null).scores!.happiness!);
    expect(Math.abs(moods[0]! - moods[1]!)).toBeLessThan(0.05);
  });
});
