import type { Plane } from './picture.ts';

/** For each output pixel of one axis: which inputs count, and how much. */
interface Taps {
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** `most` weights for each output pixel. */
  readonly weights: Float32Array;
  readonly most: number;
}

const known = new Map<string, Taps>();
/** Cameras keep their size, so a handful of tables is all there ever is; more than this and they are made anew. */
const MOST_KNOWN = 64;

/** Area averaging where the picture gets smaller, linear interpolation where it gets larger. */
function tapsFor(start: number, length: number, inputs: number, outputs: number): Taps {
  const key = `${start} ${length} ${inputs} ${outputs}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const scale = length / outputs;
  const reach = Math.max(1, scale);
  const most = Math.ceil(reach) + 2;
  const taps: Taps = {
    first: new Int32Array(outputs),
    count: new Int32Array(outputs),
    weights: new Float32Array(outputs * most),
    most,
  };
  for (let out = 0; out < outputs; out += 1) {
    const centre = start + (out + 0.5) * scale;
    const from = Math.max(0, Math.floor(centre - reach / 2));
    const to = Math.min(inputs - 1, Math.ceil(centre + reach / 2) - 1);
    taps.first[out] = from;
    taps.count[out] = Math.max(0, Math.min(to - from + 1, most));
    let sum = 0;
    for (let at = from; at <= to && at - from < most; at += 1) {
      const overlap = Math.min(at + 1, centre + reach / 2) - Math.max(at, centre - reach / 2);
      taps.weights[out * most + at - from] = overlap;
      sum += overlap;
    }
    for (let at = 0; at < most && sum > 0; at += 1) {
      taps.weights[out * most + at] = (taps.weights[out * most + at] ?? 0) / sum;
    }
  }
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, taps);
  return taps;
}

/** A part of a plane, in the plane's pixels. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The region as `outWidth` by `outHeight` numbers, 0..255; written into `out` with `outStride` numbers a row. */
export function shrink(
  plane: Plane,
  region: Region,
  outWidth: number,
  outHeight: number,
  out: Float32Array,
  outOffset: number,
  outStride: number,
): void {
  const { bytes, step, stride } = plane;
  const across = tapsFor(region.x, region.width, plane.width, outWidth);
  const down = tapsFor(region.y, region.height, plane.height, outHeight);
  const firstColumn = across.first[0] ?? 0;
  const lastColumn = (across.first[outWidth - 1] ?? 0) + (across.count[outWidth - 1] ?? 0);
  const row = new Float32Array(plane.width);
  for (let outY = 0; outY < outHeight; outY += 1) {
    const firstRow = down.first[outY] ?? 0;
    const rows = down.count[outY] ?? 0;
    row.fill(0);
    for (let index = 0; index < rows; index += 1) {
      const weight = down.weights[outY * down.most + index] ?? 0;
      if (weight === 0) continue;
      let at = plane.offset + (firstRow + index) * stride + firstColumn * step;
      for (let x = firstColumn; x < lastColumn; x += 1, at += step) {
        row[x] = (row[x] ?? 0) + weight * (bytes[at] ?? 0);
      }
    }
    const outRow = outOffset + outY * outStride;
    for (let outX = 0; outX < outWidth; outX += 1) {
      const first = across.first[outX] ?? 0;
      const count = across.count[outX] ?? 0;
      const weights = outX * across.most;
      let sum = 0;
      for (let index = 0; index < count; index += 1) {
        sum += (across.weights[weights + index] ?? 0) * (row[first + index] ?? 0);
      }
      out[outRow + outX] = sum;
    }
  }
}
