import type { WebSocket } from 'ws';
import type { StageLink } from '../host.ts';
import type { LinkAsked } from './loopback-server.ts';
import { webSocketLink } from './web-socket-link.ts';

type OnFrame = (bytes: Uint8Array) => void;

/**
 * The sockets of the stage's pages. A page has one for what is said, and its camera's worker may open another for the
 * frames: what comes over that one is the page's, as if it had sent it itself.
 */
export class PageSockets {
  readonly #onRefused: (reason: string) => void;
  readonly #onFrame = new Map<string, OnFrame>();

  constructor(onRefused: (reason: string) => void) {
    this.#onRefused = onRefused;
  }

  /** @returns the link of a new page; null where the socket only brings frames. */
  join(socket: WebSocket, { page, framesOf }: LinkAsked): StageLink | null {
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
    return { ...link, onFrame: (listener) => void listeners.push(listener) };
  }
}
