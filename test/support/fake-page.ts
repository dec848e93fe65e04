import type { StageLink } from '../../src/main/hosts/host.ts';
import type { MainToStage, StageToMain } from '../../src/protocol/messages.ts';

/** A stage's link whose far end is the test. */
export class FakePage implements StageLink {
  readonly got: MainToStage[] = [];
  isClosed = false;
  readonly browser: string | null;
  readonly #messages: ((message: StageToMain) => void)[] = [];
  readonly #frames: ((bytes: Uint8Array) => void)[] = [];
  readonly #closed: (() => void)[] = [];

  constructor(browser: string | null = null) {
    this.browser = browser;
  }

  /** Something that the page says. */
  tell(fact: StageToMain): void {
    for (const listener of this.#messages) listener(fact);
  }

  frame(bytes = new Uint8Array(24)): void {
    for (const listener of this.#frames) listener(bytes);
  }

  send(message: MainToStage): void {
    this.got.push(message);
  }

  onMessage(listener: (message: StageToMain) => void): void {
    this.#messages.push(listener);
  }

  onFrame(listener: (bytes: Uint8Array) => void): void {
    this.#frames.push(listener);
  }

  sendFrame(): void {
    // Main sends none.
  }

  pendingBytes(): number {
    return 0;
  }

  onClosed(listener: () => void): void {
    this.#closed.push(listener);
  }

  close(): void {
    this.isClosed = true;
    for (const listener of this.#closed) listener();
  }
}
