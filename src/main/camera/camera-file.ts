import { createHash } from 'node:crypto';
import { mkdtemp, open, readFile, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import sharp from 'sharp';
import { jpegFrames, type JpegFrame } from './jpeg-frames.ts';
import { frameBytes, isPlain420, parseY4mHeader, plainHeader, toPlain420, type Y4mHeader } from './y4m.ts';

/** A recorded camera in a form that Chromium's fake device reads. */
export type CameraFile =
  | {
      readonly ok: true;
      readonly file: string;
      /** What was done to it, or null where it is the file as it was given. */
      readonly converted: string | null;
      /** Removes what was written; does nothing where nothing was. */
      readonly remove: () => Promise<void>;
    }
  | { readonly ok: false; readonly reason: string };

/** Recordings above this are not read whole; one is minutes long at 1280x720. */
const LARGEST_MJPEG = 1024 * 1024 * 1024;

/** Makes a recorded camera ready. Never throws: what is wrong with the file is said in a line. */
export async function openCameraFile(path: string): Promise<CameraFile> {
  try {
    return extname(path).toLowerCase() === '.y4m' ? await openY4m(path) : await openMjpeg(path);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, reason: `${path} cannot be used as a camera: ${why}` };
  }
}

const asItIs = (file: string): CameraFile => ({ ok: true, file, converted: null, remove: () => Promise.resolve() });

async function openY4m(path: string): Promise<CameraFile> {
  const source = await open(path);
  try {
    const head = new Uint8Array(1025);
    const { bytesRead } = await source.read(head, 0, head.length, 0);
    const header = parseY4mHeader(head.subarray(0, bytesRead));
    if ('refused' in header) return { ok: false, reason: `${path} is no Y4M file: ${header.refused}` };
    if (isPlain420(header)) return asItIs(path);
    return await inTemporaryFile('camera.y4m', 'as 8-bit 4:2:0', (to) => convertY4m(source, header, to));
  } finally {
    await source.close();
  }
}

/** Frame by frame: a recording can be larger than memory. A last frame that was cut off is left out. */
async function convertY4m(source: FileHandle, header: Y4mHeader, to: string): Promise<void> {
  const target = await open(to, 'w');
  try {
    await target.write(plainHeader(header));
    const line = new Uint8Array(256);
    const planes = new Uint8Array(frameBytes(header));
    let at = header.bytes;
    for (;;) {
      const { bytesRead } = await source.read(line, 0, line.length, at);
      const end = line.subarray(0, bytesRead).indexOf(10);
      if (end === -1 || !new TextDecoder().decode(line.subarray(0, 5)).startsWith('FRAME')) return;
      at += end + 1;
      const read = await source.read(planes, 0, planes.length, at);
      if (read.bytesRead < planes.length) return;
      at += planes.length;
      await target.write('FRAME\n');
      await target.write(toPlain420(header, planes));
    }
  } finally {
    await target.close();
  }
}

async function openMjpeg(path: string): Promise<CameraFile> {
  const source = await open(path);
  const { size } = await source.stat();
  await source.close();
  if (size > LARGEST_MJPEG) return { ok: false, reason: `${path} is larger than ${LARGEST_MJPEG} bytes` };
  const bytes = await readFile(path);
  const frames = jpegFrames(bytes);
  const [first] = frames;
  if (first === undefined) return { ok: false, reason: `${path} holds no JPEG pictures` };
  const isUsable = (frame: JpegFrame): boolean =>
    frame.isPlain && frame.width === first.width && frame.height === first.height;
  if (frames.every(isUsable)) return asItIs(path);
  return inTemporaryFile('camera.mjpeg', 'as JPEGs in 4:2:0 of one size', async (to) => {
    await writeFile(to, Buffer.concat(await plainFrames(bytes, frames, first, isUsable)));
  });
}

/** How many pictures are converted at once. */
const AT_ONCE = 4;

async function plainFrames(
  bytes: Buffer,
  frames: readonly JpegFrame[],
  first: JpegFrame,
  isUsable: (frame: JpegFrame) => boolean,
): Promise<readonly Buffer[]> {
  // The same picture over and over, as in tests, is converted once.
  const made = new Map<string, Buffer>();
  const convert = async (frame: JpegFrame): Promise<Buffer> => {
    const picture = bytes.subarray(frame.start, frame.end);
    if (isUsable(frame)) return picture;
    const key = createHash('sha1').update(picture).digest('base64');
    const before = made.get(key);
    if (before !== undefined) return before;
    const plain = await sharp(picture, { failOn: 'none' })
      .resize(first.width, first.height, { fit: 'fill' })
      .toColourspace('srgb')
      .jpeg({ quality: 95, chromaSubsampling: '4:2:0', progressive: false })
      .toBuffer();
    made.set(key, plain);
    return plain;
  };
  const converted: Buffer[] = [];
  for (let index = 0; index < frames.length; index += AT_ONCE) {
    converted.push(...(await Promise.all(frames.slice(index, index + AT_ONCE).map(convert))));
  }
  return converted;
}

async function inTemporaryFile(
  name: string,
  converted: string,
  write: (to: string) => Promise<void>,
): Promise<CameraFile> {
  const folder = await mkdtemp(join(tmpdir(), 'mien-camera-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await write(join(folder, name));
  } catch (error) {
    await remove();
    throw error;
  }
  return { ok: true, file: join(folder, name), converted, remove };
}
