import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gainFor } from '../../../src/perception/exposure.ts';
import { pictureOf } from '../../../src/perception/picture.ts';
import type { Recogniser } from '../../../src/perception/recogniser.ts';
import type { Frame } from '../../../src/protocol/frame-codec.ts';
import { openForTest } from '../../support/open-for-test.ts';
import { PHOTOS, frameOf, toI420 } from './photos.ts';

const flat = (value: number, format: Frame['format']): Frame => ({
  capturedAtMs: 0,
  width: 64,
  height: 64,
  format,
  pixels: new Uint8Array(64 * 64 * (format === 'rgba' ? 4 : 1)).fill(value),
});
const gainOf = (frame: Frame): number =>
  gainFor(pictureOf(frame), { x: 0, y: 0, width: frame.width, height: frame.height });

/** A tenth of the light in whole steps, with a camera's noise of two of them (mulberry32, so that it comes again). */
function inTheDark(frame: Frame): Frame {
  let state = 7;
  const random = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const brightness = frame.width * frame.height;
  const pixels = frame.pixels.map((value, index) =>
    index < brightness
      ? Math.max(0, Math.min(255, Math.round(value * 0.1) + Math.round(2 * normal())))
      : Math.round(128 + (value - 128) * 0.1),
  );
  return { ...frame, pixels };
}

describe('a picture', () => {
  it.each(['grey', 'rgba'] as const)('in ordinary light is left as it is, a dark one is lit (%s)', (format) => {
    expect([200, 96, 65].map((value) => gainOf(flat(value, format)))).toEqual([1, 1, 1]);
    expect(gainOf(flat(16, format))).toBeCloseTo(4);
    expect(gainOf(flat(0, format))).toBe(8);
  });

  it('is judged by the part that is looked at: a lamp elsewhere does not leave a face in the dark', () => {
    const frame = flat(10, 'grey');
    frame.pixels.fill(255, 0, 32 * 64);
    const half = (y: number): number => gainFor(pictureOf(frame), { x: 0, y, width: 64, height: 32 });
    expect([half(0), half(32)]).toEqual([1, 6.4]);
  });
});

describe('a face in a tenth of the light, with noise', () => {
  let recogniser: Recogniser;
  beforeAll(async () => {
    recogniser = await openForTest();
  });
  afterAll(() => recogniser.close());

  it('is found where it is in good light, so that the expression is read from the same cut', async () => {
    const moved: number[] = [];
    for (const path of PHOTOS) {
      const frame = toI420(await frameOf(path, { width: 640, height: 480 }));
      const lit = await recogniser.read(frame, { search: 'thorough' });
      const dark = await recogniser.read(inTheDark(frame), { search: 'thorough' });
      for (const { box } of lit.faces.filter((face) => face.box[2] >= 50)) {
        const off = dark.faces.map((face) =>
          Math.hypot(
            face.box[0] + face.box[2] / 2 - box[0] - box[2] / 2,
            face.box[1] + face.box[3] / 2 - box[1] - box[3] / 2,
          ),
        );
        moved.push(Math.min(1, Math.min(...off) / box[2]));
      }
    }
    expect(moved.length).toBeGreaterThan(10);
    // By over a twenty-fifth of its width: nine of twenty-one where the detector sees the dark as it is.
    expect(moved.filter((share) => share > 0.04).length / moved.length).toBeLessThan(0.25);
  });
});
