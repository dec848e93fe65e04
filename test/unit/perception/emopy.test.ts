import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openEmopy, parseLabels } from '../../../src/perception/recognisers/emopy.ts';
import { dataFolder } from './photos.ts';

const emopy = join(dataFolder() ?? '', 'emopy');
const pictures: readonly ((x: number, y: number) => number)[] = [
  (x, y) => (5 * x + 3 * y) % 256,
  (x, y) => (x * y) % 256,
  (x, y) => ((Math.floor(x / 6) + Math.floor(y / 6)) % 2 === 1 ? 255 : 0),
];
interface Reference {
  readonly answers: Readonly<Record<string, readonly Readonly<Record<string, number>>[]>>;
}

/** "hold the converter to it (relative difference under 1e-4)" */
const RELATIVE = 1e-4;

describe.skipIf(!existsSync(emopy))("EmoPy's networks (skipped where ../shared/data is missing)", () => {
  it.each(['conv_model_0256.hdf5', 'conv_model_026.hdf5', 'conv_model_135.hdf5'])(
    '%s answers to made pictures as its file says',
    async (name) => {
      const reference = JSON.parse(readFileSync(join(emopy, 'reference.json'), 'utf8')) as Reference;
      const network = await openEmopy(join(emopy, name), undefined, 1);
      const input = Float32Array.from({ length: 3 * 48 * 48 }, (_, at) => {
        const pixel = at % (48 * 48);
        return pictures[Math.floor(at / (48 * 48))]!(pixel % 48, Math.floor(pixel / 48));
      });
      const [answers] = await network.run(input, 3);
      const { labels } = network.card;
      reference.answers[name]!.forEach((expected, picture) => {
        labels.forEach((label, index) => {
          const actual = answers![picture * labels.length + index]!;
          expect(Math.abs(actual - expected[label]!)).toBeLessThanOrEqual(RELATIVE * Math.max(1, expected[label]!));
        });
      });
      await network.close();
    },
  );

  it('takes the labels given in the film where no map lies beside the network', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mien-emopy-'));
    const file = join(folder, 'alone.hdf5');
    writeFileSync(file, readFileSync(join(emopy, 'conv_model_026.hdf5')));
    const network = await openEmopy(file, ['anger', 'fear', 'calm'], 1);
    expect(network.card.labels).toEqual(['anger', 'fear', 'calm']);
    await network.close();
    await expect(openEmopy(file, ['anger', 'fear'], 1)).rejects.toThrow('labels in film.json: 2 labels');
    await expect(openEmopy(file, undefined, 1)).rejects.toThrow('name one with --labels');
    const beside = await openEmopy(join(emopy, 'conv_model_026.hdf5'), ['calm', 'fear', 'anger'], 1);
    expect(beside.card.labels).toEqual(['anger', 'fear', 'calm']);
    await beside.close();
    rmSync(folder, { recursive: true });
  });

  it('says in one sentence what is wrong with a label map', () => {
    expect(() => parseLabels({ anger: 0, angst: 1 }, 2, 'map.json')).toThrow('map.json: "angst" is no emotion');
    expect(() => parseLabels({ anger: 0 }, 2, 'map.json')).toThrow('1 labels for a network of 2 outputs');
    expect(parseLabels({ calm: 1, angry: 0 }, 2, 'map.json')).toEqual(['anger', 'calm']);
  });

  it('says in one sentence what is wrong with a broken file, however it is broken, and prints nothing else', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mien-emopy-'));
    const whole = readFileSync(join(emopy, 'conv_model_026.hdf5'));
    const file = join(folder, 'broken.hdf5');
    const map = join(emopy, 'conv_emotion_map_026.json');
    for (const length of [8, 100, 3000, 40_000, whole.length - 1]) {
      writeFileSync(file, whole.subarray(0, length));
      await expect(openEmopy(file, map, 1), `cut to ${length}`).rejects.toThrow(
        /^.*broken\.hdf5: a damaged HDF5 file \(.+\)$/u,
      );
    }
    for (let at = 8; at < whole.length; at += 1999) {
      const bytes = Uint8Array.from(whole);
      bytes.fill(0xff, at, at + 24);
      writeFileSync(file, bytes);
      const opened = await openEmopy(file, map, 1).catch((error: unknown) => error);
      if (opened instanceof Error) expect(opened.message, `spoilt at ${at}`).toMatch(/^[^\n]+$/u);
      else await (opened as { close(): Promise<void> }).close();
    }
    rmSync(folder, { recursive: true });
  });

  it('says in one sentence that a file is not a network', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mien-emopy-'));
    writeFileSync(join(folder, 'x.hdf5'), 'not a network');
    await expect(openEmopy(join(folder, 'x.hdf5'), undefined, 1)).rejects.toThrow('not an HDF5 file');
    await expect(openEmopy(join(folder, 'y.hdf5'), undefined, 1)).rejects.toThrow('there is no such file');
    await expect(openEmopy(folder, undefined, 1)).rejects.toThrow('not a file');
    rmSync(folder, { recursive: true });
  });
});
