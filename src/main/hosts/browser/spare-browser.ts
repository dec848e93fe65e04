import type { BrowserProcess } from './browser-process.ts';
import { patienceMs } from '../../patience.ts';
import type { PageLink } from './page-sockets.ts';
import type { NamedBrowser } from './running-browser.ts';
import { watchBrowser, watchLink } from './browser-watch.ts';

/** The film on the stage has the machine to itself for so long before a browser is started beside it. */
const CALM_MS = 1000;
/**
 * A spare that dies or cannot be started is tried again after so long, and then ever later: as long as there is none, the next
 * browser that dies leaves darkness. One that has stood for a while begins anew.
 */
const RETRY_MS = [500, 2000, 10_000, 30_000, 120_000] as const;
const STOOD_MS = 20_000;
/** On a calm machine. A page is there within a second or two of its browser, and comes back to another show as quickly. */
const FIRST_WORD_MS = 5000;

/** A browser that stands by. */
export interface StandingBrowser extends BrowserProcess {
  /** Opens its window and leads it to the stage; absent where its page is there and ready. Closes it and rejects where that fails. */
  readonly enter?: () => Promise<void>;
}

export interface SpareOptions {
  /** Starts a browser that stands by. Rejects where it cannot. */
  readonly open: () => Promise<StandingBrowser>;
  /** Whether its page speaks to the show: one that was cut off while it loaded stays as it is, and would be dark on the stage. */
  readonly linkOf: (browser: StandingBrowser) => PageLink;
  /** Whether there is one has changed. */
  readonly onChange: () => void;
  readonly onNote: (line: string) => void;
}

/** A second browser that stands by behind the stage: started when all is calm, started again when it dies. */
export class SpareBrowser {
  readonly #options: SpareOptions;
  #standing: StandingBrowser | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #opening: Promise<void> | null = null;
  #failures = 0;
  #stopLooking: () => void = () => undefined;
  #isClosed = false;

  constructor(options: SpareOptions) {
    this.#options = options;
  }

  get running(): NamedBrowser | null {
    return this.#standing?.running ?? null;
  }

  /** There shall be one, soon. */
  want(afterMs: number = CALM_MS): void {
    if (this.#standing !== null || this.#opening !== null || this.#isClosed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#opening = this.#open().finally(() => (this.#opening = null));
    }, afterMs);
  }

  /** One that runs already. */
  take(browser: StandingBrowser): void {
    clearTimeout(this.#timer);
    this.#standing = browser;
    const sinceMs = performance.now();
    const lost = (reason: string): void => {
      if (this.#standing !== browser) return;
      this.#standing = null;
      this.#stopLooking();
      this.#options.onNote(`the browser that stood by is lost: ${reason}`);
      browser.kill();
      if (performance.now() - sinceMs > STOOD_MS) this.#failures = 0;
      this.#options.onChange();
      this.#tryLater();
    };
    watchBrowser(browser, lost);
    const told = (): void => lost('its page does not speak to the show');
    this.#stopLooking();
    this.#stopLooking = watchLink(
      () => this.#options.linkOf(browser),
      told,
      () => patienceMs(FIRST_WORD_MS),
    );
    this.#options.onChange();
  }

  /** Whether one stands by or is being started. */
  get isThere(): boolean {
    return this.#standing !== null || this.#opening !== null;
  }

  /** Hands the spare out for good, as soon as it is started where that is under way; null where none stands by. */
  async call(): Promise<StandingBrowser | null> {
    await this.#opening;
    const standing = this.#standing;
    this.#standing = null;
    this.#stopLooking();
    if (standing !== null) this.#failures = 0;
    return standing;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await (await this.call())?.close();
  }

  async #open(): Promise<void> {
    try {
      this.take(await this.#options.open());
    } catch (error) {
      this.#options.onNote(`no browser stands by: ${error instanceof Error ? error.message : String(error)}`);
      this.#tryLater();
    }
  }

  #tryLater(): void {
    const waitMs = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)] ?? 0;
    this.#failures += 1;
    // Not within the promise that is still to be forgotten.
    setImmediate(() => this.want(waitMs));
  }
}
