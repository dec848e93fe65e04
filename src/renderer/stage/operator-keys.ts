/** What of a key event is looked at. */
export interface Key {
  readonly code: string;
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

export type Heard =
  /** The key belongs to the operator: it is not the start button. */
  { readonly type: 'taken' } | { readonly type: 'pin'; readonly pin: string } | { readonly type: 'free' };

/** Ctrl, Alt, Shift and M together: no browser and no desktop has it, and no hand falls upon it. */
const CHORD = 'KeyM';
/** After the chord so long for the digits and Enter. */
const OPEN_MS = 15_000;
const LONGEST_PIN = 12;

/** Hears the operator's chord, and the PIN that is typed blind after it: nothing of it is shown. */
export class OperatorKeys {
  #untilMs = -Infinity;
  #digits = '';

  hear(key: Key, nowMs: number): Heard {
    if (key.code === CHORD && key.ctrlKey && key.altKey && key.shiftKey) {
      this.#untilMs = nowMs + OPEN_MS;
      this.#digits = '';
      return { type: 'taken' };
    }
    if (nowMs > this.#untilMs) return { type: 'free' };
    if (/^\d$/.test(key.key)) {
      this.#digits = (this.#digits + key.key).slice(0, LONGEST_PIN);
      return { type: 'taken' };
    }
    if (key.key !== 'Enter') return { type: 'taken' };
    this.#untilMs = -Infinity;
    const pin = this.#digits;
    this.#digits = '';
    return pin === '' ? { type: 'taken' } : { type: 'pin', pin };
  }
}
