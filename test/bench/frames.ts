import { join } from 'node:path';
import sharp from 'sharp';
import type { Frame } from '../../src/protocol/frame-codec.ts';

/** Faces in the photos that face-api carries: file, and a square around head and shoulders. */
const HEADS: readonly (readonly [number, number, number, number])[] = [
  [1, 326, 315, 378],
  [1, 765, 382, 350],
  [3, 940, 133, 500],
  [3, 486, 280, 412],
  [4, 878, 130, 394],
  [5, 472, 357, 396],
  [6, 1340, 190, 494],
  [6, 535, 253, 484],
];

function photo(number: number): string {
  return join(process.cwd(), `node_modules/@vladmandic/face-api/demo/sample${number}.jpg`);
}

/** An RGBA frame with so many faces, side by side in rows, as large as fits (one face: a third of the height). */
export async function frameWithFaces(count: number, { width, height } = { width: 640, height: 480 }): Promise<Frame> {
  const columns = count === 1 ? 1 : Math.ceil(count / 2);
  const rows = count === 1 ? 1 : 2;
  const side = Math.floor(Math.min(width / columns, height / rows));
  const heads = await Promise.all(
    HEADS.slice(0, count).map(async ([number, left, top, size], index) => ({
      input: await sharp(photo(number)).extract({ left, top, width: size, height: size }).resize(side, side).toBuffer(),
      left: Math.floor(((index % columns) + 0.5) * (width / columns) - side / 2),
      top: Math.floor((Math.floor(index / columns) + 0.5) * (height / rows) - side / 2),
    })),
  );
  const wall = { width, height, channels: 3, background: '#3a3733' } as const;
  const data = await sharp({ create: wall }).composite(heads).ensureAlpha().raw().toBuffer();
  return { capturedAtMs: 0, width, height, format: 'rgba', pixels: new Uint8Array(data) };
}
