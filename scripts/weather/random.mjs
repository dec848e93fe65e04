/** Seeded random numbers: the same seed draws the same film on every machine. */

/** Uniform numbers in [0, 1) (mulberry32). */
export function randomSource(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Normally distributed numbers, mean 0, deviation 1 (Box and Muller). */
export function gaussianSource(seed) {
  const uniform = randomSource(seed);
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** A fixed number in [0, 1) for every pair of whole numbers. */
export function noiseOfPixel(x, y) {
  let n = Math.imul(Math.imul(x, 1597334673) ^ Math.imul(y, 3812015801), 1597334673);
  n ^= n >>> 15;
  n = Math.imul(n, 2246822519);
  n ^= n >>> 13;
  return (n >>> 0) / 4294967296;
}
