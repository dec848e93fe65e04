import type { Bridge } from '../../protocol/bridge.ts';
import type { Link } from '../../protocol/link.ts';
import { mainToStageSchema, type MainToStage, type StageToMain } from '../../protocol/messages.ts';
import { parseWith } from '../../protocol/parse-message.ts';
import { SocketLink } from './socket-link.ts';

declare global {
  interface Window {
    /** Put there by Electron's preload script; absent in a plain browser. */
    readonly mien?: Bridge;
  }
}

export interface StageLink extends Link<StageToMain, MainToStage> {
  /** Where a worker of this page may send its frames by itself, to spare the page's thread; null: by `sendFrame` alone. */
  readonly framesAddress: string | null;
}

/**
 * The page's connection to main. This is the only page code that knows of two hosts: Electron's bridge where there is
 * one, else a WebSocket on the page's own origin, which comes back by itself when it is cut.
 * `onOpened` is called at each (re)connection, before any message of it: say hello there.
 */
export function connect(onOpened: (link: StageLink) => void): StageLink {
  return window.mien === undefined ? connectSocket(onOpened) : connectBridge(window.mien, onOpened);
}

function connectBridge(bridge: Bridge, onOpened: (link: StageLink) => void): StageLink {
  const link: StageLink = {
    send: (message) => bridge.send(message),
    onMessage: (listener) =>
      bridge.onMessage((message) => {
        const parsed = parseWith(mainToStageSchema, message);
        if (parsed.ok) listener(parsed.value);
        else console.warn(`refused a message from main: ${parsed.reason}`);
      }),
    onFrame: () => undefined,
    sendFrame: (bytes) => bridge.sendFrame(bytes),
    pendingBytes: () => bridge.pendingBytes(),
    // Bridge and page live and die together.
    onClosed: () => undefined,
    close: () => undefined,
    framesAddress: null,
  };
  queueMicrotask(() => onOpened(link));
  return link;
}

function connectSocket(onOpened: (link: StageLink) => void): StageLink {
  const page = crypto.randomUUID();
  // The browser's name, which the show has given it in this page's address.
  const browser = new URLSearchParams(window.location.search).get('browser');
  const of = browser === null ? {} : { browser };
  const address = (as: string): string => socketAddress(window.location, { [as]: page, ...of });
  const socket = new SocketLink(address('page'), () => onOpened(link));
  const link: StageLink = Object.assign(socket, { framesAddress: address('framesOf') });
  return link;
}

/** `ws://host/link?...`; the launch token comes from the page's own address, its query or its fragment. */
export function socketAddress(
  location: Pick<Location, 'protocol' | 'host' | 'search' | 'hash'>,
  asked: Readonly<Record<string, string>> = {},
): string {
  const token =
    new URLSearchParams(location.search).get('token') ??
    new URLSearchParams(location.hash.replace(/^#/, '')).get('token');
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const query = new URLSearchParams({ ...(token === null ? {} : { token }), ...asked });
  return `${scheme}://${location.host}/link${query.size === 0 ? '' : `?${query}`}`;
}
