import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NewestOnly } from '../../../src/perception/newest-frame.ts';
import type { Recogniser } from '../../../src/perception/recogniser.ts';
import type { Frame, PixelFormat } from '../../../src/protocol/frame-codec.ts';
import { decodeFrame, encodeFrame, pixelBytes } from '../../../src/protocol/frame-codec.ts';
import { openForTest } from '../../support/open-for-test.ts';
import { noise } from '../models/arrays.ts';

function made(width: number, height: number, format: PixelFormat, at: (index: number) => number): Frame {
  const pixels = Uint8Array.from({ length: pixelBytes(format, width, height) }, (_, index) => at(index));
  return { capturedAtMs: 1, width, height, format, pixels };
}

describe('hostile frames', () => {
  let recogniser: Recogniser;
  beforeAll(async () => {
    recogniser = await openForTest();
  });
  afterAll(() => recogniser.close());

  const dice = noise(4096, 3);
  const frames: readonly (readonly [string, Frame])[] = (['i420', 'rgba', 'grey'] as const).flatMap((format) => [
    [`1x1 ${format}`, made(1, 1, format, () => 0)],
    [`black ${format}`, made(64, 48, format, () => 0)],
    [`white ${format}`, made(65, 47, format, () => 255)],
    [`noise ${format}`, made(321, 241, format, (index) => (dice[index % 4096]! + 1) * 127)],
    [`641x3 ${format}`, made(641, 3, format, (index) => index % 256)],
    [`3x641 ${format}`, made(3, 641, format, (index) => index % 256)],
  ]);

  it.each(frames)('%s gives a reading whose numbers are numbers', async (_, frame) => {
    for (const search of ['quick', 'thorough', 'whole'] as const) {
      const reading = await recogniser.read(frame, { search });
      for (const face of reading.faces) {
        expect(face.box.every(Number.isFinite)).toBe(true);
        const sum = Object.values(face.scores ?? { one: 1 }).reduce((a, b) => a + b, 0);
        expect(Math.abs(sum - 1)).toBeLessThan(1e-3);
      }
    }
  });

  it('that are cut short or damaged are refused in a line, never thrown', () => {
    const whole = encodeFrame(made(16, 16, 'i420', (index) => index % 256));
    for (let turn = 0; turn < 2000; turn += 1) {
      const bytes = whole.slice(0, 1 + Math.floor(((dice[turn]! + 1) / 2) * whole.length));
      bytes[Math.floor(((dice[turn + 1]! + 1) / 2) * Math.min(24, bytes.length))] = turn % 256;
      const frame = decodeFrame(bytes);
      if ('refused' in frame) expect(frame.refused).toMatch(/frame/);
      else expect(frame.pixels.length).toBe(pixelBytes(frame.format, frame.width, frame.height));
    }
  });
});

describe('frames that come faster than they are read', () => {
  it('are dropped but for the newest', async () => {
    const seen: number[] = [];
    let release: () => void = () => undefined;
    const gate = new Promise<void>((done) => (release = done));
    const newest = new NewestOnly<number>(async (item) => {
      seen.push(item);
      await gate;
    });
    expect([1, 2, 3, 4].map((item) => newest.offer(item))).toEqual([true, true, false, false]);
    release();
    await new Promise((done) => setTimeout(done, 20));
    expect(seen).toEqual([1, 4]);
  });
});
