import { describe, expect, it } from 'vitest';
import type { Face } from '../../../src/protocol/reading.ts';
import { emptyRoom, forgetSession, presenceAt } from '../../../src/mood/mood-fold.ts';
import { face, lastRoom, playScene, standing } from './rooms.ts';

const visitor = (atMs: number): Face => standing(atMs, 300, 240, 120);

describe('presence', () => {
  it('begins with nobody known', () => {
    expect(presenceAt(emptyRoom(), 5000)).toEqual({ viewers: 0, steadyForMs: 0, emptyForMs: 0 });
  });

  it('says for how long some viewer has been there, through others who come and go', () => {
    const scene = (atMs: number): readonly Face[] => [
      visitor(atMs),
      ...(atMs % 4000 < 2000 ? [standing(atMs, 520, 240, 100)] : []),
    ];
    expect(presenceAt(lastRoom(playScene(scene, { toMs: 9000 })), 9000)).toEqual({
      viewers: 2,
      steadyForMs: 9000,
      emptyForMs: 0,
    });
  });

  it('counts a visitor after 0.4 s, from the first sight on', () => {
    const steps = playScene((atMs) => (atMs < 1000 ? [] : [visitor(atMs)]), { toMs: 3000 });
    const at = (ms: number) => presenceAt(steps.find(({ atMs }) => atMs >= ms)!.room, ms);
    expect(at(1300)).toMatchObject({ viewers: 0, steadyForMs: 0 });
    expect(at(1400)).toMatchObject({ viewers: 1, steadyForMs: 400 });
    expect(at(3000)).toMatchObject({ viewers: 1, steadyForMs: 2000 });
  });

  it('begins anew for one who was away for more than a second', () => {
    const scene = (atMs: number): readonly Face[] => (atMs > 3000 && atMs < 4500 ? [] : [visitor(atMs)]);
    expect(presenceAt(lastRoom(playScene(scene, { toMs: 6000 })), 6000)).toMatchObject({ steadyForMs: 1500 });
  });

  it('says for how long nobody has been there, from the last sight of the last one', () => {
    const steps = playScene((atMs) => (atMs <= 3000 ? [visitor(atMs)] : []), { toMs: 9000 });
    const at = (ms: number) => presenceAt(steps.find(({ atMs }) => atMs >= ms)!.room, ms);
    expect(at(3900)).toMatchObject({ viewers: 1, emptyForMs: 0 });
    expect(at(4100)).toEqual({ viewers: 0, steadyForMs: 0, emptyForMs: 1100 });
    expect(at(9000)).toMatchObject({ emptyForMs: 6000 });
  });

  it('goes on between readings, by the clock', () => {
    const room = lastRoom(playScene((atMs) => [visitor(atMs)], { toMs: 3000, perSecond: 5 }));
    expect(presenceAt(room, 3150)).toMatchObject({ viewers: 1, steadyForMs: 3150 });
  });

  it('is not absence while the machine is blind', () => {
    const room = lastRoom(playScene((atMs) => [visitor(atMs)], { toMs: 3000 }));
    expect(presenceAt(room, 4900)).toMatchObject({ viewers: 1, steadyForMs: 4900 });
    expect(presenceAt(room, 60_000)).toEqual({ viewers: 0, steadyForMs: 0, emptyForMs: 0 });
    const again = lastRoom(playScene(() => [], { fromMs: 63_000, toMs: 64_000, room }));
    // A minute of blindness counts as the two seconds for which it was known.
    expect(presenceAt(again, 64_000)).toMatchObject({ viewers: 0, emptyForMs: 3000 });
  });

  it('begins anew with each session, also for who stays', () => {
    const room = forgetSession(lastRoom(playScene((atMs) => [visitor(atMs)], { toMs: 5000 })));
    expect(presenceAt(room, 5000)).toMatchObject({ viewers: 0, steadyForMs: 0, emptyForMs: 0 });
    const next = lastRoom(playScene((atMs) => [visitor(atMs)], { fromMs: 5100, toMs: 6500, room }));
    expect(presenceAt(next, 6500)).toEqual({ viewers: 1, steadyForMs: 1500, emptyForMs: 0 });
  });

  it('is not changed by a face that cannot be read: somebody is there all the same', () => {
    const room = lastRoom(playScene((atMs) => [face(300 + (atMs % 900) / 60, 240, 120, null)], { toMs: 3000 }));
    expect(presenceAt(room, 3000)).toMatchObject({ viewers: 1, steadyForMs: 3000 });
  });
});
