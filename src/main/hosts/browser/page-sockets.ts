import type { WebSocket } from 'ws';
import type { StageLink } from '../host.ts';
import type { LinkAsked } from './loopback-server.ts';
import { webSocketLink } from './web-socket-link.ts';

type OnFrame = (bytes: Uint8Array) => void;

/** How a browser's pages speak to the show: at least one does, none does any more, or none has yet. */
export type PageLink = 'linked' | 'lost' | 'awaited';

/**
 * The sockets of the stage's pages. A page has one for what is said, and its camera's worker may open another for the
 * frames: what comes over that one is the page's, as if it had sent it itself.
 */
export class PageSockets {
  readonly #onRefused: (reason: string) => void;
  readonly #onFrame = new Map<string, OnFrame>();
  /** The browser of each page that is linked. */
  readonly #linked: string[] = [];
  /** Browsers that run, of which a page was linked. */
  readonly #known = new Set<string>();

  constructor(onRefused: (reason: string) => void) {
    this.#onRefused = onRefused;
  }

  linkOf(browser: string): PageLink {
    if (this.#linked.includes(browser)) return 'linked';
    return this.#known.has(browser) ? 'lost' : 'awaited';
  }

  /** A browser is gone, and its pages with it. */
  forget(browser: string): void {
    this.#known.delete(browser);
  }

  /** @returns the link of a new page; null where the socket only brings frames. */
  join(socket: WebSocket, { page, framesOf, browser }: LinkAsked): StageLink | null {
    const link = webSocketLink(socket, this.#onRefused);
    if (framesOf !== null) {
      link.onFrame((bytes) => {
        const onFrame = this.#onFrame.get(framesOf);
        // Its page is gone, or not back yet; the worker tries again.
        if (onFrame === undefined) link.close();
        else onFrame(bytes);
      });
      return null;
    }
    const listeners: OnFrame[] = [];
    const onFrame: OnFrame = (bytes) => {
      for (const listener of listeners) listener(bytes);
    };
    link.onFrame(onFrame);
    if (page !== null) {
      this.#onFrame.set(page, onFrame);
      link.onClosed(() => {
        // Unless the page is already back on another.
        if (this.#onFrame.get(page) === onFrame) this.#onFrame.delete(page);
      });
    }
    if (browser !== null) {
      this.#linked.push(browser);
      this.#known.add(browser);
      link.onClosed(() => void this.#linked.splice(this.#linked.indexOf(browser), 1));
    }
    return { ...link, browser, onFrame: (listener) => void listeners.push(listener) };
  }
}
