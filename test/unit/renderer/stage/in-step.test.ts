import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wayBack } from '../../../../src/renderer/stage/in-step.ts';
import { StallWatch } from '../../../../src/renderer/stage/stall-watch.ts';
import { clipOf } from '../../../support/stage/clip-of.ts';
import { ExactDeck } from '../../../support/stage/exact-deck.ts';

/** Where a picture is after some seconds that began so far behind the sound. */
function behindAfter(seconds: number, lateMs: number): number {
  let late = lateMs;
  for (let frame = 0; frame < seconds * 25; frame++) {
    const way = wayBack(late);
    if (way === 'seek') throw new Error(`a seek from ${late} ms`);
    late -= 40 * (way.rate - 1);
  }
  return late;
}

describe('a picture that a busy machine let fall behind its sound', () => {
  it('comes back to it by its rate, within eight seconds from a second away, and never beyond it', () => {
    fc.assert(
      fc.property(fc.integer({ min: -4000, max: 4000 }), (lateMs) => {
        const late = behindAfter(Math.max(8, Math.abs(lateMs) / 160), lateMs);
        expect(Math.abs(late)).toBeLessThan(40);
        expect(late * Math.sign(lateMs)).toBeGreaterThanOrEqual(-1);
      }),
    );
  });

  it('is sought only where it is further away than four seconds', () => {
    expect(wayBack(4001)).toBe('seek');
    expect(wayBack(-4001)).toBe('seek');
    expect(wayBack(3999)).not.toBe('seek');
  });

  it('has not stalled while a seek is on its way, and has once that takes too long', () => {
    const deck = new ExactDeck(clipOf('/film/1.webm', { outMs: 5000 }));
    deck.state = 'rolling';
    deck.positionMs = () => 500;
    const watch = new StallWatch();
    const stalledAtMs = (isCatchingUp: (nowMs: number) => boolean): number | null => {
      deck.isCatchingUp = isCatchingUp as () => boolean;
      watch.reset(0);
      for (let nowMs = 0; nowMs < 3000; nowMs += 16) if (watch.seen(deck, nowMs) !== null) return nowMs;
      return null;
    };
    expect(stalledAtMs(() => false)).toBeLessThan(500);
    expect(stalledAtMs(() => true)).toBeNull();
    expect(stalledAtMs((nowMs) => nowMs < 2000)).toBeGreaterThan(2400);
  });

  it('has not stalled so soon where its file is there: a machine that is late with it is late with any other', () => {
    const deck = new ExactDeck(clipOf('/film/1.webm', { outMs: 5000 }));
    deck.state = 'rolling';
    deck.positionMs = () => 500;
    const watch = new StallWatch();
    const seenAtMs = { stalled: 0, still: 0 };
    deck.isFed = true;
    for (let nowMs = 0; nowMs < 3000; nowMs += 16) {
      if (watch.seen(deck, nowMs) !== null) seenAtMs.stalled = nowMs;
      if (seenAtMs.still === 0 && watch.still()) seenAtMs.still = nowMs;
    }
    expect(seenAtMs.stalled).toBeGreaterThan(1400);
    expect(seenAtMs.stalled).toBeLessThan(1600);
    expect(seenAtMs.still).toBeGreaterThan(seenAtMs.stalled);
    // A decoder that gives up says so, whatever has come of the file.
    watch.reset(0);
    deck.state = 'failed';
    expect(watch.seen(deck, 16)).not.toBeNull();
  });
});
