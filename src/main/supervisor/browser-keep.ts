import { PAGE_CRASHED, eventOf } from '../hosts/browser/devtools.ts';
import { launchBrowser, type BrowserOrder, type RunningBrowser } from '../hosts/browser/running-browser.ts';
import { killIfSame, startOf, type Process } from '../is-alive.ts';
import type { Held, HeldBrowsers } from './held-browsers.ts';
import { forget, takeUpLasting, type Lasting, type LastingBrowser } from './lasting-browser.ts';
import type { Kept, ToShow, ToSupervisor } from './supervision-messages.ts';

/**
 * The supervisor's end of the browsers: they are its children, so a show that dies or hangs leaves them running, and with
 * them the picture. The show that is started next finds them here. So does the supervisor that follows one that was killed, in
 * the note that this one writes of them.
 */
export class BrowserKeep {
  readonly #launch: (order: BrowserOrder) => RunningBrowser & Partial<Pick<LastingBrowser, 'lasting'>>;
  readonly #note: Pick<HeldBrowsers, 'write' | 'clear'> | null;
  readonly #browsers = new Map<string, RunningBrowser>();
  readonly #lasting = new Map<string, Lasting>();
  /** Browsers that have ended and are not cleaned up yet: a show that asks between the two was told of their end before it listened. */
  readonly #gone = new Set<string>();
  #show: Process | null = null;
  #kept: Kept | null = null;
  #tell: (message: ToShow) => void = () => undefined;

  constructor(
    launch: (order: BrowserOrder) => RunningBrowser & Partial<Pick<LastingBrowser, 'lasting'>> = launchBrowser,
    note: Pick<HeldBrowsers, 'write' | 'clear'> | null = null,
  ) {
    this.#launch = launch;
    this.#note = note;
  }

  /** Goes on with what a supervisor before this one held when it was killed. */
  takeUp(
    held: Held | null,
    onNote: (line: string) => void,
    takeUp: (left: Lasting) => LastingBrowser | null = takeUpLasting,
  ): void {
    if (held === null) return;
    // A show that was stopped as well still has the port.
    if (held.show !== null) killIfSame(held.show);
    this.#kept = held.kept;
    for (const { id, ...left } of held.browsers) {
      try {
        const browser = takeUp(left);
        if (browser === null) void forget(left);
        else this.#hold(id, browser, browser.lasting);
      } catch (error) {
        onNote(`a browser could not be taken up: ${error instanceof Error ? error.message : String(error)}`);
        void forget(left);
      }
    }
  }

  /** From now on this show is spoken to; what browsers say while there is none is lost. */
  serve(tell: (message: ToShow) => void, pid?: number): void {
    this.#tell = tell;
    this.#show = pid === undefined ? null : { pid, startedAt: startOf(pid) ?? '' };
    this.#write();
  }

  hear(message: ToSupervisor): void {
    switch (message.type) {
      case 'beat':
        return;
      case 'askKept':
        this.#tell({ type: 'kept', kept: this.#kept, browsers: this.#living().map(named) });
        return;
      case 'keep':
        this.#kept = message.kept;
        this.#write();
        return;
      case 'openBrowser':
        this.#open(message.id, message);
        return;
      case 'sayToBrowser':
        this.#browsers.get(message.id)?.say(message.text);
        return;
      case 'killBrowser':
        this.#browsers.get(message.id)?.kill();
    }
  }

  #open(id: string, { path, flags, profileFolder }: BrowserOrder): void {
    const browser = this.#launch({ path, flags, profileFolder });
    this.#hold(id, browser, browser.lasting ?? null);
  }

  #hold(id: string, browser: RunningBrowser, lasting: Lasting | null): void {
    this.#browsers.set(id, browser);
    if (lasting !== null) this.#lasting.set(id, lasting);
    this.#write();
    if (browser.pid !== undefined) this.#tell({ type: 'browserStarted', id, pid: browser.pid });
    browser.onText((text) => {
      this.#tell({ type: 'browserSaid', id, text });
      // What it shows now hides the browser behind it; and where no show listens, nothing would tell the next one from a slow page.
      if (eventOf(text)?.method === PAGE_CRASHED) browser.kill();
    });
    void browser.exited.then((how) => {
      this.#gone.add(id);
      this.#tell({ type: 'browserGone', id, how });
    });
    void browser.cleaned.then(() => {
      this.#gone.delete(id);
      this.#browsers.delete(id);
      this.#lasting.delete(id);
      this.#write();
      this.#tell({ type: 'browserCleaned', id });
    });
  }

  /** Ends every browser. Nothing of them is left when this resolves. */
  async close(): Promise<void> {
    const browsers = [...this.#browsers.values()];
    for (const browser of browsers) browser.kill();
    await Promise.all(browsers.map(({ cleaned }) => cleaned));
    this.#note?.clear();
  }

  #living(): [string, RunningBrowser][] {
    return [...this.#browsers].filter(([id]) => !this.#gone.has(id));
  }

  #write(): void {
    const browsers = [...this.#lasting].map(([id, lasting]) => ({ id, ...lasting }));
    this.#note?.write({ show: this.#show, kept: this.#kept, browsers });
  }
}

function named([id, { pid }]: readonly [string, RunningBrowser]): { id: string; pid?: number } {
  return pid === undefined ? { id } : { id, pid };
}
