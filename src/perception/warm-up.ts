import type { Frame } from '../protocol/frame-codec.ts';
import type { Reading } from '../protocol/reading.ts';
import type { Recogniser } from './recogniser.ts';

const WIDTH = 640;
const HEIGHT = 480;

/** A drawn face, good enough for the detector: an oval with eyes, brows and a mouth on a dim wall. The same every time. */
export function warmUpFrame(): Frame {
  const pixels = new Uint8Array(WIDTH * HEIGHT);
  const inOval = (x: number, y: number, cx: number, cy: number, rx: number, ry: number): boolean =>
    ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 < 1;
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      let value = 70 + (y * 30) / HEIGHT;
      if (inOval(x, y, 320, 215, 118, 150)) value = 45;
      if (inOval(x, y, 320, 240, 100, 135)) value = 190 - Math.abs(x - 320) * 0.35;
      for (const side of [-1, 1]) {
        if (inOval(x, y, 320 + side * 40, 215, 17, 9)) value = 235;
        if (inOval(x, y, 320 + side * 40, 215, 8, 9)) value = 30;
        if (inOval(x, y, 320 + side * 40, 192, 24, 5)) value = 60;
      }
      if (inOval(x, y, 320, 255, 12, 26)) value = 150;
      if (inOval(x, y, 320, 312, 36, 10)) value = 100;
      pixels[y * WIDTH + x] = value;
    }
  }
  return { capturedAtMs: 0, width: WIDTH, height: HEIGHT, format: 'grey', pixels };
}

/** What each look at the warm-up picture gave. */
export type OnWarmUp = (search: 'whole' | 'quick', reading: Reading) => void;

/** A look that compiles and one that is timed; in a trial enough of them for a fair time. */
const LOOKS = { usual: { whole: 1, quick: 2 }, trial: { whole: 3, quick: 6 } } as const;

/**
 * Reads the warm-up picture as one face and as a frame, so that every network has run before the first visitor comes.
 * @param onLook asks for the longer series of looks by which execution providers are compared.
 * @returns the milliseconds of the last look, when everything is loaded. @throws what the engine throws.
 */
export async function warmUp(recogniser: Recogniser, onLook?: OnWarmUp): Promise<number> {
  const frame = warmUpFrame();
  const looks = onLook === undefined ? LOOKS.usual : LOOKS.trial;
  let tookMs = 0;
  for (const search of ['whole', 'quick'] as const) {
    for (let look = 0; look < looks[search]; look += 1) {
      const reading = await recogniser.read(frame, { search });
      onLook?.(search, reading);
      ({ tookMs } = reading);
    }
  }
  return tookMs;
}
