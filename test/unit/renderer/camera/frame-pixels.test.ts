import { describe, expect, it } from 'vitest';
import { encodeFrame, pixelBytes } from '../../../../src/protocol/frame-codec.ts';
import { fitWithin, shrinkPlane } from '../../../../src/renderer/camera/downscale.ts';
import { frameFrom, i420FromNv12 } from '../../../../src/renderer/camera/frame-pixels.ts';

const MOST = { width: 640, height: 480 };

describe('a camera picture made smaller', () => {
  it.each([
    ['640x480', '640x480'],
    ['1280x720', '640x360'],
    ['1920x1080', '640x360'],
    ['480x640', '360x480'],
    ['320x240', '320x240'],
    ['800x600', '640x480'],
    ['641x481', '640x480'],
  ])('%s is sent as %s: whole, in its own shape, never larger', (from, to) => {
    const [width, height] = from.split('x').map(Number);
    const fit = fitWithin({ width: width!, height: height! }, MOST);
    expect(`${fit.width}x${fit.height}`).toBe(to);
  });

  it('takes the mean of the pixels it puts together', () => {
    const samples = Uint8Array.from([0, 100, 10, 20, 100, 200, 30, 40]);
    expect([...shrinkPlane({ width: 4, height: 2, channels: 1, samples }, 2, 1).samples]).toEqual([100, 25]);
  });

  it('keeps an even picture even, whatever the two sizes', () => {
    for (const [width, height] of [
      [641, 481],
      [1280, 720],
      [1000, 700],
    ] as const) {
      const samples = new Uint8Array(width * height).fill(77);
      const { samples: small } = shrinkPlane({ width, height, channels: 1, samples }, 640, 360);
      expect(new Set(small)).toEqual(new Set([77]));
    }
  });

  it.each(['i420', 'rgba', 'grey'] as const)('in %s fits what the codec of frames expects, odd sizes too', (format) => {
    for (const [width, height] of [
      [1281, 721],
      [1280, 720],
      [33, 17],
    ] as const) {
      const pixels = new Uint8Array(pixelBytes(format, width, height)).fill(9);
      const frame = frameFrom({ format, width, height, pixels }, 5, MOST);
      expect(() => encodeFrame(frame)).not.toThrow();
      expect(new Set(frame.pixels)).toEqual(new Set([9]));
    }
  });

  it('keeps colours where they were', () => {
    const pixels = new Uint8Array(pixelBytes('i420', 1280, 720));
    pixels.fill(50, 0, 1280 * 720);
    pixels.fill(100, 1280 * 720, 1280 * 720 + 640 * 360);
    pixels.fill(200, 1280 * 720 + 640 * 360);
    const { pixels: small } = frameFrom({ format: 'i420', width: 1280, height: 720, pixels }, 0, MOST);
    expect([small[0], small[640 * 360], small[640 * 360 + 320 * 180]]).toEqual([50, 100, 200]);
  });
});

describe('an NV12 picture', () => {
  it('has its U and V taken apart', () => {
    const nv12 = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 100, 200, 101, 201]);
    expect([...i420FromNv12(4, 2, nv12)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 100, 101, 200, 201]);
  });
});
