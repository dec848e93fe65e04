/** mulberry32: the same seed, the same harm. */
export function randomOf(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Gives out all things in a random order, then all of them in another: none is missed for long. */
export function bagOf(things, random) {
  let bag = [];
  return (isWanted = () => true) => {
    for (let refills = 0; refills < 2; refills += 1) {
      const at = bag.findIndex(isWanted);
      if (at !== -1) return bag.splice(at, 1)[0];
      const shuffled = things.map((thing) => ({ thing, at: random() })).sort((a, b) => a.at - b.at);
      bag = [...bag, ...shuffled.map(({ thing }) => thing)];
    }
    return undefined;
  };
}
