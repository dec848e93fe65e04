import { describe, expect, it } from 'vitest';
import type { Face } from '../../../src/protocol/reading.ts';
import type { Step } from './rooms.ts';
import { dice, face, lastRoom, playScene, standing } from './rooms.ts';

/** Who was nearest over time, each change once. */
function holders(steps: readonly Step[]): readonly number[] {
  const ids: number[] = [];
  for (const { room } of steps) {
    const id = room.nearest?.id;
    if (id !== undefined && id !== ids.at(-1)) ids.push(id);
  }
  return ids;
}

describe('the nearest viewer', () => {
  it('is the one with the largest face', () => {
    const steps = playScene((atMs) => [standing(atMs, 150, 240, 100), standing(atMs, 450, 240, 140)], { toMs: 3000 });
    expect(holders(steps)).toEqual([2]);
  });

  it('does not flip between two people who stand equally near and sway', () => {
    const roll = dice(11);
    const scene = (atMs: number): readonly Face[] => {
      const sway = 6 * Math.sin(atMs / 700);
      return [face(150, 240, 120 + sway + 4 * roll()), face(450, 240, 120 - sway + 4 * roll())];
    };
    for (const perSecond of [5, 15, 60]) expect(holders(playScene(scene, { toMs: 20_000, perSecond }))).toHaveLength(1);
  });

  it('stays the same while somebody walks through close to the camera for half a second', () => {
    const scene = (atMs: number): readonly Face[] => [
      standing(atMs, 150, 240, 110),
      ...(atMs >= 3000 && atMs < 3600 ? [face(330 + (atMs - 3000) / 3, 240, 200)] : []),
    ];
    expect(holders(playScene(scene, { toMs: 6000 }))).toEqual([1]);
  });

  it('changes to one who comes clearly nearer and stays', () => {
    const scene = (atMs: number): readonly Face[] => [
      standing(atMs, 150, 240, 110),
      standing(atMs, 450, 240, Math.min(150, 80 + Math.max(0, atMs - 2000) / 30)),
    ];
    const steps = playScene(scene, { toMs: 8000 });
    expect(holders(steps)).toEqual([1, 2]);
    const change = steps.find(({ room }) => room.nearest?.id === 2)!.atMs;
    // Larger by 15 % at about 3.4 s, and 0.7 s longer.
    expect(change).toBeGreaterThan(3700);
    expect(change).toBeLessThan(5200);
  });

  it('changes at once when the one before has gone, but not for a missed detection', () => {
    const scene = (atMs: number): readonly Face[] => [
      ...((atMs > 2000 && atMs < 2800) || atMs > 5000 ? [] : [standing(atMs, 150, 240, 140)]),
      standing(atMs, 450, 240, 100),
    ];
    const steps = playScene(scene, { toMs: 8000 });
    expect(holders(steps)).toEqual([1, 2]);
    expect(steps.find(({ room }) => room.nearest?.id === 2)!.atMs).toBe(6100);
  });

  it('stays named when all have gone, for the readings that are still in the window', () => {
    const steps = playScene((atMs) => (atMs > 3000 ? [] : [standing(atMs, 150, 240, 140)]), { toMs: 6000 });
    expect(lastRoom(steps).nearest).toEqual({ id: 1, challenger: null });
  });
});
