/** Repeatable noise from -1 to 1 (a linear congruential generator; the constants are Numerical Recipes'). */
export function noise(length: number, seed: number): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** Channels side by side -> a plane a channel, picture by picture. */
export function toPlanar(pixels: Float32Array, size: number, channels: number): Float32Array {
  const plane = size * size;
  return pixels.map((_, at) => {
    const picture = Math.floor(at / (plane * channels));
    const channel = Math.floor((at % (plane * channels)) / plane);
    return pixels[picture * plane * channels + (at % plane) * channels + channel]!;
  });
}

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = 0;
  for (let index = 0; index < a.length; index += 1) largest = Math.max(largest, Math.abs(a[index]! - b[index]!));
  return largest;
}
