/**
 * Twice the frames out of those that are painted. Each frame shown stands a quarter of the way from one painted frame
 * to its neighbour, so that all are equally soft: a sea moves slowly, and what it costs to paint one frame in two is
 * a little of its glitter's sharpness.
 */

/** Calls `show(bytes)` twice for each painted frame; the same buffer each time. `frames` come round at the end. */
export async function showBetween(frames, count, show) {
  const first = Uint8Array.from(frames(0));
  const [shown, from] = [new Uint8Array(first.length), Uint8Array.from(first)];
  for (let k = 1; k <= count; k++) {
    const to = k === count ? first : frames(k);
    for (let i = 0; i < shown.length; i++) shown[i] = (3 * from[i] + to[i] + 2) >> 2;
    await show(shown);
    for (let i = 0; i < shown.length; i++) shown[i] = (from[i] + 3 * to[i] + 2) >> 2;
    await show(shown);
    from.set(to);
  }
}
