import type { IncomingMessage } from 'node:http';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { pairRequestSchema } from '../../protocol/console-messages.ts';
import { parseText } from '../../protocol/parse-message.ts';
import { servePage } from '../web/pages.ts';
import { judgeCaller, sameSecret, type GuardRules } from '../web/request-guard.ts';
import { securityHeaders } from '../web/security-headers.ts';
import { addStatusRoutes, type ShowStatus } from '../web/show-status.ts';
import type { Pairing } from './pairing.ts';
import { RateLimit } from './rate-limit.ts';
import { bearerOf } from './scraper-token.ts';

/** Cookies know no port: a name that the stage's own never has. */
export const SESSION_COOKIE = 'mien-console';
/** A page loads in ten requests; `/health` and `/metrics` are asked for every few seconds. */
const REQUESTS = { most: 120, spanMs: 10_000 } as const;
const LONGEST_PAIRING = 1024;

export interface ConsolePagesOptions {
  readonly pagesFolder: string;
  readonly pairing: Pairing;
  /** What lets a caller that is not paired read `/health` and `/metrics`; null: nothing does. */
  readonly scraperToken: string | null;
  readonly guard: () => GuardRules;
  readonly status: () => ShowStatus;
  readonly nowMs: () => number;
  /** Told of every request that was turned away, in a line without anything secret. */
  readonly onRefused: (reason: string) => void;
}

interface Bindings {
  readonly incoming: IncomingMessage;
}

const addressOf = ({ incoming }: Bindings): string => incoming.socket.remoteAddress ?? '';
const sessionOf = ({ headers }: Request): string | null => cookieOf(headers.get('cookie'), SESSION_COOKIE);
const plain = (text: string, status: number, headers: Record<string, string> = {}): Response =>
  new Response(`${text}\n`, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers } });

/** The console's page, the door to it, and `/health` and `/metrics` for who is let in or shows the kept token. */
export function consolePages(options: ConsolePagesOptions): Hono<{ Bindings: Bindings }> {
  const { pairing, pagesFolder, scraperToken, nowMs, onRefused } = options;
  const pages = new Hono<{ Bindings: Bindings }>();
  const requests = new RateLimit(REQUESTS.most, REQUESTS.spanMs);
  const isPaired = (request: Request, env: Bindings): boolean => pairing.knows(sessionOf(request), addressOf(env));
  const isScraper = ({ headers }: Request): boolean => {
    const given = bearerOf(headers.get('authorization'));
    return given !== null && scraperToken !== null && sameSecret(given, scraperToken);
  };

  pages.use('*', async (context, next) => {
    const refused = requests.take(addressOf(context.env), nowMs())
      ? refuse(context.req.raw, options.guard())
      : plain('too many requests', 429, { 'Retry-After': '10' });
    if (refused === null) await next();
    else {
      context.res = refused;
      onRefused(`the console: ${await refused.clone().text()}`.trim());
    }
    const origin = `http://${context.req.header('host') ?? 'console'}`;
    for (const [name, value] of Object.entries(securityHeaders(refused === null ? origin : 'http://console', [])))
      context.res.headers.set(name, value);
    // Unlike the stage, the console needs no camera.
    context.res.headers.set('Permissions-Policy', 'camera=(), microphone=(), geolocation=(), display-capture=()');
  });

  pages.post(
    '/pair',
    bodyLimit({ maxSize: LONGEST_PAIRING, onError: () => plain('too long', 413) }),
    async (context) => {
      if (context.req.header('origin') === undefined) return plain('a page without an origin', 403);
      if (context.req.header('content-type') !== 'application/json') return plain('send JSON', 415);
      const parsed = parseText(pairRequestSchema, await context.req.text());
      if (!parsed.ok) return plain(parsed.reason, 400);
      const paired = pairing.pair(parsed.value.secret, addressOf(context.env));
      if (!paired.pass) {
        onRefused('the console: a wrong code');
        const seconds = Math.ceil(paired.lockedForMs / 1000);
        if (seconds > 0) return plain(`locked for ${seconds} s`, 429, { 'Retry-After': String(seconds) });
        return plain('the code is wrong, used or too old', 403);
      }
      const cookie = `${SESSION_COOKIE}=${paired.session}; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200`;
      return new Response(null, { status: 204, headers: { 'Set-Cookie': cookie } });
    },
  );
  pages.post('/leave', (context) => {
    const session = sessionOf(context.req.raw);
    if (session !== null) pairing.end(session);
    const cookie = `${SESSION_COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0`;
    return new Response(null, { status: 204, headers: { 'Set-Cookie': cookie } });
  });
  pages.get('/session', (context) =>
    plain(
      isPaired(context.req.raw, context.env) ? 'paired' : 'not paired',
      isPaired(context.req.raw, context.env) ? 200 : 401,
    ),
  );

  for (const path of ['/health', '/metrics']) {
    pages.use(path, async (context, next) => {
      if (isPaired(context.req.raw, context.env) || isScraper(context.req.raw)) await next();
      else context.res = plain('this device is not paired', 401);
    });
  }
  addStatusRoutes(pages as unknown as Hono, options.status);
  pages.get('/', ({ req }) => servePage(pagesFolder, '/console/index.html', req.raw));
  // The page's own files are code that anybody may read; the stage's page is not served here.
  pages.get('/assets/*', ({ req }) => servePage(pagesFolder, new URL(req.raw.url).pathname, req.raw));
  pages.notFound(() => plain('there is no such page', 404));
  pages.onError((error) => {
    onRefused(`the console: ${error.message}`);
    return plain('this could not be answered', 500);
  });
  return pages;
}

/** The value of a cookie in a `Cookie` header, or null. */
export function cookieOf(header: string | null, name: string): string | null {
  const pair = (header ?? '')
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`));
  return pair === undefined ? null : pair.slice(name.length + 1);
}

/** GET and HEAD for pages, POST at the door; whoever comes by a foreign name or from a foreign page gets nothing. */
function refuse(request: Request, rules: GuardRules): Response | null {
  const { method, headers } = request;
  const path = new URL(request.url).pathname;
  const isDoor = path === '/pair' || path === '/leave';
  if (!(isDoor ? ['POST'] : ['GET', 'HEAD']).includes(method)) return plain('this method is not served', 405);
  const [host, origin, site] = [headers.get('host'), headers.get('origin'), headers.get('sec-fetch-site')];
  const verdict = judgeCaller({ method, host, origin, site, tokens: [] }, rules);
  return verdict.pass ? null : plain(verdict.reason, verdict.status);
}
