/**
 * Sharpens a face that moved while the shutter was open. Fine detail is lost along the way that it moved and stays across
 * it; faces at rest have as much of it both ways. So the blur tells its own direction. A face that did not move is left as it
 * is, out of focus or far away too: what it lacks it lacks both ways.
 */

/** Detail across over detail down, as a logarithm, of nearly all faces at rest: up to this nothing is done. */
const AT_REST = 0.22;
/** From here on all of it is done. A face that moved by a thirteenth of itself is at 0.35 to 0.7. */
const MOVED = 0.4;
/** Length of the blur that is taken back, in sides of the cut: a thirteenth of a face, on which it was chosen (decision 013). */
const LENGTH = 0.08;
/** Van Cittert's iteration, so often: what the blur takes from the picture as it is now is added to the blurred one. */
const STEPS = 3;
/** Below it a picture is flat, in grey steps. */
const FLAT = 1e-6;

/** A grey square of `size` pixels a side, in place. */
export function unblur(grey: Float64Array, size: number): void {
  const lean = leanOf(grey, size);
  const share = Math.min(1, (Math.abs(lean) - AT_REST) / (MOVED - AT_REST));
  if (!(share > 0)) return;
  const isAcross = lean < 0;
  const [step, stride] = isAcross ? [1, size] : [size, 1];
  for (let line = 0; line < size; line += 1) sharpen(grey, line * stride, step, size, share);
}

/** Logarithm of detail across over detail down: below 0 where a face moved across, above where it moved up or down. */
export function leanOf(grey: Float64Array, size: number): number {
  const across = detailOf(grey, size, 1, size);
  const down = detailOf(grey, size, size, 1);
  return across > 0 && down > 0 ? Math.log(across / down) : 0;
}

/** Mean second difference over mean first difference, along lines whose pixels are `step` apart. */
function detailOf(grey: Float64Array, size: number, step: number, stride: number): number {
  let first = 0;
  let second = 0;
  for (let line = 0; line < size; line += 1) {
    for (let place = 1, at = line * stride + step; place < size; place += 1, at += step) {
      const change = (grey[at] ?? 0) - (grey[at - step] ?? 0);
      first += Math.abs(change);
      if (place + 1 < size) second += Math.abs((grey[at + step] ?? 0) - (grey[at] ?? 0) - change);
    }
  }
  return first < FLAT ? 0 : (second * (size - 1)) / (first * (size - 2));
}

function sharpen(grey: Float64Array, from: number, step: number, size: number, share: number): void {
  const seen = Float64Array.from({ length: size }, (_, place) => grey[from + place * step] ?? 0);
  const guess = Float64Array.from(seen);
  for (let turn = 0; turn < STEPS; turn += 1) {
    const blurred = blur(guess, LENGTH * size);
    for (let place = 0; place < size; place += 1) {
      guess[place] = (guess[place] ?? 0) + (seen[place] ?? 0) - (blurred[place] ?? 0);
    }
  }
  for (let place = 0; place < size; place += 1) {
    const was = seen[place] ?? 0;
    grey[from + place * step] = was + share * ((guess[place] ?? 0) - was);
  }
}

/** The mean over `length` pixels around each, parts of pixels counted in part, the ends of the line repeated. */
function blur(line: Float64Array, length: number): Float64Array {
  const reach = Math.ceil((length - 1) / 2);
  const outermost = (length - (2 * reach - 1)) / 2;
  const last = line.length - 1;
  return line.map((_, place) => {
    let sum = 0;
    for (let off = -reach; off <= reach; off += 1) {
      const weight = Math.abs(off) === reach ? outermost : 1;
      sum += weight * (line[Math.max(0, Math.min(last, place + off))] ?? 0);
    }
    return sum / length;
  });
}
