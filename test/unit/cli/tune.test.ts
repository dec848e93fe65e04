import { describe, expect, it } from 'vitest';
import { foldsOf, tuneLooks } from '../../../src/cli/tuning/cross-validate.ts';
import { fit, noCorrection, shares, type Look } from '../../../src/cli/tuning/fit.ts';
import { correct, parseTuning, type Tuning } from '../../../src/protocol/tuning.ts';
import { EMOTIONS, scoresFrom } from '../../../src/protocol/emotions.ts';

/** A generator of equal shares in 0..1 (mulberry32). */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const normal = (roll: () => number): number => Math.sqrt(-2 * Math.log(1 - roll())) * Math.cos(2 * Math.PI * roll());

interface Distortion {
  readonly heat: number;
  readonly bias: readonly number[];
}

/**
 * Faces whose labels are drawn from true probabilities; the first network says those distorted (colder, biased), the
 * second rolls dice.
 */
function faces(count: number, seed: number, { heat, bias }: Distortion, networks = 2): readonly Look[] {
  const roll = dice(seed);
  return Array.from({ length: count }, (_, index) => {
    const truth = shares(EMOTIONS.map(() => 2 * normal(roll)));
    let left = roll();
    const label = Math.max(
      0,
      truth.findIndex((share) => (left -= share) < 0),
    );
    const said = shares(truth.map((share, emotion) => Math.exp(-heat) * Math.log(share) - (bias[emotion] ?? 0)));
    const guess = shares(EMOTIONS.map(() => 2 * normal(roll)));
    return { label, subject: `person ${index % 40}`, answers: [said, guess].slice(0, networks) };
  });
}

/** Says disgust and anger too seldom, happiness too often. */
const BIAS = [0.8, 1.2, 0, -1.2, 0, 0, -0.8];
const PLAIN: Distortion = { heat: 0, bias: EMOTIONS.map(() => 0) };

describe('tuning to a venue', () => {
  it('recovers a known bias and temperature from synthetic scores', () => {
    // Twice as sure of itself as it should be.
    const learnt = fit(
      faces(4000, 1, { heat: Math.log(0.5), bias: BIAS.map((value) => value * 2) }, 1),
      noCorrection([1]),
      1e-4,
    );
    expect(Math.exp(learnt.heat)).toBeGreaterThan(1.8);
    expect(Math.exp(learnt.heat)).toBeLessThan(2.2);
    const middle = learnt.bias.reduce((a, b) => a + b, 0) / 7;
    learnt.bias.forEach((value, emotion) => expect(Math.abs(value - middle - BIAS[emotion]!)).toBeLessThan(0.25));
  });

  it('finds which network of the ensemble is worth hearing', () => {
    const learnt = fit(faces(2000, 2, PLAIN), noCorrection([1, 1]), 1e-3);
    expect(shares(learnt.weights)[0]).toBeGreaterThan(0.9);
  });

  it('reads people better who were left out, where there is a bias to be learnt', () => {
    const tuned = tuneLooks(faces(300, 3, { heat: 0, bias: BIAS }), noCorrection([1, 1]));
    expect(tuned.helps).toBe(true);
    expect(tuned.after.loss).toBeLessThan(tuned.before.loss - 0.1);
    expect(tuned.after.balancedAccuracy).toBeGreaterThan(tuned.before.balancedAccuracy);
  });

  it('does not do worse on held-out folds: where there is nothing to learn it corrects nothing', () => {
    for (const seed of [4, 5, 6]) {
      const start = noCorrection([1]);
      const tuned = tuneLooks(faces(120, seed, PLAIN, 1), start);
      if (!tuned.helps) expect(tuned.corrections).toBe(start);
      else expect(tuned.after.balancedAccuracy).toBeGreaterThanOrEqual(tuned.before.balancedAccuracy);
      expect(tuned.after.loss).toBeLessThan(tuned.before.loss + 0.02);
    }
  });

  it('never has a person on both sides of a split, and every face in one fold', () => {
    const looks = faces(200, 7, PLAIN);
    const folds = foldsOf(looks);
    expect(folds.flat().sort((a, b) => a - b)).toEqual(looks.map((_, index) => index));
    const people = folds.map((fold) => new Set(fold.map((index) => looks[index]!.subject)));
    people.forEach((some, at) =>
      people.slice(at + 1).forEach((others) => expect([...some].filter((one) => others.has(one))).toEqual([])),
    );
  });
});

describe("a venue's tuning file", () => {
  const tuning: Tuning = {
    version: 1,
    networks: [{ network: 'mien-expression', weight: 1 }],
    temperature: 2,
    priors: { anger: 1, disgust: 1, fear: 4, happiness: 1, sadness: 1, surprise: 1, calm: 1 },
  };

  it('is read back as it was written, and corrects scores', () => {
    expect(parseTuning(JSON.stringify(tuning), 'venue.json')).toEqual(tuning);
    const scores = correct(scoresFrom([0, 0, 0.04, 0, 0, 0, 0.64]), tuning);
    // sqrt(0.04) * 4 = 0.8, sqrt(0.64) = 0.8, both of 1 / 0.68.
    expect(scores.fear).toBeCloseTo(0.5, 6);
    expect(scores.calm).toBeCloseTo(0.5, 6);
  });

  it.each([
    ['{', 'venue.json: not JSON; write it anew'],
    ['{}', 'venue.json at version'],
    [JSON.stringify({ ...tuning, temperature: 0 }), 'venue.json at temperature'],
    [JSON.stringify({ ...tuning, priors: { ...tuning.priors, fear: 'much' } }), 'venue.json at priors.fear'],
    [JSON.stringify({ ...tuning, networks: [{ network: 'x', weight: 0 }] }), 'venue.json at networks'],
    [JSON.stringify({ ...tuning, faces: [] }), 'venue.json at its top'],
  ])('is refused with place, reason and mend: %s', (text, reason) => {
    const refused = parseTuning(text, 'venue.json');
    expect('refused' in refused ? refused.refused : '').toContain(reason);
  });
});
