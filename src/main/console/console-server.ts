import { createServer, type IncomingMessage } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { WebSocketServer, type WebSocket } from 'ws';
import { letSilentGiveWay, listenOn, turnAway } from '../web/listening.ts';
import { judgeUpgrade, type GuardRules } from '../web/request-guard.ts';
import { SESSION_COOKIE, consolePages, cookieOf, type ConsolePagesOptions } from './console-pages.ts';
import { isLoopback, networkAddresses, ownNames } from './own-names.ts';
import type { Pairing } from './pairing.ts';
import { cutOffSilent } from './silent-sockets.ts';

/** Longest message of a page: a command is some 200 bytes. */
const LARGEST_MESSAGE = 4096;
const MOST_CONNECTIONS = 48;
const MOST_LINKS = 6;
/** Whoever dribbles a request in is closed (slow loris). */
const HEADERS_TIMEOUT_MS = 5000;
const REQUEST_TIMEOUT_MS = 10_000;

export interface ConsoleServerOptions extends Omit<ConsolePagesOptions, 'guard'> {
  /** 0: any free one. */
  readonly port: number;
  /** Whether the venue's network may reach it; else it listens on loopback. */
  readonly isNetwork: boolean;
  readonly pairing: Pairing;
  readonly nowMs: () => number;
  /** A paired page has connected. */
  readonly onLink: (socket: WebSocket, isLocal: boolean) => void;
  readonly onRefused: (reason: string) => void;
}

export interface ConsoleServer {
  readonly port: number;
  /** An address for this machine that lets one page in. */
  ticketAddress(): string;
  /** Addresses for other devices; none where it listens on loopback. */
  networkAddresses(): readonly string[];
  close(): Promise<void>;
}

/**
 * The console's own server, apart from the stage's: the stage's pages, its film and its socket never listen beyond
 * loopback. Rejects with Node's error where the port is taken.
 */
export async function startConsoleServer(options: ConsoleServerOptions): Promise<ConsoleServer> {
  const { isNetwork, pairing } = options;
  const server = createServer({ maxHeaderSize: 8 * 1024, connectionsCheckingInterval: 1000 });
  server.maxConnections = MOST_CONNECTIONS;
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.keepAliveTimeout = 5000;
  letSilentGiveWay(server);
  const port = await listenOn(server, options.port, isNetwork ? '0.0.0.0' : '127.0.0.1');
  // Asked for at each request: a machine gets another address while the show runs.
  const guard = (): GuardRules => {
    const hosts = ownNames(isNetwork).map((name) => `${name}:${port}`);
    return { hosts, origins: hosts.map((host) => `http://${host}`), token: null };
  };

  const pages = consolePages({ ...options, guard });
  const answer = getRequestListener(pages.fetch, { overrideGlobalObjects: false, hostname: '127.0.0.1' });
  server.on('request', (incoming, outgoing) => void answer(incoming, outgoing));

  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE, perMessageDeflate: false });
  const stopAsking = cutOffSilent(sockets);
  server.on('upgrade', (incoming, socket, head) => {
    socket.on('error', () => socket.destroy());
    const address = incoming.socket.remoteAddress ?? '';
    const refusal = sockets.clients.size >= MOST_LINKS ? BUSY : refuse(incoming, guard(), pairing, address);
    if (refusal !== null) {
      options.onRefused(refusal.reason);
      turnAway(socket, refusal.status);
      return;
    }
    sockets.handleUpgrade(incoming, socket, head, (link) => options.onLink(link, isLoopback(address)));
  });

  return {
    port,
    ticketAddress: () => `http://127.0.0.1:${port}/#${pairing.newTicket()}`,
    networkAddresses: () => (isNetwork ? networkAddresses().map((address) => `http://${address}:${port}`) : []),
    close: async () => {
      stopAsking();
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeAllConnections();
      await closed;
    },
  };
}

const BUSY = { status: 503, reason: `more than ${MOST_LINKS} consoles at once` } as const;

function refuse(
  incoming: IncomingMessage,
  rules: GuardRules,
  pairing: Pairing,
  address: string,
): { readonly status: number; readonly reason: string } | null {
  if (incoming.url !== '/link') return { status: 404, reason: 'a WebSocket at another address' };
  const { host = null, origin = null, cookie = null } = incoming.headers;
  const site = incoming.headers['sec-fetch-site'];
  const asked = { method: incoming.method ?? '', host, origin, site: typeof site === 'string' ? site : null };
  const verdict = judgeUpgrade({ ...asked, tokens: [] }, rules);
  if (!verdict.pass) return { status: verdict.status, reason: verdict.reason };
  if (pairing.knows(cookieOf(cookie, SESSION_COOKIE), address)) return null;
  return { status: 401, reason: 'a WebSocket of a device that is not paired' };
}
