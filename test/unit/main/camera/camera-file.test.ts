import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCameraFile } from '../../../../src/main/camera/camera-file.ts';
import { jpegFrames } from '../../../../src/main/camera/jpeg-frames.ts';
import { parseY4mHeader, toPlain420, type Y4mHeader } from '../../../../src/main/camera/y4m.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mien-camera-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, bytes: Uint8Array): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};
const header = (words: string): Y4mHeader => {
  const parsed = parseY4mHeader(Buffer.from(`YUV4MPEG2 ${words}\n`));
  if ('refused' in parsed) throw new Error(parsed.refused);
  return parsed;
};
const picture = (width: number, chromaSubsampling: string): Promise<Buffer> =>
  sharp({ create: { width, height: 32, channels: 3, background: { r: 200, g: 40, b: 90 } } })
    .jpeg({ chromaSubsampling })
    .toBuffer();

describe('a recorded camera in Y4M', () => {
  it('is used as it is in 8-bit 4:2:0, at any rate', async () => {
    const path = file('plain.y4m', Buffer.from('YUV4MPEG2 W2 H2 F24000:1001 Ip C420jpeg\nFRAME\nabcdef'));
    expect(await openCameraFile(path)).toMatchObject({ ok: true, file: path, converted: null });
  });

  it('is brought to 4:2:0 from grey, in a file that goes away again', async () => {
    const path = file('grey.y4m', Buffer.from('YUV4MPEG2 W2 H2 F10:1 Ip Cmono\nFRAME\nabcdFRAME\nefghFRAME\ni'));
    const opened = await openCameraFile(path);
    if (!opened.ok) throw new Error(opened.reason);
    const text = readFileSync(opened.file, 'latin1');
    expect(text).toBe('YUV4MPEG2 W2 H2 F10:1 Ip A1:1 C420jpeg\nFRAME\nabcd\x80\x80FRAME\nefgh\x80\x80');
    await opened.remove();
    expect(existsSync(opened.file)).toBe(false);
  });

  it.each([
    ['C444', [1, 2, 3, 4, 10, 20, 30, 40, 50, 60, 70, 80], [1, 2, 3, 4, 25, 65]],
    ['C422', [1, 2, 3, 4, 10, 20, 50, 60], [1, 2, 3, 4, 15, 55]],
    ['C411', [1, 2, 3, 4, 10, 20, 50, 60], [1, 2, 3, 4, 15, 55]],
    ['C420p10', [4, 0, 8, 0, 12, 0, 0, 1, 40, 0, 80, 0], [1, 2, 3, 64, 10, 20]],
  ])('has its colours averaged from %s', (colours, planes, plain) => {
    expect([...toPlain420(header(`W2 H2 F10:1 ${colours}`), Uint8Array.from(planes))]).toEqual(plain);
  });

  it.each(['', 'RIFF', 'YUV4MPEG2 W0 H2\n', 'YUV4MPEG2 W2 H2 C999\n', 'YUV4MPEG2 W2'])(
    'is refused in a line where it begins with "%s"',
    async (text) => {
      expect(await openCameraFile(file('wrong.y4m', Buffer.from(text)))).toMatchObject({ ok: false });
    },
  );
});

describe('a recorded camera in MJPEG', () => {
  it('is used as it is where the browser decodes it', async () => {
    const frame = await picture(32, '4:2:0');
    const path = file('plain.mjpeg', Buffer.concat([frame, frame]));
    expect(await openCameraFile(path)).toMatchObject({ ok: true, file: path });
  });

  it('is brought to 4:2:0 of one size where it is progressive, or its pictures differ', async () => {
    const odd = await sharp(await picture(32, '4:4:4'))
      .jpeg({ progressive: true })
      .toBuffer();
    const opened = await openCameraFile(
      file('odd.mjpeg', Buffer.concat([odd, await picture(64, '4:2:0'), odd.subarray(0, 200)])),
    );
    if (!opened.ok) throw new Error(opened.reason);
    const frames = jpegFrames(readFileSync(opened.file));
    expect(frames.map(({ width, height, isPlain }) => [width, height, isPlain])).toEqual([
      [32, 32, true],
      [32, 32, true],
    ]);
    await opened.remove();
  });

  it('is refused in a line where it holds no pictures', async () => {
    const refused = await openCameraFile(file('none.mjpeg', Buffer.from('nothing')));
    expect(refused).toMatchObject({ ok: false });
    expect(await openCameraFile(join(folder, 'absent.mjpeg'))).toMatchObject({ ok: false });
  });
});
