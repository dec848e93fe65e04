import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Hono } from 'hono';
import { letSilentGiveWay, listenOn, turnAway } from '../../web/listening.ts';
import { askedBy, cookieName } from '../../web/pages.ts';
import { judgeUpgrade, type GuardRules } from '../../web/request-guard.ts';

/** A 1280x720 RGBA frame is 3.7 MB, larger than any that the stage sends. */
const LARGEST_MESSAGE = 4 * 1024 * 1024;
/** A stage, a console, a studio and their reloads; a film's clips come over a handful of connections a page. */
const MOST_CONNECTIONS = 96;
/** Of the eight pages that may be open one leads, and its camera's frames come over a socket of their own. */
const MOST_LINKS = 10;
/** A page of ours sends its headers at once. Whoever dribbles them in is closed (slow loris). */
const HEADERS_TIMEOUT_MS = 5000;
const REQUEST_TIMEOUT_MS = 10_000;
const LOOPBACK = '127.0.0.1';

export interface LoopbackServer {
  readonly port: number;
  readonly origin: string;
  readonly guard: GuardRules;
  readonly token: string;
  /** The address to open, with the token of this launch. */
  readonly address: string;
  close(): Promise<void>;
}

/** What a WebSocket is to be: null where its address does not say, or says nonsense. */
export interface LinkAsked {
  /** It speaks for this page. */
  readonly page: string | null;
  /** It brings the camera's frames of this page, and nothing else. */
  readonly framesOf: string | null;
  /** The browser of ours that its page is in. */
  readonly browser: string | null;
}

export interface LoopbackOptions {
  /** 0: any free one. */
  readonly port: number;
  /** The token of the launch, where a show before this one has given it out; else a new one. */
  readonly token?: string;
  readonly pages: (place: { readonly origin: string; readonly guard: GuardRules }) => Hono;
  /** A page opened `/link`, the one address that takes a WebSocket. */
  readonly onLink: (socket: WebSocket, asked: LinkAsked) => void;
  readonly onRefused: (reason: string) => void;
}

/** Serves the pages on 127.0.0.1. Rejects with Node's error where the port is taken. */
export async function startLoopbackServer(options: LoopbackOptions): Promise<LoopbackServer> {
  const server = createServer({ maxHeaderSize: 16 * 1024, connectionsCheckingInterval: 1000 });
  server.maxConnections = MOST_CONNECTIONS;
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.keepAliveTimeout = 5000;
  letSilentGiveWay(server);
  const port = await listenOn(server, options.port, LOOPBACK);
  const origin = `http://${LOOPBACK}:${port}`;
  const token = options.token ?? randomBytes(24).toString('base64url');
  const guard: GuardRules = {
    hosts: [`${LOOPBACK}:${port}`, `localhost:${port}`],
    origins: [origin, `http://localhost:${port}`],
    token,
  };

  const pages = options.pages({ origin, guard });
  const answer = getRequestListener(pages.fetch, { overrideGlobalObjects: false, hostname: LOOPBACK });
  server.on('request', (incoming, outgoing) => {
    // Only a proxy is asked for whole addresses, and the name in one would stand above the Host that is judged.
    if (incoming.url?.startsWith('/') === true) void answer(incoming, outgoing);
    else outgoing.writeHead(400, { Connection: 'close' }).end();
  });

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_MESSAGE,
    perMessageDeflate: false,
    clientTracking: true,
  });
  server.on('upgrade', (incoming, socket, head) => {
    socket.on('error', () => socket.destroy());
    const refusal = refuseUpgrade(incoming, guard, sockets.clients.size, origin);
    if (refusal !== null) {
      options.onRefused(refusal.reason);
      turnAway(socket, refusal.status);
      return;
    }
    const { searchParams } = new URL(incoming.url ?? '/', origin);
    const named = (what: string): string | null => uuidOf(searchParams.get(what));
    const asked = { page: named('page'), framesOf: named('framesOf'), browser: named('browser') };
    sockets.handleUpgrade(incoming, socket, head, (opened) => options.onLink(opened, asked));
  });

  return {
    port,
    origin,
    guard,
    token,
    address: `${origin}/?token=${token}`,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function refuseUpgrade(
  incoming: IncomingMessage,
  guard: GuardRules,
  open: number,
  origin: string,
): { readonly status: number; readonly reason: string } | null {
  let request: Request;
  try {
    request = new Request(new URL(incoming.url ?? '/', origin), { headers: headersOf(incoming) });
  } catch {
    return { status: 400, reason: 'a WebSocket at an address that cannot be read' };
  }
  if (new URL(request.url).pathname !== '/link') return { status: 404, reason: 'a WebSocket at another address' };
  const asked = { ...askedBy(request, cookieName(origin)), method: incoming.method ?? '' };
  const verdict = judgeUpgrade({ ...asked, host: incoming.headers.host ?? null }, guard);
  if (!verdict.pass) return { status: verdict.status, reason: verdict.reason };
  return open >= MOST_LINKS ? { status: 503, reason: `more than ${MOST_LINKS} sockets at once` } : null;
}

const uuidOf = (text: string | null): string | null => (text !== null && /^[0-9a-f-]{36}$/.test(text) ? text : null);

/** The headers that the guard looks at; others may hold what `Headers` refuses. */
function headersOf(incoming: IncomingMessage): Record<string, string> {
  const taken: Record<string, string> = {};
  for (const name of ['origin', 'cookie', 'sec-fetch-site'] as const) {
    const value = incoming.headers[name];
    if (typeof value === 'string') taken[name] = value;
  }
  return taken;
}
