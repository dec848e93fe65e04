import type { Picture, Plane } from './picture.ts';
import { planesFor, toColour } from './picture.ts';
import { Shrinker } from './shrink.ts';

/** A square cut out of a picture, possibly turned and reaching over its edge. In pixels of the picture. */
export interface Cut {
  readonly centreX: number;
  readonly centreY: number;
  readonly side: number;
  /** How far the cut is turned clockwise, radians: the angle of the line between a tilted head's eyes. */
  readonly angle: number;
}

/** Samples under one output pixel, in each direction: more than this changes nothing that can be seen. */
const MOST_SAMPLES = 6;

/**
 * A small square picture of `size` pixels sampled out of a plane; black outside of it. `perPixel` bilinear samples in
 * each direction are averaged for each pixel.
 */
function samplePlane(
  plane: Plane,
  scaleX: number,
  scaleY: number,
  cut: Cut,
  size: number,
  perPixel: number,
): Float64Array {
  const { bytes, width, height, step, stride, offset } = plane;
  const out = new Float64Array(size * size);
  const count = size * perPixel;
  const pitch = cut.side / count;
  const cos = Math.cos(cut.angle) * pitch;
  const sin = Math.sin(cut.angle) * pitch;
  // Centre of the first sample, in the plane's pixels counted between centres.
  const half = (count - 1) / 2;
  const startX = cut.centreX - 0.5 - half * cos + half * sin;
  const startY = cut.centreY - 0.5 - half * sin - half * cos;
  const share = 1 / (perPixel * perPixel);
  for (let row = 0; row < count; row += 1) {
    let x = (startX - row * sin + 0.5) * scaleX - 0.5;
    let y = (startY + row * cos + 0.5) * scaleY - 0.5;
    const stepX = cos * scaleX;
    const stepY = sin * scaleY;
    const outRow = Math.floor(row / perPixel) * size;
    for (let column = 0; column < count; column += 1, x += stepX, y += stepY) {
      if (x <= -1 || y <= -1 || x >= width || y >= height) continue;
      const left = Math.floor(x);
      const top = Math.floor(y);
      const partX = x - left;
      const partY = y - top;
      // At the edge the outermost pixel is repeated half a pixel out; further out is black.
      const x0 = left < 0 ? 0 : left;
      const y0 = top < 0 ? 0 : top;
      const x1 = left + 1 >= width ? width - 1 : left + 1;
      const y1 = top + 1 >= height ? height - 1 : top + 1;
      const above = offset + y0 * stride;
      const below = offset + y1 * stride;
      const a = bytes[above + x0 * step] ?? 0;
      const b = bytes[above + x1 * step] ?? 0;
      const c = bytes[below + x0 * step] ?? 0;
      const d = bytes[below + x1 * step] ?? 0;
      const upper = a + (b - a) * partX;
      const lower = c + (d - c) * partX;
      const at = outRow + Math.floor(column / perPixel);
      out[at] = (out[at] ?? 0) + (upper + (lower - upper) * partY) * share;
    }
  }
  return out;
}

/** The same for a cut that is not turned: rows and columns apart, which takes a twentieth of the time. */
function shrinkPlane(plane: Plane, scaleX: number, scaleY: number, cut: Cut, size: number): Float64Array {
  const region = {
    x: (cut.centreX - cut.side / 2) * scaleX,
    y: (cut.centreY - cut.side / 2) * scaleY,
    width: cut.side * scaleX,
    height: cut.side * scaleY,
  };
  const shrinker = new Shrinker(plane, region, size, size);
  const out = new Float64Array(size * size);
  for (let y = 0; y < size; y += 1) shrinker.row(y, out.subarray(y * size, (y + 1) * size));
  return out;
}

/** A cut as `size` by `size` pixels, one array a channel, 0..255. Every pixel under the cut counts, so nothing aliases. */
export function resample(picture: Picture, cut: Cut, size: number, colour: 'grey' | 'rgb'): readonly Float64Array[] {
  const samples = planesFor(picture, colour).map((plane) => {
    const scaleX = plane.width / picture.width;
    const scaleY = plane.height / picture.height;
    if (cut.angle === 0) return shrinkPlane(plane, scaleX, scaleY, cut, size);
    const perPixel = Math.min(MOST_SAMPLES, Math.max(1, Math.round((cut.side * scaleX) / size)));
    return samplePlane(plane, scaleX, scaleY, cut, size, perPixel);
  });
  return toColour(picture.kind, samples, colour);
}
