import { existsSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Frame } from '../../../src/protocol/frame-codec.ts';
import { projectRoot } from '../../support/root.ts';

const root = projectRoot();

/** The photos of people that the packages carry; everything that reads real faces in tests reads these. */
export const PHOTOS: readonly string[] = [
  ...[1, 2, 3, 4, 5, 6].map((n) => join(root, `node_modules/@vladmandic/face-api/demo/sample${n}.jpg`)),
  join(root, 'node_modules/@vladmandic/human/assets/samples.jpg'),
];

/** The folder of data that lies beside the project, or undefined where it does not. */
export function dataFolder(): string | undefined {
  const folder = join(root, '../shared/data');
  return existsSync(folder) ? folder : undefined;
}

export interface FrameOptions {
  readonly width?: number;
  readonly height?: number;
  /** Part of the picture to take first, in its pixels. */
  readonly part?: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
}

/** A picture file as an RGBA frame, cut and fitted as asked. */
export async function frameOf(path: string, options: FrameOptions = {}): Promise<Frame> {
  let image = sharp(path);
  if (options.part !== undefined) image = image.extract(options.part);
  if (options.width !== undefined || options.height !== undefined) {
    image = image.resize({ ...options, fit: 'contain' });
  }
  const { data, info } = await image.removeAlpha().ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { capturedAtMs: 0, width: info.width, height: info.height, format: 'rgba', pixels: new Uint8Array(data) };
}

/** The same frame as a camera would hand it over: I420 (ITU-R BT.601, full range). */
export function toI420(frame: Frame): Frame {
  const { width, height, pixels } = frame;
  const halfWidth = Math.ceil(width / 2);
  const halfHeight = Math.ceil(height / 2);
  const out = new Uint8Array(width * height + 2 * halfWidth * halfHeight);
  const byte = (value: number): number => Math.max(0, Math.min(255, Math.round(value)));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 4;
      const [r, g, b] = [pixels[at]!, pixels[at + 1]!, pixels[at + 2]!];
      out[y * width + x] = byte(0.299 * r + 0.587 * g + 0.114 * b);
      if (x % 2 === 0 && y % 2 === 0) {
        const half = (y / 2) * halfWidth + x / 2;
        out[width * height + half] = byte(128 - 0.168736 * r - 0.331264 * g + 0.5 * b);
        out[width * height + halfWidth * halfHeight + half] = byte(128 + 0.5 * r - 0.418688 * g - 0.081312 * b);
      }
    }
  }
  return { ...frame, format: 'i420', pixels: out };
}
