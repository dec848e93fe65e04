import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expressionCard, manifest } from '../../../models/manifest.ts';
import type { Look } from '../../../src/perception/express.ts';
import { express, looksOf, wholeCut } from '../../../src/perception/express.ts';
import { ownModelsFolder } from '../../../src/perception/model-files.ts';
import type { ExpressionNetwork } from '../../../src/perception/network.ts';
import { pictureOf } from '../../../src/perception/picture.ts';
import { openOnnxNetwork } from '../../../src/perception/recognisers/onnx.ts';
import { resample } from '../../../src/perception/resample.ts';
import { leanOf, unblur } from '../../../src/perception/unblur.ts';
import type { Scores } from '../../../src/protocol/emotions.ts';
import { EMOTIONS } from '../../../src/protocol/emotions.ts';
import { openForTest } from '../../support/open-for-test.ts';
import { PHOTOS, frameOf } from './photos.ts';

/** Sides of a face as a camera sees it, and as the networks are shown it. */
const [NEAR, SHOWN] = [144, 48] as const;
type Way = 'across' | 'down';

let faces: readonly Float64Array[] = [];
let networks: readonly ExpressionNetwork[] = [];

/** Square cuts of the faces in the packages' photos that are large enough. */
async function largeFaces(): Promise<readonly Float64Array[]> {
  const recogniser = await openForTest();
  const found: Float64Array[] = [];
  for (const path of PHOTOS) {
    const frame = await frameOf(path);
    const reading = await recogniser.read(frame, { search: 'thorough' });
    for (const { box } of reading.faces.filter((face) => face.box[2] >= 60)) {
      const [x, y, width, height] = box;
      const side = 1.17 * Math.max(width, height);
      const cut = { centreX: x + width / 2, centreY: y + height / 2 - 0.11 * height, side, angle: 0 };
      found.push(...resample(pictureOf(frame), cut, NEAR, 'grey'));
    }
  }
  await recogniser.close();
  return found;
}

/** The mean over a thirteenth of the face around each pixel: it moved so far while the shutter was open. */
function moved(grey: Float64Array, way: Way): Float64Array {
  const reach = Math.floor(NEAR / 1.17 / 13 / 2);
  const inside = (place: number): number => Math.max(0, Math.min(NEAR - 1, place));
  return grey.map((_, at) => {
    const [row, column] = [Math.floor(at / NEAR), at % NEAR];
    let sum = 0;
    for (let off = -reach; off <= reach; off += 1) {
      sum += grey[way === 'across' ? row * NEAR + inside(column + off) : inside(row + off) * NEAR + column] ?? 0;
    }
    return sum / (2 * reach + 1);
  });
}

const picture = (grey: Float64Array): ReturnType<typeof pictureOf> =>
  pictureOf({ capturedAtMs: 0, width: NEAR, height: NEAR, format: 'grey', pixels: Uint8Array.from(grey, Math.round) });
const shown = (grey: Float64Array): Float64Array =>
  resample(picture(grey), { centreX: NEAR / 2, centreY: NEAR / 2, side: NEAR, angle: 0 }, SHOWN, 'grey')[0]!;

/** All looks of the networks that ship, with and without. */
const looks = (isUnblurred: boolean): readonly Look[] =>
  looksOf(
    networks.map((network) => ({ network: { ...network, card: { ...network.card, unblur: isUnblurred } }, weight: 1 })),
  );
const read = async (grey: Float64Array, isUnblurred: boolean): Promise<Scores> => {
  const seen = picture(grey);
  const [scores] = await express(looks(isUnblurred), seen, 1, (card) => wholeCut(card, seen));
  return scores!;
};
const shared = (a: Scores, b: Scores): number =>
  EMOTIONS.reduce((sum, emotion) => sum + Math.min(a[emotion], b[emotion]), 0);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

beforeAll(async () => {
  faces = await largeFaces();
  networks = await Promise.all(
    manifest.default.expression.map(({ network }) =>
      openOnnxNetwork(expressionCard(network)!, ownModelsFolder(), { provider: 'cpu', threads: 1 }),
    ),
  );
}, 60_000);

afterAll(async () => {
  for (const network of networks) await network.close();
});

describe('a face that moved while the shutter was open', () => {
  it.each(['across', 'down'] as const)('%s, is read more like the face at rest than without', async (way) => {
    expect(faces.length).toBeGreaterThan(20);
    const held: Record<'with' | 'without', number[]> = { with: [], without: [] };
    for (const face of faces) {
      const atRest = await read(face, true);
      held.with.push(shared(await read(moved(face, way), true), atRest));
      held.without.push(shared(await read(moved(face, way), false), atRest));
    }
    expect(mean(held.with)).toBeGreaterThan(mean(held.without) + 0.003);
  });

  it('tells its way by the detail that is left', () => {
    for (const face of faces) {
      const atRest = leanOf(shown(face), SHOWN);
      expect(leanOf(shown(moved(face, 'across')), SHOWN)).toBeLessThan(atRest - 0.2);
      expect(leanOf(shown(moved(face, 'down')), SHOWN)).toBeGreaterThan(atRest + 0.2);
    }
  });
});

describe('a face that did not move', () => {
  const change = (grey: Float64Array): number => {
    const out = Float64Array.from(grey);
    unblur(out, SHOWN);
    return Math.sqrt(mean([...out].map((value, at) => (value - (grey[at] ?? 0)) ** 2)));
  };

  it('is left as it is', () => {
    const touched = faces.filter((face) => change(shown(face)) > 0.5);
    expect(touched.length / faces.length).toBeLessThan(0.1);
  });

  it('is left as it is out of focus, flat or black', () => {
    const soft = faces.filter((face) => change(shown(moved(moved(face, 'across'), 'down'))) > 0.5);
    expect(soft.length / faces.length).toBeLessThan(0.1);
    for (const value of [0, 128]) expect(change(new Float64Array(SHOWN * SHOWN).fill(value))).toBe(0);
  });
});
