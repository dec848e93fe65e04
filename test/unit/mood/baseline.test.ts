import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scores } from '../../../src/protocol/emotions.ts';
import { EMOTIONS, scoresFrom } from '../../../src/protocol/emotions.ts';
import { learnRestingFace, takeOffRest } from '../../../src/mood/baseline.ts';
import { emptyRoom, forgetSession, learnBaseline, moodAt } from '../../../src/mood/mood-fold.ts';
import { vectorOf } from '../../../src/mood/viewer.ts';
import { feels, lastRoom, playScene, RULES, standing } from './rooms.ts';

/** A face whose corners of the mouth hang: it leans to sadness while it rests, and more so in the light of a scene. */
const DROOPING = feels({ sadness: 0.3, calm: 0.65 });
const DROOPING_MORE = feels({ sadness: 0.54, calm: 0.42 });

/** A visitor who rests through an opening of 8 s, then shows something for 5 s. */
function visit(rest: Scores, then: Scores, baseline: boolean) {
  const opening = lastRoom(
    playScene((atMs) => [standing(atMs, 300, 240, 120, rest)], { toMs: 8000, room: learnBaseline(emptyRoom(), true) }),
  );
  const room = lastRoom(
    playScene((atMs) => [standing(atMs, 300, 240, 120, then)], {
      fromMs: 8100,
      toMs: 13_000,
      room: learnBaseline(opening, false),
    }),
  );
  return { room, mood: moodAt(room, { ...RULES, baseline }, { fromMs: 8100, nowMs: 13_000 }, null) };
}

describe("the viewer's own resting face", () => {
  it('is taken off: a drooping mouth is not sadness', () => {
    expect(visit(DROOPING, DROOPING_MORE, false).mood.dominant).toBe('sadness');
    const { mood } = visit(DROOPING, DROOPING_MORE, true);
    expect(mood.dominant).toBe('calm');
  });

  it('does not hide what the viewer then feels', () => {
    expect(visit(DROOPING, feels({ sadness: 0.92, calm: 0.05 }), true).mood.dominant).toBe('sadness');
    expect(visit(DROOPING, feels({ happiness: 0.8, sadness: 0.1 }), true).mood.dominant).toBe('happiness');
  });

  it('is not what is felt from the beginning: a photograph or a visitor who is sad throughout stays sad', () => {
    for (const emotion of ['sadness', 'happiness'] as const) {
      for (const share of [0.5, 0.6, 0.8, 0.95]) {
        const felt = feels({ [emotion]: share, calm: (1 - share) * 0.6 });
        expect(visit(felt, felt, true).mood).toEqual(visit(felt, felt, false).mood);
      }
    }
  });

  it('never changes which emotion leads in a face that never changes', () => {
    const scores = fc
      .array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 7, maxLength: 7 })
      .map((values) => vectorOf(scoresFrom(values)));
    fc.assert(
      fc.property(scores, fc.integer({ min: 0, max: 600_000 }), (mean, learntMs) => {
        const corrected = takeOffRest(mean, { learntMs, mean });
        expect(corrected.indexOf(Math.max(...corrected))).toBe(mean.indexOf(Math.max(...mean)));
      }),
      { numRuns: 1000 },
    );
  });

  it('does not turn a calm face that was calm at rest into noise', () => {
    const calm = feels({ calm: 0.96 });
    const plain = visit(calm, calm, false).mood.scores!;
    const corrected = visit(calm, calm, true).mood.scores!;
    expect(corrected.calm).toBeGreaterThan(0.9);
    expect(Math.abs(corrected.calm! - plain.calm!)).toBeLessThan(0.08);
  });

  it('is learnt only while the opening plays, and only where the film asks for it', () => {
    const { room } = visit(DROOPING, feels({ happiness: 0.9 }), true);
    const rest = room.viewers[0]!.rest!;
    expect(rest.learntMs).toBe(8000);
    expect(rest.mean[EMOTIONS.indexOf('sadness')]).toBeCloseTo(0.3);
    expect(visit(DROOPING, DROOPING, false).mood.scores!.sadness).toBeCloseTo(0.3 / 0.95, 1);
  });

  it('is forgotten with the session, as all of it', () => {
    const { room } = visit(DROOPING, DROOPING, true);
    const after = forgetSession(room);
    expect(after.viewers).toMatchObject([{ id: 2, rest: null, window: { past: [], recent: [] }, sinceMs: 13_000 }]);
    expect(moodAt(after, RULES, { fromMs: 0, nowMs: 13_000 }, null).scores).toBeNull();
    expect(after.nearest).toBeNull();
  });

  it('is believed the more the longer it was read', () => {
    const scores = vectorOf(DROOPING);
    const sadAfter = [200, 1000, 5000, 30_000].map(
      (ms) => takeOffRest(scores, learnRestingFace(null, scores, ms))[EMOTIONS.indexOf('sadness')]!,
    );
    for (const [index, sad] of sadAfter.entries()) if (index > 0) expect(sad).toBeLessThan(sadAfter[index - 1]!);
    expect(sadAfter[0]).toBeGreaterThan(0.25);
    expect(sadAfter[3]).toBeLessThan(0.15);
  });

  it('is a mean over the time read, not over readings', () => {
    const sad = vectorOf(feels({ sadness: 1 }));
    const calm = vectorOf(feels({ calm: 1 }));
    const rest = learnRestingFace(learnRestingFace(null, sad, 3000), calm, 1000);
    expect(rest).toEqual({ learntMs: 4000, mean: [0, 0, 0, 0, 0.75, 0, 0.25] });
  });

  it('leaves scores that are scores: seven that sum to 1, the order of any two changed by a factor of 16 at most', () => {
    const scores = fc
      .array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 7, maxLength: 7 })
      .map((values) => vectorOf(scoresFrom(values)));
    fc.assert(
      fc.property(scores, scores, fc.integer({ min: 0, max: 600_000 }), (now, rest, learntMs) => {
        const corrected = takeOffRest(now, { learntMs, mean: rest });
        expect(corrected.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
        for (const value of corrected) expect(value).toBeGreaterThan(0);
        for (let a = 0; a < 7; a++) {
          const factor = corrected[a]! / corrected[0]! / (now[a]! / now[0]!);
          expect(Math.abs(Math.log(factor))).toBeLessThanOrEqual(Math.log(16) + 1e-9);
        }
      }),
    );
  });
});
