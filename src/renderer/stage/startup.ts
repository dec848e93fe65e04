/** `play()` to the second frame on the screen, before one has been measured (Chromium without a GPU). */
const USUAL_STARTUP_MS = 40;

/** What all video decks have learnt about this machine: how long after `play()` a clip is really under way. */
export class Startup {
  #ms = USUAL_STARTUP_MS;
  #measured = false;

  get ms(): number {
    return this.#ms;
  }

  learn(ms: number): void {
    if (ms < 0 || ms > 500) return;
    this.#ms += (ms - this.#ms) * (this.#measured ? 0.2 : 1);
    this.#measured = true;
  }
}
