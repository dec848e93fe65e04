import { launchBrowser, type BrowserOrder, type RunningBrowser } from '../hosts/browser/running-browser.ts';
import type { Kept, ToShow, ToSupervisor } from './supervision-messages.ts';

/**
 * The supervisor's end of the browsers: they are its children, so a show that dies or hangs leaves them running, and with
 * them the picture. The show that is started next finds them here.
 */
export class BrowserKeep {
  readonly #launch: (order: BrowserOrder) => RunningBrowser;
  readonly #browsers = new Map<string, RunningBrowser>();
  #kept: Kept | null = null;
  #tell: (message: ToShow) => void = () => undefined;

  constructor(launch: (order: BrowserOrder) => RunningBrowser = launchBrowser) {
    this.#launch = launch;
  }

  /** From now on this show is spoken to; what browsers say while there is none is lost. */
  serve(tell: (message: ToShow) => void): void {
    this.#tell = tell;
  }

  hear(message: ToSupervisor): void {
    switch (message.type) {
      case 'beat':
        return;
      case 'askKept':
        this.#tell({ type: 'kept', kept: this.#kept, browsers: [...this.#browsers].map(named) });
        return;
      case 'keep':
        this.#kept = message.kept;
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
    this.#browsers.set(id, browser);
    if (browser.pid !== undefined) this.#tell({ type: 'browserStarted', id, pid: browser.pid });
    browser.onText((text) => this.#tell({ type: 'browserSaid', id, text }));
    void browser.exited.then((how) => this.#tell({ type: 'browserGone', id, how }));
    void browser.cleaned.then(() => {
      this.#browsers.delete(id);
      this.#tell({ type: 'browserCleaned', id });
    });
  }

  /** Ends every browser. Nothing of them is left when this resolves. */
  async close(): Promise<void> {
    const browsers = [...this.#browsers.values()];
    for (const browser of browsers) browser.kill();
    await Promise.all(browsers.map(({ cleaned }) => cleaned));
  }
}

function named([id, { pid }]: readonly [string, RunningBrowser]): { id: string; pid?: number } {
  return pid === undefined ? { id } : { id, pid };
}
