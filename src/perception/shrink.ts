import type { Plane } from './picture.ts';

/** For each output pixel of one axis: which inputs count, and how much. */
interface Taps {
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** `most` weights for each output pixel. */
  readonly weights: Float64Array;
  readonly most: number;
  /** The largest count. */
  readonly largest: number;
}

const known = new Map<string, Taps>();
/** Cameras keep their size, so a handful of tables is all there ever is; more than this and they are made anew. */
const MOST_KNOWN = 64;

/** The table for one axis; those that begin on a pixel are kept, since a face's box never comes twice. */
function tapsFor(start: number, length: number, inputs: number, outputs: number): Taps {
  if (!Number.isInteger(start)) return makeTaps(start, length, inputs, outputs);
  const key = `${start} ${length} ${inputs} ${outputs}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = makeTaps(start, length, inputs, outputs);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, made);
  return made;
}

/** Area averaging where the picture gets smaller, linear interpolation where it gets larger. */
function makeTaps(start: number, length: number, inputs: number, outputs: number): Taps {
  const scale = length / outputs;
  const reach = Math.max(1, scale);
  const most = Math.ceil(reach) + 2;
  const first = new Int32Array(outputs);
  const count = new Int32Array(outputs);
  const weights = new Float64Array(outputs * most);
  for (let out = 0; out < outputs; out += 1) {
    const centre = start + (out + 0.5) * scale;
    const from = Math.max(0, Math.floor(centre - reach / 2));
    const to = Math.min(inputs - 1, Math.ceil(centre + reach / 2) - 1);
    first[out] = from;
    count[out] = Math.max(0, Math.min(to - from + 1, most));
    let sum = 0;
    for (let at = from; at <= to && at - from < most; at += 1) {
      const overlap = Math.min(at + 1, centre + reach / 2) - Math.max(at, centre - reach / 2);
      weights[out * most + at - from] = overlap;
      sum += overlap;
    }
    for (let at = 0; at < most && sum > 0; at += 1) {
      weights[out * most + at] = (weights[out * most + at] ?? 0) / sum;
    }
  }
  return { first, count, weights, most, largest: count.reduce((a, b) => Math.max(a, b), 0) };
}

/** A part of a plane, in the plane's pixels. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A part of a plane made smaller (or larger), an output row at a time: so nothing of the whole picture's size is made. */
export class Shrinker {
  readonly #plane: Plane;
  readonly #across: Taps;
  readonly #down: Taps;
  readonly #outWidth: number;
  /** One row of the plane, its rows under the output row already averaged. */
  readonly #column: Float64Array;

  constructor(plane: Plane, region: Region, outWidth: number, outHeight: number) {
    this.#plane = plane;
    this.#across = tapsFor(region.x, region.width, plane.width, outWidth);
    this.#down = tapsFor(region.y, region.height, plane.height, outHeight);
    this.#outWidth = outWidth;
    // With room behind: a read past an array's end makes the loop that does it many times slower.
    this.#column = new Float64Array(plane.width + 2);
  }

  /** Writes output row `y`, numbers of 0..255, to the start of `out`. */
  row(y: number, out: Float64Array): void {
    this.#averageDown(y);
    averageAcross(this.#column, this.#across, this.#outWidth, out);
  }

  #averageDown(y: number): void {
    const { bytes, step, stride, offset } = this.#plane;
    const { first, count } = this.#across;
    const from = first[0] ?? 0;
    const to = (first[this.#outWidth - 1] ?? 0) + (count[this.#outWidth - 1] ?? 0);
    const { weights, most } = this.#down;
    const rows = this.#down.count[y] ?? 0;
    const w = y * most;
    let at = offset + (this.#down.first[y] ?? 0) * stride + from * step;
    // Three rows to one is the usual camera's case (480 or so to 192); two at a time otherwise.
    if (rows === 3) {
      setThree(
        this.#column,
        bytes,
        from,
        to,
        at,
        step,
        stride,
        weights[w] ?? 0,
        weights[w + 1] ?? 0,
        weights[w + 2] ?? 0,
      );
      return;
    }
    if (rows === 0) this.#column.fill(0);
    for (let index = 0; index < rows; index += 2, at += 2 * stride) {
      const isPair = index + 1 < rows;
      const add = index === 0 ? setTwo : addTwo;
      add(
        this.#column,
        bytes,
        from,
        to,
        at,
        step,
        isPair ? stride : 0,
        weights[w + index] ?? 0,
        isPair ? (weights[w + index + 1] ?? 0) : 0,
      );
    }
  }
}

// The loops below are where a frame's time goes: kept apart and plain, so that each is compiled for just what it does.

function setTwo(
  column: Float64Array,
  bytes: Uint8Array,
  from: number,
  to: number,
  start: number,
  step: number,
  stride: number,
  weightA: number,
  weightB: number,
): void {
  for (let x = from, a = start, b = start + stride; x < to; x += 1, a += step, b += step) {
    column[x] = weightA * (bytes[a] ?? 0) + weightB * (bytes[b] ?? 0);
  }
}

function addTwo(
  column: Float64Array,
  bytes: Uint8Array,
  from: number,
  to: number,
  start: number,
  step: number,
  stride: number,
  weightA: number,
  weightB: number,
): void {
  for (let x = from, a = start, b = start + stride; x < to; x += 1, a += step, b += step) {
    column[x] = (column[x] ?? 0) + weightA * (bytes[a] ?? 0) + weightB * (bytes[b] ?? 0);
  }
}

function setThree(
  column: Float64Array,
  bytes: Uint8Array,
  from: number,
  to: number,
  start: number,
  step: number,
  stride: number,
  weightA: number,
  weightB: number,
  weightC: number,
): void {
  let b = start + stride;
  let c = b + stride;
  for (let x = from, a = start; x < to; x += 1, a += step, b += step, c += step) {
    column[x] = weightA * (bytes[a] ?? 0) + weightB * (bytes[b] ?? 0) + weightC * (bytes[c] ?? 0);
  }
}

function averageAcross(column: Float64Array, taps: Taps, outWidth: number, out: Float64Array): void {
  const { first, count, weights, most } = taps;
  if (taps.largest === 2) {
    for (let x = 0, w = 0; x < outWidth; x += 1, w += most) {
      const at = first[x] ?? 0;
      out[x] = (weights[w] ?? 0) * (column[at] ?? 0) + (weights[w + 1] ?? 0) * (column[at + 1] ?? 0);
    }
    return;
  }
  if (taps.largest === 3) {
    for (let x = 0, w = 0; x < outWidth; x += 1, w += most) {
      const at = first[x] ?? 0;
      out[x] =
        (weights[w] ?? 0) * (column[at] ?? 0) +
        (weights[w + 1] ?? 0) * (column[at + 1] ?? 0) +
        (weights[w + 2] ?? 0) * (column[at + 2] ?? 0);
    }
    return;
  }
  for (let x = 0, w = 0; x < outWidth; x += 1, w += most) {
    const at = first[x] ?? 0;
    const taken = count[x] ?? 0;
    let sum = 0;
    for (let index = 0; index < taken; index += 1) sum += (weights[w + index] ?? 0) * (column[at + index] ?? 0);
    out[x] = sum;
  }
}
