import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSequence } from '../../../src/cli/evaluation/answers.ts';
import { samplesOfFolder, sequencesOf } from '../../../src/cli/evaluation/samples.ts';
import { scoreCard, wilson } from '../../../src/cli/evaluation/score-card.ts';
import { moodAtEnd, type SequenceReadings } from '../../../src/cli/evaluation/sequence-visit.ts';
import { openRecogniser } from '../../../src/perception/choose-recogniser.ts';
import { ownModelsFolder } from '../../../src/perception/model-files.ts';
import { EMOTIONS, scoresFrom, type Emotion } from '../../../src/protocol/emotions.ts';
import type { Reading } from '../../../src/protocol/reading.ts';
import { dataFolder } from '../perception/photos.ts';

function look(scores: Partial<Record<Emotion, number>> | null): Reading {
  const all = scores === null ? null : scoresFrom(EMOTIONS.map((emotion) => scores[emotion] ?? 0.01));
  const face = { box: [200, 150, 240, 240] as const, scores: all, quality: all === null ? 0 : 1, detection: 1 };
  return { type: 'reading', capturedAtMs: 0, frameWidth: 640, frameHeight: 480, faces: [face], tookMs: 5 };
}

const sequence = (rest: Reading, resting: number, shown: Reading, showing: number): SequenceReadings => ({
  opening: [rest],
  scene: [...Array.from({ length: resting }, () => rest), ...Array.from({ length: showing }, () => shown)],
  held: [shown],
});

describe('the mood at the end of a sequence, as the film would take it', () => {
  it('is the expression at its end, not what the resting face before it has a little of', () => {
    // Seven pictures at rest with some happiness in them, then two of an expression that is half outside of the choice.
    const rest = look({ calm: 0.75, happiness: 0.08 });
    const shown = look({ fear: 0.6, surprise: 0.2, happiness: 0.03 });
    const mood = moodAtEnd(sequence(rest, 7, shown, 2), ['happiness', 'disgust', 'surprise']);
    expect(mood.leading).toBe('surprise');
  });

  it('takes off what a face shows at rest already', () => {
    const rest = look({ calm: 0.6, sadness: 0.3 });
    const shown = look({ calm: 0.1, sadness: 0.4, anger: 0.35 });
    expect(moodAtEnd(sequence(rest, 5, shown, 5), ['sadness', 'anger']).leading).toBe('anger');
  });

  it('takes a first picture that shows an expression at its word', () => {
    const happy = look({ happiness: 0.9 });
    const mood = moodAtEnd({ opening: [happy], scene: [happy], held: [happy] }, ['happiness', 'sadness', 'calm']);
    expect(mood.leading).toBe('happiness');
    expect(mood.scores?.happiness).toBeGreaterThan(0.9);
  });

  it('is none where no face can be read', () => {
    const none = look(null);
    expect(moodAtEnd({ opening: [none], scene: [none], held: [none] }, ['happiness', 'calm']).scores).toBeNull();
  });
});

describe('the figures of an evaluation', () => {
  it('give an interval that never says that it is sure, however right the answers were', () => {
    const answers = (['anger', 'fear'] as const).flatMap((label) =>
      Array.from({ length: 5 }, (_, index) => ({ label, name: `${label} ${index}`, scores: { [label]: 1 } })),
    );
    const { balancedAccuracy, balancedInterval, accuracyInterval } = scoreCard(answers, ['anger', 'fear']);
    expect(balancedAccuracy).toBe(1);
    expect(balancedInterval.high).toBe(1);
    expect(balancedInterval.low).toBeGreaterThan(wilson(5, 5).low);
    expect(balancedInterval.low).toBeLessThan(0.8);
    expect(accuracyInterval).toEqual(wilson(10, 10));
  });
});

describe.skipIf(dataFolder() === undefined)('the posed sequences (skipped where ../shared/data is missing)', () => {
  it(
    '`evaluate --sequences` is right on at least 20 in six-way choice and on all in the pairs and triples that RIOT used',
    { timeout: 120_000 },
    async () => {
      const samples = await samplesOfFolder(join(dataFolder()!, 'faces'), () => undefined);
      const opened = await openRecogniser('onnx:cpu', { modelsFolder: ownModelsFolder(), threads: 1 });
      if (!opened.ok) throw new Error(opened.attempts.map(({ why }) => why).join('; '));
      const read: { readonly label: Emotion; readonly readings: SequenceReadings }[] = [];
      for (const frames of sequencesOf(samples)) {
        const readings = await readSequence(opened.recogniser, frames, 'auto', () => undefined);
        if (readings !== null) read.push({ label: frames[0]!.label, readings });
      }
      await opened.recogniser.close();
      const rightOf = (emotions: readonly Emotion[]): readonly [right: number, count: number] => {
        const asked = read.filter(({ label }) => emotions.includes(label));
        return [
          asked.filter(({ label, readings }) => moodAtEnd(readings, emotions).leading === label).length,
          asked.length,
        ];
      };
      const [right, count] = rightOf(['anger', 'disgust', 'fear', 'happiness', 'sadness', 'surprise']);
      expect(count).toBe(22);
      expect(right).toBeGreaterThanOrEqual(20);
      // RIOT's own film, its player's maps of EmoPy, and the pairs within.
      expect(rightOf(['anger', 'fear', 'calm'])).toEqual([5, 5]);
      expect(rightOf(['anger', 'fear'])).toEqual([5, 5]);
      expect(rightOf(['happiness', 'disgust', 'surprise'])).toEqual([15, 15]);
      for (const pair of [
        ['happiness', 'disgust'],
        ['happiness', 'surprise'],
        ['disgust', 'surprise'],
      ] as const) {
        expect(rightOf(pair), pair.join(' and ')).toEqual([10, 10]);
      }
    },
  );
});
