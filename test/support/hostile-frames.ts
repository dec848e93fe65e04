import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { pixelBytes, type Frame, type PixelFormat } from '../../src/protocol/frame-codec.ts';
import { projectRoot } from './root.ts';

const FORMATS: readonly PixelFormat[] = ['i420', 'rgba', 'grey'];
const FACE = join(projectRoot(), 'node_modules/@vladmandic/face-api/demo/sample1.jpg');
/** A square around the head of the first person in it. */
const HEAD = { left: 326, top: 315, width: 378, height: 378 };

/** A seeded generator of numbers in 0..1 (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export interface HostileFrame {
  readonly what: string;
  readonly frame: Frame;
}

/**
 * Frames that a broken camera, a hostile page or an odd room gives: empty, black, white, noise, 1x1, 8000x6000, odd-sized,
 * rotated, one face all over, 40 faces. Without end; the same for the same seed.
 */
export async function* hostileFrames(seed: number): AsyncGenerator<HostileFrame> {
  const roll = seeded(seed);
  const between = (from: number, to: number): number => from + Math.floor(roll() * (to - from + 1));
  const faces = await facePictures();
  for (let turn = 0; ; turn += 1) {
    const format = FORMATS[turn % FORMATS.length] ?? 'grey';
    const [width, height] = [between(1, 800), between(1, 600)];
    const flat = (value: number, w = width, h = height): Frame => made(format, w, h, () => value);
    switch (turn % 12) {
      case 0:
        yield { what: 'black', frame: flat(0) };
        break;
      case 1:
        yield { what: 'white', frame: flat(255) };
        break;
      case 2:
        yield { what: 'noise', frame: made(format, width, height, () => between(0, 255)) };
        break;
      case 3:
        yield { what: '1x1', frame: flat(between(0, 255), 1, 1) };
        break;
      case 4:
        yield { what: 'a row', frame: flat(between(0, 255), between(1, 4000), between(1, 3)) };
        break;
      case 5:
        yield { what: 'a column', frame: flat(between(0, 255), between(1, 3), between(1, 4000)) };
        break;
      case 6:
        yield { what: 'stripes', frame: made(format, width, height, (index) => (index * 37) % 256) };
        break;
      // Large ones take a second each: a few of a thousand.
      case 7:
        yield turn % 2520 === 7
          ? { what: '8000x6000', frame: flat(between(0, 255), 8000, 6000) }
          : { what: 'grey', frame: flat(127) };
        break;
      default:
        yield faces[between(0, faces.length - 1)] ?? { what: 'black', frame: flat(0) };
    }
  }
}

function made(format: PixelFormat, width: number, height: number, at: (index: number) => number): Frame {
  const pixels = new Uint8Array(pixelBytes(format, width, height));
  for (let index = 0; index < pixels.length; index += 1) pixels[index] = at(index);
  return { capturedAtMs: 1, width, height, format, pixels };
}

async function facePictures(): Promise<readonly HostileFrame[]> {
  const head = sharp(FACE).extract(HEAD);
  const tile = await head.clone().resize(80, 80).png().toBuffer();
  const composite = Array.from({ length: 40 }, (_, index) => ({
    input: tile,
    left: (index % 8) * 80,
    top: Math.floor(index / 8) * 96,
  }));
  const wall = { width: 640, height: 480, channels: 3, background: '#444' } as const;
  return [
    { what: 'one face all over', frame: await frameOf(head.clone().resize(640, 480, { fit: 'cover' })) },
    { what: 'one face larger than the frame', frame: await frameOf(sharp(FACE).extract({ ...HEAD, width: 190 })) },
    { what: '40 faces', frame: await frameOf(sharp({ create: wall }).composite(composite)) },
    ...(await Promise.all(
      [90, 180, 270].map(async (angle) => ({
        what: `rotated by ${angle}`,
        frame: await frameOf(sharp(FACE).resize(641, 479, { fit: 'cover' }).rotate(angle)),
      })),
    )),
    { what: 'cut short', frame: await frameOf(sharp(FACE).extract({ left: 326, top: 500, width: 333, height: 191 })) },
  ];
}

async function frameOf(image: Sharp): Promise<Frame> {
  const { data, info } = await image.removeAlpha().ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { capturedAtMs: 1, width: info.width, height: info.height, format: 'rgba', pixels: new Uint8Array(data) };
}
