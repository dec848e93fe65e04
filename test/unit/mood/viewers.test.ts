import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Face } from '../../../src/protocol/reading.ts';
import type { MoodState } from '../../../src/mood/mood-fold.ts';
import { emptyRoom, stepMood, viewersOf } from '../../../src/mood/mood-fold.ts';
import { dice, face, HAPPY, lastRoom, playScene, reading, SAD, standing } from './rooms.ts';

/** Ids in view, from left to right. */
function idsAcross(room: MoodState, atMs: number): readonly number[] {
  return [...viewersOf(room, atMs)].sort((a, b) => a.box[0] - b.box[0]).map((viewer) => viewer.id);
}

const RATES = [5, 10, 15, 30, 60];

describe('a viewer is followed', () => {
  it.each(RATES)('through two people crossing, the nearer hiding the farther, at %i readings a second', (perSecond) => {
    const left = (atMs: number): number => 120 + (400 * atMs) / 4000;
    const right = (atMs: number): number => 520 - (400 * atMs) / 4000;
    const scene = (atMs: number): readonly Face[] => {
      const near = face(left(atMs), 250, 140);
      const far = face(right(atMs), 230, 100);
      return Math.abs(left(atMs) - right(atMs)) < 90 ? [near] : [near, far];
    };
    const steps = playScene(scene, { toMs: 4000, perSecond });
    const early = steps.find((step) => step.atMs >= 1000)!;
    const [nearId, farId] = idsAcross(early.room, early.atMs);
    expect(idsAcross(lastRoom(steps), 4000)).toEqual([farId, nearId]);
    expect(lastRoom(steps).nextId).toBe(3);
  });

  it('when three walk behind each other, each a face apart from the next', () => {
    const scene = (atMs: number): readonly Face[] =>
      [0, 1, 2].map((index) => face(80 + index * 110 + (atMs < 1000 ? 0 : ((atMs - 1000) * 330) / 1000), 240, 100));
    const steps = playScene(scene, { toMs: 2000, perSecond: 5 });
    expect(idsAcross(lastRoom(steps), 2000)).toEqual([1, 2, 3]);
  });

  it('through leaving and returning within 2 s', () => {
    const scene = (atMs: number): readonly Face[] =>
      atMs > 2000 && atMs < 3900 ? [] : [standing(atMs, 300, 240, 120)];
    const steps = playScene(scene, { toMs: 6000 });
    expect(viewersOf(lastRoom(steps), 6000)).toMatchObject([{ id: 1, sinceMs: 0 }]);
  });

  it('as a new visitor when returning after more than 2 s', () => {
    const scene = (atMs: number): readonly Face[] =>
      atMs > 2000 && atMs < 4300 ? [] : [standing(atMs, 300, 240, 120)];
    const steps = playScene(scene, { toMs: 6000 });
    expect(viewersOf(lastRoom(steps), 6000)).toMatchObject([{ id: 2, sinceMs: 4300 }]);
  });

  it('through missed detections, one reading in three', () => {
    const roll = dice(7);
    const steps = playScene((atMs) => (roll() < 0.33 ? [] : [standing(atMs, 300, 240, 120)]), { toMs: 20_000 });
    expect(viewersOf(lastRoom(steps), 20_000).map((viewer) => viewer.id)).toEqual([1]);
    expect(lastRoom(steps).nextId).toBe(2);
  });

  it('through a head turn: the box narrows and shifts, then the face is not found for a second', () => {
    const scene = (atMs: number): readonly Face[] => {
      if (atMs < 2000 || atMs > 4500) return [standing(atMs, 300, 240, 120)];
      const turn = Math.min(1, (atMs - 2000) / 500);
      if (atMs > 2500 && atMs < 3600) return [];
      const [x, y, width, height] = face(300 + 25 * turn, 240, 120, null).box;
      return [{ box: [x, y, width * (1 - 0.3 * turn), height], scores: null, quality: 0, detection: 0.6 }];
    };
    const steps = playScene(scene, { toMs: 6000 });
    expect(viewersOf(lastRoom(steps), 6000)).toMatchObject([{ id: 1, sinceMs: 0 }]);
    expect(lastRoom(steps).nextId).toBe(2);
  });

  it('when the camera changes its resolution in between', () => {
    let room = lastRoom(playScene((atMs) => [standing(atMs, 300, 240, 120)], { toMs: 2000 }));
    const large = { ...reading(2100, face(450, 360, 180)), frameWidth: 960, frameHeight: 720 };
    room = stepMood(room, large, 2100);
    expect(viewersOf(room, 2100)).toMatchObject([{ id: 1, box: [360, 270, 180, 180] }]);
  });

  it('with an id that survives any others who come and go around it', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(...RATES), (seed, perSecond) => {
        const roll = dice(seed);
        const others = Array.from({ length: 4 }, (_, index) => ({
          x: [60, 580, 60, 580][index]!,
          y: [60, 60, 420, 420][index]!,
          fromMs: roll() * 6000,
          forMs: roll() * 6000,
        }));
        const scene = (atMs: number): readonly Face[] => {
          const faces = others
            .filter((other) => atMs >= other.fromMs && atMs < other.fromMs + other.forMs)
            .map((other) => standing(atMs, other.x, other.y, 80));
          // The recogniser gives the largest first, but the order must not matter.
          const stayer = standing(atMs, 320, 240, 110);
          return roll() < 0.5 ? [stayer, ...faces] : [...faces, stayer];
        };
        const steps = playScene(scene, { toMs: 10_000, perSecond });
        const ids = steps
          .filter((step) => step.atMs >= 1000)
          .map(({ room, atMs }) => viewersOf(room, atMs).find((viewer) => Math.abs(viewer.box[0] - 265) < 60)?.id);
        expect(new Set(ids).size).toBe(1);
        expect(ids[0]).toBeDefined();
      }),
      { numRuns: 40 },
    );
  });
});

describe('arrivals and walk-aways', () => {
  it('have their own times for each viewer', () => {
    const scene = (atMs: number): readonly Face[] => [
      ...(atMs >= 500 && atMs <= 4000 ? [standing(atMs, 150, 240, 120, HAPPY)] : []),
      ...(atMs >= 2000 ? [standing(atMs, 480, 240, 120, SAD)] : []),
    ];
    const room = lastRoom(playScene(scene, { toMs: 8000 }));
    expect(room.viewers.map(({ id, sinceMs, seenMs }) => ({ id, sinceMs, seenMs }))).toEqual([
      { id: 1, sinceMs: 500, seenMs: 4000 },
      { id: 2, sinceMs: 2000, seenMs: 8000 },
    ]);
  });
});

describe("a detector's ghost", () => {
  it('is nobody: a face that is seen for one reading, or now and then', () => {
    const scene = (atMs: number): readonly Face[] => (atMs % 1500 === 0 ? [face(100, 100, 60, HAPPY)] : []);
    for (const { room, atMs } of playScene(scene, { toMs: 20_000 })) expect(viewersOf(room, atMs)).toEqual([]);
  });
});

describe('what is known of the room', () => {
  it('is bounded, whatever comes in: 60 readings a second, visitors without end', () => {
    const roll = dice(3);
    const scene = (): readonly Face[] =>
      Array.from({ length: 12 }, () => face(roll() * 640, roll() * 480, 20 + roll() * 80, HAPPY));
    const steps = playScene(scene, { toMs: 20_000, perSecond: 60 });
    for (const { room } of steps) expect(room.viewers.length).toBeLessThanOrEqual(48);
    const followed = playScene((atMs) => [standing(atMs, 320, 240, 100)], { toMs: 90_000, perSecond: 60 });
    const { past, recent } = lastRoom(followed).viewers[0]!.window;
    expect(recent.length).toBeLessThanOrEqual(65 * 20 + 1);
    expect(past.length).toBeLessThanOrEqual(31);
  });

  it('is plain data that survives being kept as JSON', () => {
    const scene = (atMs: number): readonly Face[] => [standing(atMs, 300, 240, 120), face(100, 100, 60, null)];
    const room = lastRoom(playScene(scene, { toMs: 3000 }));
    const kept = JSON.parse(JSON.stringify(room)) as MoodState;
    expect(kept).toEqual(room);
    const next = reading(3100, face(301, 240, 120));
    expect(stepMood(kept, next, 3100)).toEqual(stepMood(room, next, 3100));
  });

  it('is not changed by the step that follows it', () => {
    const room = lastRoom(playScene((atMs) => [standing(atMs, 300, 240, 120)], { toMs: 2000 }));
    const before = JSON.stringify(room);
    stepMood(room, reading(2100, face(301, 240, 120)), 2100);
    expect(JSON.stringify(room)).toBe(before);
    expect(emptyRoom().viewers).toEqual([]);
  });
});
