import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emotionFromWord, EMOTIONS, emotionWords, scoresFrom } from '../../../src/protocol/emotions.ts';

describe('the seven emotions', () => {
  it('are understood by their own names and by aliases, in any case', () => {
    expect(EMOTIONS.map(emotionFromWord)).toEqual(EMOTIONS);
    expect(['Happy', 'ANGRY', ' neutral ', 'scared'].map(emotionFromWord)).toEqual([
      'happiness',
      'anger',
      'calm',
      'fear',
    ]);
  });

  it('are not found in words that are none, not even in names that every object has', () => {
    for (const word of ['', 'contempt', 'constructor', '__proto__', 'toString'])
      expect(emotionFromWord(word)).toBeUndefined();
  });

  it('know every word that they answer to', () => {
    for (const word of emotionWords()) expect(emotionFromWord(word)).toBeDefined();
  });
});

describe('scores', () => {
  it('sum to 1 whatever a network answers, negative and infinite numbers included', () => {
    fc.assert(
      fc.property(fc.array(fc.double(), { maxLength: 9 }), (values) => {
        const scores = Object.values(scoresFrom(values));
        expect(scores).toHaveLength(7);
        expect(scores.every((s) => s >= 0 && s <= 1)).toBe(true);
        expect(scores.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
      }),
    );
  });

  it('survive numbers whose sum is too large for a number', () => {
    expect(scoresFrom([1.7e308, 1.7e308]).anger).toBeCloseTo(0.5, 6);
  });

  it('are all equal where a network says nothing', () => {
    expect(new Set(Object.values(scoresFrom([0, 0, 0, 0, 0, 0, 0]))).size).toBe(1);
  });
});
