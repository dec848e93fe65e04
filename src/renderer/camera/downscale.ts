/** A plane of 8-bit samples, `channels` interleaved (1 for Y, U, V or grey; 4 for RGBA), rows tightly packed. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly samples: Uint8Array<ArrayBuffer>;
}

/** The largest size of the same shape that fits `most`, even-sided (for half-size colour planes); never larger than given. */
export function fitWithin(
  size: { readonly width: number; readonly height: number },
  most: { readonly width: number; readonly height: number },
): { readonly width: number; readonly height: number } {
  const scale = Math.min(1, most.width / size.width, most.height / size.height);
  if (scale === 1) return { width: size.width, height: size.height };
  const even = (value: number): number => Math.max(2, Math.round(value / 2) * 2);
  return { width: even(size.width * scale), height: even(size.height * scale) };
}

/**
 * A plane made smaller. Each sample is the mean of the source pixels under it, so that a far face of few pixels loses
 * no more than it must (nearest-neighbour aliases eyes and mouths away).
 */
export function shrinkPlane(plane: Plane, width: number, height: number): Plane {
  if (plane.width === width && plane.height === height) return plane;
  const { channels, samples } = plane;
  const columns = spans(plane.width, width);
  const rows = spans(plane.height, height);
  const out = new Uint8Array(width * height * channels);
  const stride = plane.width * channels;
  let at = 0;
  for (let y = 0; y < height; y++) {
    const top = rows[y] ?? 0;
    const bottom = Math.max(top + 1, rows[y + 1] ?? plane.height);
    for (let x = 0; x < width; x++) {
      const left = columns[x] ?? 0;
      const right = Math.max(left + 1, columns[x + 1] ?? plane.width);
      const count = (bottom - top) * (right - left);
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let row = top; row < bottom; row++) {
          let index = row * stride + left * channels + channel;
          for (let column = left; column < right; column++, index += channels) sum += samples[index] ?? 0;
        }
        out[at++] = (sum + (count >> 1)) / count;
      }
    }
  }
  return { width, height, channels, samples: out };
}

/** Where each of `count` output cells begins in a row of `length` source pixels, and one more for the end. */
function spans(length: number, count: number): Int32Array {
  return Int32Array.from({ length: count + 1 }, (_, index) => Math.floor((index * length) / count));
}
