import { describe, expect, it } from 'vitest';
import type { Face } from '../../../src/protocol/reading.ts';
import { emptyRoom, forgetSession, moodAt, presenceAt, viewersOf } from '../../../src/mood/mood-fold.ts';
import { CALM, dice, face, feels, HAPPY, lastRoom, playScene, RULES, SAD, standing } from './rooms.ts';

/** A poster under a camera's noise: the box jitters by about 1 % of its size, the scores by a few hundredths. */
function poster(roll: () => number): Face {
  const jitter = (): number => (roll() + roll() + roll() - 1.5) * 1.4;
  return face(100 + jitter(), 120 + jitter(), 90 + jitter(), feels({ sadness: 0.8 + 0.05 * roll(), calm: 0.1 }));
}

describe('posters, portraits and screens in view are not visitors', () => {
  it('a face that never moves nor changes is ignored after two minutes', () => {
    const roll = dice(5);
    const steps = playScene(() => [poster(roll)], { toMs: 130_000, perSecond: 5 });
    const before = steps.find(({ atMs }) => atMs >= 115_000)!;
    expect(presenceAt(before.room, before.atMs).viewers).toBe(1);
    const after = lastRoom(steps);
    expect(presenceAt(after, 130_000)).toMatchObject({ viewers: 0, steadyForMs: 0 });
    expect(viewersOf(after, 130_000)).toMatchObject([{ ignored: true, isNearest: false }]);
    expect(moodAt(after, RULES, { fromMs: 0, nowMs: 130_000 }, null)).toMatchObject({
      scores: null,
      dominant: null,
      viewers: 0,
      why: 'nobody was read: the face in view is a picture, which never moves',
    });
  });

  it('a photograph shown to the camera for a minute, or a few alternating ones, is still a visitor', () => {
    const frames = [face(300, 240, 150, HAPPY), face(302, 241, 151, HAPPY), face(299, 239, 149, CALM)];
    const steps = playScene((atMs) => [frames[Math.floor(atMs / 100) % 3]!], { toMs: 90_000 });
    expect(presenceAt(lastRoom(steps), 90_000)).toMatchObject({ viewers: 1, steadyForMs: 90_000 });
  });

  it('a visitor who stands quietly for ten minutes is never ignored, at any frame rate', () => {
    for (const perSecond of [2, 6]) {
      const steps = playScene((atMs) => [standing(atMs, 300, 240, 120)], { toMs: 600_000, perSecond });
      expect(viewersOf(lastRoom(steps), 600_000)).toMatchObject([{ ignored: false }]);
    }
  });

  it('a visitor before a poster counts alone, and the poster stays ignored when the visitor has hidden it', () => {
    const roll = dice(9);
    const scene = (atMs: number): readonly Face[] => {
      const visiting = atMs > 130_000 && atMs < 150_000;
      const hidden = atMs > 138_000 && atMs < 143_000;
      return [...(hidden ? [] : [poster(roll)]), ...(visiting ? [standing(atMs, 330, 260, 150, HAPPY)] : [])];
    };
    const steps = playScene(scene, { toMs: 156_000, perSecond: 10 });
    const at = (ms: number) => steps.find(({ atMs }) => atMs >= ms)!;
    for (const ms of [132_000, 137_000, 141_000, 145_000]) {
      const { room, atMs } = at(ms);
      expect(presenceAt(room, atMs).viewers).toBe(1);
      expect(moodAt(room, RULES, { fromMs: 130_000, nowMs: atMs }, null)).toMatchObject({
        dominant: 'happiness',
        viewers: 1,
      });
    }
    expect(presenceAt(at(155_000).room, 155_000)).toMatchObject({ viewers: 0, emptyForMs: 5100 });
  });

  it('what was taken for a picture is a visitor again as soon as it moves or its expression changes', () => {
    const still = (atMs: number): Face => face(300, 240, 120, atMs < 125_000 ? CALM : SAD);
    const changed = playScene((atMs) => [still(atMs)], { toMs: 128_000, perSecond: 5 });
    expect(presenceAt(lastRoom(changed), 128_000).viewers).toBe(1);
    const moved = playScene((atMs) => [face(atMs < 125_000 ? 300 : 310, 240, 120)], { toMs: 128_000, perSecond: 5 });
    expect(presenceAt(lastRoom(moved), 128_000).viewers).toBe(1);
  });

  it('the sessions between do not make a poster a visitor again', () => {
    const roll = dice(2);
    let room = emptyRoom();
    for (let session = 0; session < 5; session++) {
      const fromMs = session * 30_000 + 100;
      const steps = playScene(() => [poster(roll)], { fromMs, toMs: fromMs + 29_900, perSecond: 5, room });
      room = forgetSession(lastRoom(steps));
    }
    expect(presenceAt(room, 150_000).viewers).toBe(0);
  });

  it('the venue chooses the time, or switches it off', () => {
    const soon = playScene(() => [face(300, 240, 120)], { toMs: 12_000, room: emptyRoom({ stillAfterMs: 10_000 }) });
    expect(presenceAt(lastRoom(soon), 12_000).viewers).toBe(0);
    const never = playScene(() => [face(300, 240, 120)], {
      toMs: 400_000,
      perSecond: 2,
      room: emptyRoom({ stillAfterMs: null }),
    });
    expect(presenceAt(lastRoom(never), 400_000).viewers).toBe(1);
  });
});
