import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import sharp from 'sharp';
import type { Frame } from '../protocol/frame-codec.ts';
import type { Box } from '../protocol/reading.ts';

/** What is taken for a picture inside a folder; a file that is named outright is tried whatever its name. */
const ENDINGS: ReadonlySet<string> = new Set([
  '.jpg',
  '.jpeg',
  '.png',
  '.webp',
  '.gif',
  '.tif',
  '.tiff',
  '.avif',
  '.bmp',
]);

/** Over 100 megapixels is a mistake or a trap (a small file that unpacks into gigabytes). */
const MOST_PIXELS = 100_000_000;
/** Larger pictures are shrunk to this before they are searched: faces are then still far larger than the networks' input. */
const LARGEST_SIDE = 2560;

export interface PictureFile {
  readonly frame: Frame;
  /** Pixels of the file to one of the frame; over 1 where it was shrunk. */
  readonly scale: number;
}

/** What could not be read, in words for a person. */
export interface Refusal {
  readonly refused: string;
}

/** An error of the decoder in a few words: it tends to answer with several lines. */
function words(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const first = text.split('\n').find((line) => line.trim() !== '') ?? 'cannot be read';
  return /unsupported image format/i.test(first) ? 'not a picture that can be read' : first.trim();
}

/** Decodes a picture file, upright as its camera meant it. Never throws for what is in the file. */
export async function readPicture(path: string): Promise<PictureFile | Refusal> {
  try {
    if ((await stat(path)).size === 0) return { refused: 'the file is empty' };
    const upright = sharp(path, { limitInputPixels: MOST_PIXELS, failOn: 'truncated', pages: 1 }).autoOrient();
    const { autoOrient } = await upright.metadata();
    const inside = { width: LARGEST_SIDE, height: LARGEST_SIDE, fit: 'inside', withoutEnlargement: true } as const;
    const { data, info } = await upright
      .resize(inside)
      .flatten()
      .toColourspace('srgb')
      .ensureAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const pixels = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    return {
      frame: { capturedAtMs: 0, width: info.width, height: info.height, format: 'rgba', pixels },
      scale: Math.max(autoOrient.width / info.width, autoOrient.height / info.height),
    };
  } catch (error) {
    return { refused: words(error) };
  }
}

/** A box in the pixels of the file, to a tenth. */
export function boxInFile(box: Box, scale: number): Box {
  const at = (value: number): number => Math.round(value * scale * 10) / 10;
  return [at(box[0]), at(box[1]), at(box[2]), at(box[3])];
}

/** Every picture below a folder, in order of name; hidden folders are left out. */
export async function picturesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await picturesBelow(path)));
    else if (ENDINGS.has(extname(entry.name).toLowerCase())) found.push(path);
  }
  return found;
}
