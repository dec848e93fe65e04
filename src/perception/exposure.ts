import type { Picture } from './picture.ts';
import { LUMA } from './picture.ts';
import type { Region } from './shrink.ts';

/** Mean brightness of 0..255 that darker pictures are lit to: the detector learnt from pictures taken in good light. */
const LIT_TO = 64;
/** Lit further than this, a camera's noise is all there is to see. */
const MOST_GAIN = 8;
/** Places along each side at which the brightness is looked at. */
const SAMPLES = 32;

/**
 * By how much a part of a picture is multiplied before the detector sees it: 1 in ordinary light. In a tenth of it most
 * faces are found without that, but their boxes lie less truly over them, so that expressions are read from a wrong cut.
 */
export function gainFor(picture: Picture, region: Region): number {
  const mean = meanBrightness(picture, region);
  return mean >= LIT_TO ? 1 : Math.min(MOST_GAIN, LIT_TO / Math.max(mean, 1));
}

function meanBrightness(picture: Picture, region: Region): number {
  const [first] = picture.planes;
  if (first === undefined) return 255;
  // A camera's first plane is brightness already, and so is a grey picture's.
  const planes =
    picture.kind === 'rgb'
      ? picture.planes.map((plane, index) => ({ plane, share: LUMA[index] ?? 0 }))
      : [{ plane: first, share: 1 }];
  const places = (from: number, length: number, most: number): readonly number[] =>
    Array.from({ length: SAMPLES }, (_, index) =>
      Math.max(0, Math.min(most - 1, Math.floor(from + ((index + 0.5) * length) / SAMPLES))),
    );
  const columns = places(region.x, region.width, first.width);
  let sum = 0;
  for (const row of places(region.y, region.height, first.height)) {
    for (const column of columns) {
      for (const { plane, share } of planes) {
        sum += share * (plane.bytes[plane.offset + row * plane.stride + column * plane.step] ?? 0);
      }
    }
  }
  return sum / (SAMPLES * SAMPLES);
}
