import { writeAtomically } from './atomic-file.ts';

/** How long after a refusal the disk is asked again. */
const RETRY_MS = 1000;

export interface KeptTextOptions {
  readonly path: string;
  /** Told when the disk takes no text; again only after it has taken one since. */
  readonly onFailure: (reason: string) => void;
  /** Waited for before each write: what has to be on the disk before the text. Never rejects. */
  readonly before?: () => Promise<void>;
  readonly retryMs?: number;
}

/**
 * Keeps a file's newest text: one write at a time, texts in between are passed over. A text that the disk refused is
 * written as soon as it takes one: a show that is killed after that goes on from there. Never throws.
 */
export class KeptText {
  readonly #options: Required<KeptTextOptions>;
  #next: string | null = null;
  #work: Promise<void> | null = null;
  #isFailing = false;
  #retry: ReturnType<typeof setTimeout> | null = null;

  constructor(options: KeptTextOptions) {
    this.#options = { before: () => Promise.resolve(), retryMs: RETRY_MS, ...options };
  }

  keep(text: string): void {
    this.#next = text;
    this.#start();
  }

  /** Resolves once the newest text is on the disk, or was refused by it. */
  async settled(): Promise<void> {
    await this.#work;
  }

  #start(): void {
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
    this.#work ??= this.#write().finally(() => {
      this.#work = null;
      // Given in the very moment in which the last write ended.
      if (this.#next !== null && this.#retry === null) this.#start();
    });
  }

  async #write(): Promise<void> {
    for (let text = this.#next; text !== null; text = this.#next) {
      await this.#options.before();
      try {
        await writeAtomically(this.#options.path, text);
        this.#isFailing = false;
        if (this.#next === text) this.#next = null;
      } catch (error) {
        if (!this.#isFailing) this.#options.onFailure(error instanceof Error ? error.message : String(error));
        this.#isFailing = true;
        if (this.#next !== text) continue;
        this.#retry = setTimeout(() => this.#start(), this.#options.retryMs);
        this.#retry.unref();
        return;
      }
    }
  }
}
