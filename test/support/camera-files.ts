import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp from 'sharp';

/** Faces of the photos that come with a package: picture, centre of the face and its size, in pixels. */
export const PHOTO_FACES = {
  happy: { photo: 'sample3.jpg', x: 1186, y: 383, size: 245 },
  calm: { photo: 'sample6.jpg', x: 1266, y: 466, size: 232 },
  sad: { photo: 'sample2.jpg', x: 978, y: 355, size: 207 },
} as const;

/** A second of a visitor who stands before the camera and sways a little: a picture that hangs still is not read for long. */
const FRAMES = 30;
const WIDTH = 640;
const HEIGHT = 480;

/** A camera recording of one face, as JPEGs in 4:2:0 one after another. @returns the file. */
export async function faceCamera(face: keyof typeof PHOTO_FACES, folder: string): Promise<string> {
  const { photo, x, y, size } = PHOTO_FACES[face];
  const package_ = createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json');
  const file = join(dirname(package_), 'demo', photo);
  // The face takes 60 % of the frame's height: the neighbours of the photo stay outside.
  const height = Math.round(size / 0.6);
  const width = Math.round((height * WIDTH) / HEIGHT);
  const whole = await sharp(file).metadata();
  const frames = await Promise.all(
    Array.from({ length: FRAMES }, (_, index) => {
      const sway = Math.round(0.03 * size * Math.sin((2 * Math.PI * index) / FRAMES));
      const left = Math.min(Math.max(0, Math.round(x - width / 2) + sway), whole.width - width);
      const top = Math.min(Math.max(0, Math.round(y - height / 2)), whole.height - height);
      return sharp(file).extract({ left, top, width, height }).resize(WIDTH, HEIGHT).jpeg({ quality: 92 }).toBuffer();
    }),
  );
  return write(join(folder, `${face}.mjpeg`), frames);
}

/** A camera in a room where nobody is: a grey wall with a shadow. */
export async function emptyCamera(folder: string): Promise<string> {
  const wall = Buffer.from(
    Uint8Array.from({ length: WIDTH * HEIGHT }, (_, index) => 110 + Math.round(40 * ((index % WIDTH) / WIDTH))),
  );
  const frame = await sharp(wall, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
    .toColourspace('srgb')
    .jpeg()
    .toBuffer();
  return write(
    join(folder, 'empty.mjpeg'),
    Array.from({ length: FRAMES }, () => frame),
  );
}

function write(file: string, frames: readonly Buffer[]): string {
  writeFileSync(file, Buffer.concat(frames));
  return file;
}
