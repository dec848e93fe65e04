import { describe, expect, it } from 'vitest';
import { expressionCard } from '../../../models/manifest.ts';
import type { ExpressionCard } from '../../../models/manifest-schema.ts';
import { express, looksOf, wholeCut } from '../../../src/perception/express.ts';
import type { ExpressionNetwork } from '../../../src/perception/network.ts';
import { pictureOf } from '../../../src/perception/picture.ts';

/** A network that is happy where the left half of what it sees is brighter, angry otherwise. */
function sidedNetwork(view: ExpressionCard['view']): ExpressionNetwork {
  const known = expressionCard('mien-expression');
  if (known === undefined) throw new Error('no card');
  const card: ExpressionCard = { ...known, view, labels: ['happiness', 'anger'], priors: [1, 1], temperature: 1 };
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

const pixels = Uint8Array.from({ length: 96 * 96 }, (_, index) => (index % 96 < 48 ? 200 : 20));
const picture = pictureOf({ capturedAtMs: 0, width: 96, height: 96, format: 'grey', pixels });
const read = async (view: ExpressionCard['view']): Promise<readonly number[]> => {
  const looks = looksOf([{ network: sidedNetwork(view), weight: 3 }]);
  const [scores] = await express(looks, picture, 1, (card) => wholeCut(card, picture));
  return [scores?.happiness ?? -1, scores?.anger ?? -1];
};

describe('a face', () => {
  it('is read as it is by a network that wants no mirror', async () => {
    expect(await read('face')).toEqual([1, 0]);
  });

  it('is read mirrored as well where the card asks for both, so that the answer does not lean to a side', async () => {
    expect(await read('both')).toEqual([0.5, 0.5]);
  });

  it('shares the weight of its network between its looks', () => {
    const looks = looksOf([{ network: sidedNetwork('both'), weight: 3 }]);
    expect(looks.map(({ isMirrored, weight }) => [isMirrored, weight])).toEqual([
      [false, 1.5],
      [true, 1.5],
    ]);
  });
});
