import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  capturedAtOf,
  decodeFrame,
  encodeFrame,
  FRAME_HEADER_BYTES,
  pixelBytes,
  restampFrame,
  type PixelFormat,
} from '../../../src/protocol/frame-codec.ts';

const format = fc.constantFrom<PixelFormat>('i420', 'rgba', 'grey');
const side = fc.integer({ min: 1, max: 40 });

describe('a frame on the wire', () => {
  it('comes out as it went in, for every format and odd sizes too', () => {
    fc.assert(
      fc.property(
        format,
        side,
        side,
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (kind, width, height, capturedAtMs) => {
          const pixels = Uint8Array.from({ length: pixelBytes(kind, width, height) }, (_, i) => (i * 31) & 255);
          const back = decodeFrame(encodeFrame({ capturedAtMs, width, height, format: kind, pixels }));
          expect(back).toEqual({ capturedAtMs, width, height, format: kind, pixels });
        },
      ),
    );
  });

  it('can be restamped with the clock of main without touching its pixels', () => {
    const bytes = encodeFrame({
      capturedAtMs: 5,
      width: 2,
      height: 2,
      format: 'grey',
      pixels: new Uint8Array([1, 2, 3, 4]),
    });
    restampFrame(bytes, 99.5);
    expect(capturedAtOf(bytes)).toBe(99.5);
    expect([...bytes.subarray(FRAME_HEADER_BYTES)]).toEqual([1, 2, 3, 4]);
  });

  it('is refused with a reason, never thrown at, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const result = decodeFrame(bytes);
        expect('refused' in result || result.width > 0).toBe(true);
      }),
    );
  });

  it.each([
    ['cut short', (b: Uint8Array) => b.subarray(0, b.length - 1), /16 bytes, not 15/],
    ['without its mark', (b: Uint8Array) => b.with(0, 0), /mark/],
    ['of another version', (b: Uint8Array) => b.with(4, 9), /version 9/],
    ['of an unknown format', (b: Uint8Array) => b.with(5, 7), /format 7/],
    ['without width', (b: Uint8Array) => b.with(6, 0), /0x4/],
    ['empty', () => new Uint8Array(0), /shorter than its header/],
  ])('is refused when it is %s', (_, spoil, reason) => {
    const bytes = encodeFrame({ capturedAtMs: 0, width: 4, height: 4, format: 'grey', pixels: new Uint8Array(16) });
    expect(decodeFrame(spoil(bytes))).toEqual({ refused: expect.stringMatching(reason) });
  });

  it('that was put together wrongly is a bug of the sender', () => {
    expect(() =>
      encodeFrame({ capturedAtMs: 0, width: 4, height: 4, format: 'rgba', pixels: new Uint8Array(3) }),
    ).toThrow(RangeError);
  });
});
