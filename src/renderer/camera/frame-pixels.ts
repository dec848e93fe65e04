import type { Frame, PixelFormat } from '../../protocol/frame-codec.ts';
import { fitWithin, shrinkPlane } from './downscale.ts';

/** Raw pixels as a camera gave them, tightly packed. */
export interface RawPicture {
  readonly format: PixelFormat;
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array<ArrayBuffer>;
}

/** Largest size of a frame that is sent, pixels. */
export interface MostPixels {
  readonly width: number;
  readonly height: number;
}

/** The picture as a frame that is at most `most` large, in the camera's own shape: nothing is cut off. */
export function frameFrom(picture: RawPicture, capturedAtMs: number, most: MostPixels): Frame {
  const { width, height } = fitWithin(picture, most);
  if (width === picture.width && height === picture.height) return { ...picture, capturedAtMs };
  const pixels = picture.format === 'i420' ? shrinkI420(picture, width, height) : shrinkPacked(picture, width, height);
  return { capturedAtMs, width, height, format: picture.format, pixels };
}

function shrinkPacked(picture: RawPicture, width: number, height: number): Uint8Array {
  const channels = picture.format === 'rgba' ? 4 : 1;
  return shrinkPlane({ width: picture.width, height: picture.height, channels, samples: picture.pixels }, width, height)
    .samples;
}

function shrinkI420(picture: RawPicture, width: number, height: number): Uint8Array {
  const fullLuma = picture.width * picture.height;
  const fullHalf = { width: Math.ceil(picture.width / 2), height: Math.ceil(picture.height / 2) };
  const fullChroma = fullHalf.width * fullHalf.height;
  const half = { width: Math.ceil(width / 2), height: Math.ceil(height / 2) };
  const luma = width * height;
  const chroma = half.width * half.height;
  const out = new Uint8Array(luma + 2 * chroma);
  const put = (from: number, size: { width: number; height: number }, to: number, w: number, h: number): void => {
    const samples = picture.pixels.subarray(from, from + size.width * size.height);
    out.set(shrinkPlane({ ...size, channels: 1, samples }, w, h).samples, to);
  };
  put(0, { width: picture.width, height: picture.height }, 0, width, height);
  put(fullLuma, fullHalf, luma, half.width, half.height);
  put(fullLuma + fullChroma, fullHalf, luma + chroma, half.width, half.height);
  return out;
}

/** NV12 (one plane of U and V by turns, as many cameras deliver) made I420. */
export function i420FromNv12(width: number, height: number, pixels: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const luma = width * height;
  const chroma = Math.ceil(width / 2) * Math.ceil(height / 2);
  const out = new Uint8Array(luma + 2 * chroma);
  out.set(pixels.subarray(0, luma));
  for (let index = 0; index < chroma; index++) {
    out[luma + index] = pixels[luma + 2 * index] ?? 128;
    out[luma + chroma + index] = pixels[luma + 2 * index + 1] ?? 128;
  }
  return out;
}
