// Draws the app's icon for electron-builder, which makes each system's own format of it: the stage's icon -> build/icon.png.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const root = fileURLToPath(new URL('..', import.meta.url));
/** macOS wants 1024, with air around the shape; the other systems less. */
const PIXELS = 1024;
const AIR = 64;

/** @returns {Promise<string>} path of the picture. */
export async function drawIcon() {
  const path = join(root, 'build', 'icon.png');
  mkdirSync(join(root, 'build'), { recursive: true });
  const drawn = sharp(readFileSync(join(root, 'src/renderer/stage/icon.svg')), { density: 72 * 28 });
  const air = { top: AIR, bottom: AIR, left: AIR, right: AIR, background: { r: 0, g: 0, b: 0, alpha: 0 } };
  await drawn
    .resize(PIXELS - 2 * AIR, PIXELS - 2 * AIR)
    .extend(air)
    .png({ palette: true })
    .toFile(path);
  return path;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await drawIcon());
