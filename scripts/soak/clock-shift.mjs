// Loaded before everything else in each Node process of a soak: moves its time of day by as many milliseconds as the file
// MIEN_SOAK_CLOCK says, from one moment to the next. What runs on `performance.now()` is not moved, as on a real machine.
import { readFileSync } from 'node:fs';

const file = process.env.MIEN_SOAK_CLOCK;
if (file !== undefined) {
  const RealDate = Date;
  const LOOK_EVERY_MS = 200;
  let shiftMs = 0;
  let lookedAtMs = -Infinity;
  const shift = () => {
    if (performance.now() - lookedAtMs < LOOK_EVERY_MS) return shiftMs;
    lookedAtMs = performance.now();
    try {
      shiftMs = Number(readFileSync(file, 'utf8')) || 0;
    } catch {
      // It goes away with the soak.
    }
    return shiftMs;
  };
  globalThis.Date = class Date extends RealDate {
    constructor(...given) {
      if (given.length === 0) super(RealDate.now() + shift());
      else super(...given);
    }

    static now() {
      return RealDate.now() + shift();
    }
  };
}
