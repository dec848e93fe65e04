import { describe, expect, it } from 'vitest';
import type { Face } from '../../../src/protocol/reading.ts';
import { moodAt } from '../../../src/mood/mood-fold.ts';
import { CALM, feels, HAPPY, lastRoom, playScene, RULES, SAD, standing } from './rooms.ts';

const SPAN = { fromMs: 0, nowMs: 5000 };
/** A sad visitor close by, a happy one further away. */
const two = (atMs: number): readonly Face[] => [
  standing(atMs, 180, 260, 150, feels({ sadness: 0.6, calm: 0.3 })),
  standing(atMs, 480, 200, 75, feels({ happiness: 0.9 })),
];

describe("the audience's mood", () => {
  const room = lastRoom(playScene(two, { toMs: 5000 }));

  it('is the nearest viewer’s', () => {
    expect(moodAt(room, { ...RULES, audience: 'nearest' }, SPAN, null)).toMatchObject({
      dominant: 'sadness',
      viewers: 2,
    });
  });

  it('or the strongest viewer’s', () => {
    const mood = moodAt(room, { ...RULES, audience: 'strongest' }, SPAN, null);
    expect(mood).toMatchObject({ dominant: 'happiness', viewers: 2 });
    expect(mood.scores!.happiness).toBeGreaterThan(0.9);
  });

  it('or everyone’s, weighted by the size of the face', () => {
    const mood = moodAt(room, { ...RULES, audience: 'everyone' }, SPAN, null);
    // Sizes 150 and 75: two parts of the sad one to one of the happy one.
    const sad = (2 * 0.6 + 1 * (0.1 / 6)) / 3;
    const happy = (2 * (0.1 / 5) + 1 * 0.9) / 3;
    expect(mood.scores!.sadness! / mood.scores!.happiness!).toBeCloseTo(sad / happy, 5);
  });

  it('is the strongest of those who show something: to be calm is to show nothing', () => {
    const scene = (atMs: number): readonly Face[] => [
      standing(atMs, 180, 260, 150, feels({ calm: 0.97 })),
      standing(atMs, 480, 200, 75, feels({ happiness: 0.7 })),
    ];
    const calmAndHappy = lastRoom(playScene(scene, { toMs: 5000 }));
    expect(moodAt(calmAndHappy, { ...RULES, audience: 'strongest' }, SPAN, null).dominant).toBe('happiness');
  });

  it('does not let one who only passes through decide for everyone', () => {
    const scene = (atMs: number): readonly Face[] => [
      standing(atMs, 180, 260, 120, CALM),
      ...(atMs > 4000 && atMs < 4600 ? [standing(atMs, 480, 260, 200, HAPPY)] : []),
    ];
    const passed = lastRoom(playScene(scene, { toMs: 5000 }));
    for (const audience of ['everyone', 'nearest', 'strongest'] as const) {
      const mood = moodAt(passed, { ...RULES, audience }, SPAN, null);
      expect(mood.viewers).toBe(2);
      if (audience !== 'strongest') expect(mood.dominant).toBe('calm');
    }
  });

  it('is that of the next one where the nearest could not be read', () => {
    const scene = (atMs: number): readonly Face[] => [
      standing(atMs, 180, 260, 150, null),
      standing(atMs, 480, 200, 75, HAPPY),
    ];
    expect(moodAt(lastRoom(playScene(scene, { toMs: 5000 })), RULES, SPAN, null)).toMatchObject({
      dominant: 'happiness',
      viewers: 1,
    });
  });

  it('lasts as long as its window when the viewer has gone, then there is none', () => {
    const leaves = (atMs: number): readonly Face[] => (atMs <= 5000 ? [standing(atMs, 180, 260, 150, SAD)] : []);
    const gone = lastRoom(playScene(leaves, { toMs: 8000 }));
    expect(moodAt(gone, RULES, { fromMs: 0, nowMs: 8000 }, null).dominant).toBe('sadness');
    expect(moodAt(gone, RULES, { fromMs: 5500, nowMs: 8000 }, null)).toMatchObject({ scores: null, viewers: 0 });
    expect(moodAt(gone, RULES, { fromMs: 0, nowMs: 9200 }, null)).toMatchObject({ scores: null, dominant: null });
  });

  it('counts each reading once, however many faces it holds', () => {
    expect(moodAt(room, RULES, { fromMs: 4000, nowMs: 5000 }, null).readings).toBe(11);
  });
});
