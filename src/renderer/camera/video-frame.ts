import { encodeFrame, FRAME_HEADER_BYTES, pixelBytes, writeFrameHeader } from '../../protocol/frame-codec.ts';
import { fitWithin } from './downscale.ts';
import { frameFrom, i420FromNv12, type MostPixels, type RawPicture } from './frame-pixels.ts';

/**
 * Makes the bytes of one frame after another, of at most `most` pixels, in memory that is used again: fresh pages cost
 * more than the copy on many a machine. What `encode` gave holds until it is called again.
 */
export class FrameEncoder {
  readonly #most: MostPixels;
  #memory = new ArrayBuffer(0);

  constructor(most: MostPixels) {
    this.#most = most;
  }

  async encode(frame: VideoFrame, capturedAtMs: number): Promise<Uint8Array<ArrayBuffer>> {
    const { width, height } = visibleSize(frame);
    const fit = fitWithin({ width, height }, this.#most);
    if (frame.format !== 'I420' || fit.width !== width || fit.height !== height) {
      return encodeFrame(frameFrom(await readVideoFrame(frame), capturedAtMs, this.#most));
    }
    // As most cameras give it and as it is sent: the pixels are copied once.
    const bytes = this.#take(FRAME_HEADER_BYTES + pixelBytes('i420', width, height));
    await copyPlanes(frame, 'I420', bytes.subarray(FRAME_HEADER_BYTES));
    writeFrameHeader(bytes, { capturedAtMs, width, height, format: 'i420' });
    return bytes;
  }

  #take(size: number): Uint8Array<ArrayBuffer> {
    // Smaller, or given away: what was transferred has no bytes left.
    if (this.#memory.byteLength < size) this.#memory = new ArrayBuffer(size);
    return new Uint8Array(this.#memory, 0, size);
  }
}

/** The pixels of a video frame in the nearest of our formats, without a detour over a canvas where that can be. */
async function readVideoFrame(frame: VideoFrame): Promise<RawPicture> {
  const { width, height } = visibleSize(frame);
  if (frame.format === 'I420' || frame.format === 'NV12') {
    const packed = new Uint8Array(frame.allocationSize({ rect: rectOf(frame) }));
    await copyPlanes(frame, frame.format, packed);
    const pixels = frame.format === 'NV12' ? i420FromNv12(width, height, packed) : packed;
    return { format: 'i420', width, height, pixels };
  }
  const pixels = await rgbaOf(frame);
  return pixels === null
    ? pixelsByCanvas(frame, width, height)
    : { format: 'rgba', width, height, pixels: new Uint8Array(pixels.buffer) };
}

/**
 * The pixels of a video frame, copied: without a GPU Chromium (156) never lets go of what it drew a video's picture by, 10 MB
 * each time for 1080p, in the page and in the browser. Null where they cannot be had so.
 */
export async function rgbaOf(frame: VideoFrame): Promise<Uint8ClampedArray<ArrayBuffer> | null> {
  const { width, height } = visibleSize(frame);
  const pixels = new Uint8ClampedArray(width * height * 4);
  try {
    await frame.copyTo(pixels, { rect: rectOf(frame), format: 'RGBA' });
    return pixels;
  } catch {
    return null;
  }
}

function rectOf(frame: VideoFrame): DOMRectInit {
  return frame.visibleRect ?? { x: 0, y: 0, width: frame.codedWidth, height: frame.codedHeight };
}

export function visibleSize(frame: VideoFrame): { readonly width: number; readonly height: number } {
  return frame.visibleRect ?? { width: frame.codedWidth, height: frame.codedHeight };
}

async function copyPlanes(frame: VideoFrame, format: 'I420' | 'NV12', to: Uint8Array<ArrayBuffer>): Promise<void> {
  const { width, height } = visibleSize(frame);
  await frame.copyTo(to, { rect: rectOf(frame), layout: packedLayout(format, width, height) });
}

function packedLayout(format: 'I420' | 'NV12', width: number, height: number): PlaneLayout[] {
  const half = Math.ceil(width / 2);
  const luma = { offset: 0, stride: width };
  if (format === 'NV12') return [luma, { offset: width * height, stride: 2 * half }];
  const chroma = half * Math.ceil(height / 2);
  return [luma, { offset: width * height, stride: half }, { offset: width * height + chroma, stride: half }];
}

let canvas: OffscreenCanvas | null = null;

/** By way of a canvas: what has no planes that we know, and a video element. */
export function pixelsByCanvas(source: CanvasImageSource, width: number, height: number): RawPicture {
  canvas ??= new OffscreenCanvas(width, height);
  if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('this browser gives no 2D canvas');
  context.drawImage(source, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  return { format: 'rgba', width, height, pixels: new Uint8Array(data.buffer) };
}
