// What the soak puts around the show: visitors before its camera, a browser that can be looked into, a free port.
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import sharp from 'sharp';

export function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** Visitors in fast succession: a face for 20 s, nobody for 12 s, over and over. Faces are of the packages' own photos. */
export async function camera(root, scratch) {
  const photo = join(root, 'node_modules/@vladmandic/face-api/demo/sample1.jpg');
  const size = { width: 640, height: 480 };
  const face = await sharp(photo)
    .resize({ ...size, fit: 'cover' })
    .jpeg({ quality: 70 })
    .toBuffer();
  const nobody = await sharp({ create: { ...size, channels: 3, background: '#606468' } })
    .jpeg({ quality: 70 })
    .toBuffer();
  const file = join(scratch, 'camera.mjpeg');
  writeFileSync(file, Buffer.concat([...Array(20 * 30).fill(face), ...Array(12 * 30).fill(nobody)]));
  return file;
}

/** The browser as the show would start it, with a port to watch it by: it writes which into its profile. */
export function wrapper(scratch) {
  const places = [
    process.env.CHROME_PATH,
    '/usr/bin/google-chrome-stable',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
  ];
  const real = places.find((path) => path !== undefined && existsSync(path));
  if (real === undefined) throw new Error('no browser was found: set CHROME_PATH');
  const file = join(scratch, 'browser');
  writeFileSync(file, `#!/bin/sh\nexec "${real}" --remote-debugging-port=0 "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}
