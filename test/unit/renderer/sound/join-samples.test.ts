import { describe, expect, it } from 'vitest';
import { joinSamples, type DecodedSamples } from '../../../../src/renderer/sound/join-samples.ts';
import type { SoundBlock } from '../../../../src/renderer/sound/worker-messages.ts';

const RATE = 48_000;
/** A packet of AAC. */
const FRAMES = 1024;

let closed: number;

/** Two channels: each sample is its own number in the file, and that number's negative. */
function samples(firstFrame: number, frames = FRAMES, rate = RATE): DecodedSamples {
  return {
    timestamp: firstFrame / rate,
    duration: frames / rate,
    sampleRate: rate,
    numberOfChannels: 2,
    numberOfFrames: frames,
    copyTo: (destination, { planeIndex }) => {
      for (let i = 0; i < frames; i++) destination[i] = (firstFrame + i) * (planeIndex === 0 ? 1 : -1);
    },
    close: () => void (closed += 1),
  };
}

async function joined(...all: readonly DecodedSamples[]): Promise<readonly SoundBlock[]> {
  closed = 0;
  async function* source(): AsyncGenerator<DecodedSamples> {
    for (const one of all) yield await Promise.resolve(one);
  }
  const blocks: SoundBlock[] = [];
  for await (const block of joinSamples(source())) blocks.push(block);
  return blocks;
}

describe('decoded samples', () => {
  it('join to a first block of 0.45 s and further ones of 0.2 s, each sample in its place in each channel', async () => {
    const blocks = await joined(...Array.from({ length: 40 }, (_, index) => samples(index * FRAMES)));
    expect(blocks.map(({ channels }) => channels[0]!.length)).toEqual([22 * FRAMES, 10 * FRAMES, 8 * FRAMES]);
    expect(blocks.map(({ timestamp }) => Math.round(timestamp * RATE))).toEqual([0, 22 * FRAMES, 32 * FRAMES]);
    const [left, right] = [0, 1].map((channel) => blocks.flatMap(({ channels }) => [...channels[channel]!]));
    expect(left).toEqual(Array.from({ length: 40 * FRAMES }, (_, i) => i));
    expect(right!.every((value, i) => value === 0 - i || (i === 0 && value === 0))).toBe(true);
    expect(closed).toBe(40);
  });

  it('begin a block anew after a gap, and where rate or channels change', async () => {
    const gap = await joined(samples(0), samples(FRAMES + 100), samples(2 * FRAMES + 100));
    expect(gap.map(({ channels }) => channels[0]!.length)).toEqual([FRAMES, 2 * FRAMES]);
    const rates = await joined(samples(0, 2400), samples(1200, 1200, 24_000));
    expect(rates.map(({ sampleRate }) => sampleRate)).toEqual([48_000, 24_000]);
    const mono = { ...samples(FRAMES), numberOfChannels: 1 };
    expect((await joined(samples(0), mono)).map(({ channels }) => channels.length)).toEqual([2, 1]);
  });
});
