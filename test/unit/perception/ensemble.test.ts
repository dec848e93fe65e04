import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manifest } from '../../../models/manifest.ts';
import { openRecogniser } from '../../../src/perception/choose-recogniser.ts';
import { ownModelsFolder } from '../../../src/perception/model-files.ts';
import type { OpenOptions, Recogniser } from '../../../src/perception/recogniser.ts';
import type { Frame } from '../../../src/protocol/frame-codec.ts';
import { EMOTIONS } from '../../../src/protocol/emotions.ts';
import type { Tuning } from '../../../src/protocol/tuning.ts';
import { openForTest } from '../../support/open-for-test.ts';
import { frameOf, PHOTOS } from './photos.ts';

const options: OpenOptions = { modelsFolder: ownModelsFolder(), threads: 1 };
/** The first in four looks, the second in one. */
const [OURS, OTHER] = ['mien-expression', 'human-emotion'] as const;
const BOTH = `onnx:cpu:${OURS}+${OTHER}`;
const SHIPPED = manifest.default.expression.map(({ network }) => network);
/** Frames after which a camera has had every look of two networks, in proportion to their weights. */
const ROUND = 8;

const tuning = (weights: Readonly<Record<string, number>>): Tuning => ({
  version: 1,
  networks: Object.entries(weights).map(([network, weight]) => ({ network, weight })),
  temperature: 1,
  priors: { anger: 1, disgust: 1, fear: 1, happiness: 1, sadness: 1, surprise: 1, calm: 1 },
});

async function scoresOf(
  name: string,
  frame: Frame,
  looks: 'thorough' | 'quick',
  more = {},
): Promise<readonly number[][]> {
  const recogniser = await openForTest(name, more);
  const found: number[][] = [];
  for (let look = 0; look < (looks === 'quick' ? ROUND : 1); look += 1) {
    const { faces } = await recogniser.read(frame, { search: looks });
    const { scores } = faces[0]!;
    found.push(EMOTIONS.map((emotion) => scores![emotion]));
  }
  await recogniser.close();
  return found;
}

const between = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((value, index) => Math.abs(value - b[index]!)));
const mix = (a: readonly number[], b: readonly number[], share: number): readonly number[] =>
  a.map((value, index) => share * value + (1 - share) * b[index]!);
const meanOf = (looks: readonly (readonly number[])[]): readonly number[] =>
  looks[0]!.map((_, index) => looks.reduce((sum, look) => sum + look[index]!, 0) / looks.length);

describe('an ensemble of two networks', () => {
  let frame: Frame;
  let ours: readonly number[];
  let other: readonly number[];
  beforeAll(async () => {
    frame = await frameOf(PHOTOS[2]!, { part: { left: 900, top: 150, width: 640, height: 480 } });
    [ours = []] = await scoresOf(`onnx:cpu:${OURS}`, frame, 'thorough');
    [other = []] = await scoresOf(`onnx:cpu:${OTHER}`, frame, 'thorough');
    expect(between(ours, other)).toBeGreaterThan(0.01);
  });

  it('reads a still with both, averaged', async () => {
    const [both = []] = await scoresOf(BOTH, frame, 'thorough');
    expect(between(both, mix(ours, other, 0.5))).toBeLessThan(1e-4);
  });

  it('takes turns on a camera: a frame is read by one of them, and all are heard', async () => {
    // A half to the one network; to the other an eighth for each of its four looks.
    const looks = await scoresOf(BOTH, frame, 'quick');
    expect(new Set(looks.map((look) => look[0]!.toFixed(5))).size).toBe(5);
    const { quickBoth } = await quick(frame);
    expect(between(meanOf(looks), quickBoth)).toBeLessThan(0.02);
  });

  it('is what ships: two networks of our own that read a still together and take a frame each on a camera', async () => {
    expect(SHIPPED).toHaveLength(2);
    const alone: (readonly number[])[] = [];
    for (const network of SHIPPED) alone.push((await scoresOf(`onnx:cpu:${network}`, frame, 'thorough'))[0]!);
    const [first = [], second = []] = alone;
    expect(between(first, second)).toBeGreaterThan(0.001);
    const [still = []] = await scoresOf('onnx:cpu', frame, 'thorough');
    expect(between(still, mix(first, second, 0.5))).toBeLessThan(1e-4);
    const looks = await scoresOf('onnx:cpu', frame, 'quick');
    expect(new Set(looks.map((look) => look[0]!.toFixed(6))).size).toBe(ROUND);
    expect(between(meanOf(looks), still)).toBeLessThan(0.05);
  });

  it('weighs its networks as `mien tune` learnt, and leaves out one that is not worth hearing', async () => {
    const [weighed = []] = await scoresOf(BOTH, frame, 'thorough', { tuning: tuning({ [OURS]: 0.8, [OTHER]: 0.2 }) });
    expect(between(weighed, mix(ours, other, 0.8))).toBeLessThan(1e-4);
    const [alone = []] = await scoresOf(BOTH, frame, 'thorough', { tuning: tuning({ [OURS]: 1, [OTHER]: 0 }) });
    expect(between(alone, ours)).toBeLessThan(1e-4);
  });
});

/** What both networks see of the frame as a camera's, averaged in one go by the share of their turns. */
async function quick(frame: Frame): Promise<{ readonly quickBoth: readonly number[] }> {
  const [first, second] = [`onnx:cpu:${OURS}`, `onnx:cpu:${OTHER}`];
  const a = meanOf(await scoresOf(first, frame, 'quick'));
  const b = meanOf(await scoresOf(second, frame, 'quick'));
  return { quickBoth: mix(a, b, 0.5) };
}

describe('a tuning that was learnt with other networks', () => {
  const wrong = tuning({ 'face-api-expression': 1 });
  let opened: Recogniser | undefined;
  afterAll(() => opened?.close());

  it('is refused where files are read, with the mend', async () => {
    const refused = await openRecogniser('onnx:cpu', { ...options, tuning: wrong });
    expect(refused.ok).toBe(false);
    expect(refused.attempts[0]?.why).toMatch(/learnt with face-api-expression, not .*: run mien tune again/u);
    const auto = await openRecogniser('auto', { ...options, tuning: wrong });
    expect(auto.ok).toBe(false);
    expect(auto.attempts.map(({ recogniser }) => recogniser)).toEqual(['onnx']);
    const wasm = await openRecogniser('wasm', { ...options, tuning: wrong });
    expect(wasm.attempts[0]?.why).toBe('only networks of onnx can be tuned');
  });

  it('is left out in a show, which goes on with the same engine and says so', async () => {
    const found = await openRecogniser('onnx:cpu', { ...options, tuning: wrong, elseUntuned: true });
    if (!found.ok) throw new Error('not opened');
    opened = found.recogniser;
    expect(found.attempts[0]?.why).toContain('untuned (the tuning was learnt with face-api-expression');
  });
});
