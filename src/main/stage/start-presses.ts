import type { StageLink } from '../hosts/host.ts';

/** Each page looks at a gamepad every 50 ms, in its own time: so long, and twice as long again for a busy machine. */
const SAME_PRESS_MS = 150;

/**
 * A MIDI button or a gamepad belongs to the machine and not to a window: every page hears it, also one that stands by. What
 * another page tells right after one that counted is the same press.
 */
export class StartPresses {
  #last: { readonly link: StageLink; readonly atMs: number } | null = null;

  /** Whether it is a press of its own. */
  counts(link: StageLink, nowMs: number): boolean {
    const last = this.#last;
    if (last !== null && last.link !== link && nowMs - last.atMs < SAME_PRESS_MS) return false;
    this.#last = { link, atMs: nowMs };
    return true;
  }
}
