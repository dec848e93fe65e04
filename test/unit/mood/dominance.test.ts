import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dominance, restrict, shareOfFilm } from '../../../src/mood/dominance.ts';
import type { ReadingRules } from '../../../src/mood/mood.ts';
import { RULES } from './rooms.ts';

const rules: ReadingRules = { ...RULES, emotions: ['anger', 'fear', 'calm'], confidence: 0.5, margin: 0.15 };

describe("the film's own emotions", () => {
  it('are the only ones that count, made to sum to 1', () => {
    // anger, disgust, fear, happiness, sadness, surprise, calm
    expect(restrict([0.2, 0.1, 0.1, 0.5, 0, 0, 0.1], rules)).toEqual({ anger: 0.5, fear: 0.25, calm: 0.25 });
  });

  it('can be weighted by the film', () => {
    const weighted = { ...rules, weights: { fear: 3 } };
    expect(restrict([0.2, 0, 0.2, 0, 0, 0, 0.2], weighted)).toEqual({
      anger: expect.closeTo(0.2),
      fear: expect.closeTo(0.6),
      calm: expect.closeTo(0.2),
    });
  });

  it('are all equal where nothing of them was seen', () => {
    const scores = restrict([0, 0, 0, 1, 0, 0, 0], rules);
    expect(scores).toEqual({ anger: 1 / 3, fear: 1 / 3, calm: 1 / 3 });
    expect(dominance(scores, rules, null, 1).dominant).toBeNull();
  });
});

describe('an emotion is dominant', () => {
  it('when it passes the confidence and leads the next by the margin', () => {
    expect(dominance({ anger: 0.6, fear: 0.3, calm: 0.1 }, rules, null, 1)).toEqual({
      dominant: 'anger',
      leading: 'anger',
      lead: expect.closeTo(0.3),
      why: 'anger leads (0.60 against 0.30 for fear)',
    });
  });

  it('not below the confidence', () => {
    expect(dominance({ anger: 0.45, fear: 0.25, calm: 0.3 }, rules, null, 1)).toMatchObject({
      dominant: null,
      leading: 'anger',
      why: 'nothing is clear: anger leads with 0.45, below the confidence of 0.50',
    });
  });

  it('not without the margin', () => {
    expect(dominance({ anger: 0.52, fear: 0.42, calm: 0.06 }, rules, null, 1)).toMatchObject({
      dominant: null,
      leading: 'anger',
      why: 'nothing is clear: anger has 0.52 against 0.42 for fear, a lead of 0.10 where the film asks for 0.15',
    });
  });

  it('exactly at the confidence and the margin, whatever the rounding', () => {
    expect(dominance({ anger: 0.1 + 0.4, fear: 0.35, calm: 0.15 }, rules, null, 1).dominant).toBe('anger');
  });

  it('alone, where the film has one emotion only', () => {
    expect(dominance({ calm: 1 }, { ...rules, emotions: ['calm'] }, null, 1)).toMatchObject({
      dominant: 'calm',
      lead: 1,
    });
  });
});

describe('once dominant, an emotion', () => {
  it('stays until another leads it by the margin', () => {
    expect(dominance({ anger: 0.4, fear: 0.5, calm: 0.1 }, rules, 'anger', 1)).toMatchObject({
      dominant: 'anger',
      leading: 'fear',
      why: 'anger stays: fear leads it by 0.10 only, and takes over at 0.15',
    });
    expect(dominance({ anger: 0.35, fear: 0.55, calm: 0.1 }, rules, 'anger', 1).dominant).toBe('fear');
  });

  it('stays below the confidence too, while it leads', () => {
    expect(dominance({ anger: 0.4, fear: 0.3, calm: 0.3 }, rules, 'anger', 1)).toMatchObject({
      dominant: 'anger',
      why: 'anger still leads (0.40 against 0.30 for fear)',
    });
  });

  it('gives way to nothing where the one that passed it is not clear itself', () => {
    expect(dominance({ anger: 0.1, fear: 0.46, calm: 0.44 }, rules, 'anger', 1).dominant).toBeNull();
  });

  it('is forgotten where the scene does not count it', () => {
    expect(dominance({ anger: 0.6, fear: 0.3, calm: 0.1 }, rules, 'surprise', 1).dominant).toBe('anger');
  });

  it('never flips between two emotions that stay closer than the margin', () => {
    const close = fc.array(fc.double({ min: -0.07, max: 0.07, noNaN: true }), { minLength: 5, maxLength: 50 });
    fc.assert(
      fc.property(close, (leads) => {
        let dominant = dominance({ anger: 0.7, fear: 0.2, calm: 0.1 }, rules, null, 1).dominant;
        for (const lead of leads) {
          dominant = dominance({ anger: 0.45 + lead, fear: 0.45 - lead, calm: 0.1 }, rules, dominant, 1).dominant;
          expect(dominant).toBe('anger');
        }
      }),
    );
  });
});

describe('a face that shows something else than the film asks for', () => {
  // Calm throughout, before a film of anger and fear: what is left of the two is noise.
  const two: ReadingRules = { ...rules, emotions: ['anger', 'fear'] };
  const face = [0.003, 0, 0.0001, 0, 0, 0, 0.9969];

  it('decides nothing, however the little that it shows is shared', () => {
    expect(dominance(restrict(face, two), two, null, shareOfFilm(face, two))).toMatchObject({
      dominant: null,
      leading: 'anger',
      why: "nothing is clear: the face shows hardly any of the film's emotions (0.00 of all it shows)",
    });
  });

  it('but for a film that takes the strongest, however weak', () => {
    const weak = { ...two, confidence: 0, margin: 0 };
    expect(dominance(restrict(face, weak), weak, null, shareOfFilm(face, weak)).dominant).toBe('anger');
  });
});

describe('ties', () => {
  const open = { ...rules, confidence: 0, margin: 0 };

  it("fall to the film's order of emotions", () => {
    expect(dominance({ anger: 0.4, fear: 0.4, calm: 0.2 }, open, null, 1).dominant).toBe('anger');
    const other: ReadingRules = { ...open, emotions: ['fear', 'calm', 'anger'] };
    expect(dominance({ anger: 0.4, fear: 0.4, calm: 0.2 }, other, null, 1).dominant).toBe('fear');
  });

  it('do not take over from the one before', () => {
    expect(dominance({ anger: 0.4, fear: 0.4, calm: 0.2 }, open, 'fear', 1).dominant).toBe('fear');
  });
});
