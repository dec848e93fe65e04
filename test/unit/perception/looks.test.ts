import { describe, expect, it } from 'vitest';
import { expressionCard, manifest } from '../../../models/manifest.ts';
import type { ExpressionCard, LookCard } from '../../../models/manifest-schema.ts';
import { AS_IT_IS, express, looksOf, moved, wholeCut } from '../../../src/perception/express.ts';
import type { ExpressionNetwork } from '../../../src/perception/network.ts';
import { pictureOf } from '../../../src/perception/picture.ts';
import { Turns } from '../../../src/perception/turns.ts';

/** A network that is happy where the left half of what it sees is brighter, angry otherwise. */
function sidedNetwork(looks: readonly LookCard[]): ExpressionNetwork {
  const known = expressionCard('mien-expression');
  if (known === undefined) throw new Error('no card');
  const card: ExpressionCard = {
    ...known,
    looks: [...looks],
    labels: ['happiness', 'anger'],
    priors: [1, 1],
    temperature: 1,
  };
  const { size } = card.input;
  return {
    card,
    layout: 'planar',
    takesRows: false,
    run: (input, batch) => {
      const out = new Float32Array(batch * 2);
      for (let face = 0; face < batch; face += 1) {
        const left = input[face * size * size] ?? 0;
        const right = input[face * size * size + size - 1] ?? 0;
        out.set(left > right ? [1, 0] : [0, 1], face * 2);
      }
      return Promise.resolve([out]);
    },
    close: () => Promise.resolve(),
  };
}

const BOTH: readonly LookCard[] = [AS_IT_IS, { ...AS_IT_IS, mirrored: true }];
const pixels = Uint8Array.from({ length: 96 * 96 }, (_, index) => (index % 96 < 48 ? 200 : 20));
const picture = pictureOf({ capturedAtMs: 0, width: 96, height: 96, format: 'grey', pixels });
const read = async (looks: readonly LookCard[]): Promise<readonly number[]> => {
  const all = looksOf([{ network: sidedNetwork(looks), weight: 3 }]);
  const [scores] = await express(all, picture, 1, (card) => wholeCut(card, picture));
  return [scores?.happiness ?? -1, scores?.anger ?? -1];
};

describe('a face', () => {
  it('is read as it is by a network that wants no mirror', async () => {
    expect(await read([AS_IT_IS])).toEqual([1, 0]);
  });

  it('is read mirrored as well where the card asks for both, so that the answer does not lean to a side', async () => {
    expect(await read(BOTH)).toEqual([0.5, 0.5]);
  });

  it('shares the weight of its network between its looks', () => {
    const looks = looksOf([{ network: sidedNetwork(BOTH), weight: 3 }]);
    expect(looks.map(({ how, weight }) => [how.mirrored, weight])).toEqual([
      [false, 1.5],
      [true, 1.5],
    ]);
  });

  it('is seen by networks that weigh the same in turn: the first look of each, then the second of each', () => {
    const [one, other] = [sidedNetwork(BOTH), sidedNetwork([...BOTH].reverse())];
    const turns = new Turns(
      looksOf([
        { network: one, weight: 0.5 },
        { network: other, weight: 0.5 },
      ]),
    );
    const round = Array.from({ length: 4 }, () => turns.next()[0]!);
    expect(round.map(({ network }) => network === one)).toEqual([true, false, true, false]);
    expect(round.map(({ how }) => how.mirrored)).toEqual([false, true, true, false]);
  });

  it('is mirrored for one of the two networks that ship wherever the other has just seen it as it is', () => {
    const cards = manifest.default.expression.map(({ network }) => expressionCard(network)!);
    const [first, second] = cards.map(({ looks }) => looks);
    expect(first!.map(({ mirrored, zoom }) => [!mirrored, zoom])).toEqual(
      second!.map(({ mirrored, zoom }) => [mirrored, zoom]),
    );
    const weights = new Set(manifest.default.expression.map(({ weight }) => weight));
    expect([cards.length, weights.size]).toEqual([2, 1]);
  });

  it('is looked at nearer and from a little aside where a look says so, along the face where it is turned', () => {
    const cut = { centreX: 50, centreY: 40, side: 20, angle: 0 };
    const look = { mirrored: false, zoom: 1.25, right: 0.1, down: -0.05 };
    expect(moved(cut, look)).toEqual({ centreX: 52, centreY: 39, side: 16, angle: 0 });
    const turned = moved({ ...cut, angle: Math.PI / 2 }, look);
    expect(turned.centreX).toBeCloseTo(51);
    expect(turned.centreY).toBeCloseTo(42);
  });
});
