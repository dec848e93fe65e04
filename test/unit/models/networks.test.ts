import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureModels } from '../../../models/convert/ensure-models.ts';
import { detectorCard, expressionCard, manifest } from '../../../models/manifest.ts';
import { openOnnxNetwork } from '../../../src/perception/recognisers/onnx.ts';
import { humanNetwork } from '../../../src/perception/recognisers/human-networks.ts';
import { openHumanOnWasm } from '../../../src/perception/recognisers/wasm.ts';
import { openFaceApi } from '../../bench/face-api.ts';
import { largestDifference, noise, toPlanar } from './arrays.ts';

/** "each against its original runtime on the same inputs (largest difference under 1e-3)" */
const LARGEST_DIFFERENCE = 1e-3;
const cpu = { provider: 'cpu', threads: 1 } as const;
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mien-models-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('converted networks', () => {
  it('come out of the installed packages in seconds, with the checksums of the manifest, and only when missing', () => {
    const sourced = manifest.networks.filter((card) => card.source !== undefined).map((card) => card.name);
    const first = ensureModels(folder).filter((model) => sourced.includes(model.network));
    expect(first.map((model) => model.state)).toEqual(sourced.map(() => 'converted'));
    const second = ensureModels(folder).filter((model) => sourced.includes(model.network));
    expect(second.map((model) => model.state)).toEqual(sourced.map(() => 'present'));
  });

  it.each(['human-blazeface', 'human-emotion'])('%s answers as Human on TensorFlow.js does', async (name) => {
    const card = (detectorCard(name) ?? expressionCard(name))!;
    const human = await openHumanOnWasm();
    const original = humanNetwork(human, card);
    const converted = await openOnnxNetwork(card, folder, cpu);
    const { size, colour } = card.input;
    const channels = colour === 'rgb' ? 3 : 1;
    const batch = 3;
    const pixels = noise(size * size * channels * batch, 11);
    const expected = await original.run(pixels, batch);
    const actual = await converted.run(toPlanar(pixels, size, channels), batch);
    expect(actual.length).toBe(card.outputs.length);
    for (const [index, values] of actual.entries()) {
      expect(values.length).toBe(expected[index]!.length);
      expect(Math.max(...values.map(Math.abs))).toBeGreaterThan(1e-3);
      expect(largestDifference(values, expected[index]!)).toBeLessThan(LARGEST_DIFFERENCE);
    }
    await converted.close();
  });

  it('face-api-expression answers as face-api does', async () => {
    const card = expressionCard('face-api-expression')!;
    const converted = await openOnnxNetwork(card, folder, cpu);
    const { size, mean, divisor } = card.input;
    const raw = noise(size * size * 3 * 2, 5).map((value) => (value + 1) * 127.5);
    const faceApi = await openFaceApi();
    const expected = await faceApi.expressions(raw, 2, size);
    const normalised = raw.map((value, index) => (value - mean[index % 3]!) / divisor);
    const [actual] = await converted.run(toPlanar(normalised, size, 3), 2);
    expect(actual!.length).toBe(14);
    expect(largestDifference(actual!, expected)).toBeLessThan(LARGEST_DIFFERENCE);
    await converted.close();
  });
});
