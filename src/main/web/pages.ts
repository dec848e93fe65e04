import { Readable } from 'node:stream';
import { Hono } from 'hono';
import { parseByteRange } from './byte-range.ts';
import { openInFolder, pathSegments, type FolderFile } from './folder-file.ts';
import { filmType, pageType } from './media-types.ts';
import { judgeRequest, type Asked, type GuardRules } from './request-guard.ts';
import { securityHeaders } from './security-headers.ts';

/** What the pages are served from. Folders are asked for at each request: a film can be swapped between sessions. */
export interface PagesOptions {
  /** Folder of the built pages. */
  readonly pagesFolder: string;
  /** The page that `/` shows, a path below `pagesFolder`. */
  readonly stagePage: string;
  /** @param version the film of this run, from 0; null: it is gone. */
  readonly filmFolder: (version: number) => string | null;
  readonly guard: GuardRules;
  /** This server's own origin: `http://127.0.0.1:4711`, `mien://show`. */
  readonly origin: string;
  /** A picture of what plays (JPEG), for a page that has nothing to show yet; null: none, or the house is dark. */
  readonly still?: () => Uint8Array | null;
  /** Further routes behind the same guard. */
  readonly addRoutes?: (pages: Hono) => void;
  /** Told of every request that was turned away, in a line without anything secret. */
  readonly onRefused?: (reason: string) => void;
}

/**
 * The pages and the film's files as WHATWG requests and responses: Electron mounts this on its own scheme, the browser
 * host on a loopback server.
 */
export function createPages(options: PagesOptions): Hono {
  const pages = new Hono();
  const headers = securityHeaders(options.origin);
  const cookie = cookieName(options.origin);

  pages.use('*', async (context, next) => {
    const isOpen = OPEN.has(context.req.path);
    const rules = isOpen ? { ...options.guard, token: null } : options.guard;
    const verdict = judgeRequest(askedBy(context.req.raw, cookie), rules);
    if (verdict.pass) {
      await next();
      // The page's own scripts and clips carry no token in their addresses: the first page leaves it as a cookie.
      if (options.guard.token !== null && context.req.query('token') !== undefined) {
        context.res.headers.set('Set-Cookie', `${cookie}=${options.guard.token}; Path=/; HttpOnly; SameSite=Strict`);
      }
    } else {
      options.onRefused?.(verdict.reason);
      context.res = new Response(`${verdict.reason}\n`, {
        status: verdict.status,
        // Whoever is turned away holds no connection that a page may need.
        headers: { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' },
      });
    }
    for (const [name, value] of Object.entries(headers)) context.res.headers.set(name, value);
  });

  options.addRoutes?.(pages);
  pages.get(WAITING_PAGE, ({ html }) => html(WAITING));
  pages.get(WAITING_STYLE, () => answerWith(WAITING_CSS, 'text/css; charset=utf-8'));
  pages.get(STILL, () => {
    const still = options.still?.() ?? null;
    return still === null ? notFound() : answerWith(still.slice(), 'image/jpeg');
  });
  pages.get('/', ({ req }) => serve(options.pagesFolder, `/${options.stagePage}`, PAGES, req.raw));
  pages.get('*', async ({ req }, next) => {
    // `/film/...` is the film that the show began with, `/film@2/...` the second that took its place.
    const [, version, path] = /^\/film(?:@(\d{1,6}))?(\/.*)$/.exec(pathOf(req.raw)) ?? [];
    if (path === undefined) return next();
    const folder = options.filmFolder(Number(version ?? 0));
    return folder === null ? notFound() : serve(folder, path, FILM, req.raw);
  });
  pages.get('*', ({ req }) => serve(options.pagesFolder, pathOf(req.raw), PAGES, req.raw));
  pages.notFound(() => notFound());
  pages.onError((error) => {
    options.onRefused?.(error.message);
    return new Response('this could not be answered\n', { status: 500 });
  });
  return pages;
}

/** Where a browser is before it is led to the stage: it takes no token, and shows what plays as a still picture. */
export const WAITING_PAGE = '/wait';
const WAITING_STYLE = '/wait.css';
/** A picture of the film that plays: nothing that is not on the screen for everybody. */
export const STILL = '/still';
/** What is answered without the token of the launch. */
const OPEN: ReadonlySet<string> = new Set([WAITING_PAGE, WAITING_STYLE, STILL]);
const WAITING = `<!doctype html><title>Mien</title><link rel="stylesheet" href="${WAITING_STYLE}"><body></body>`;
const WAITING_CSS = `html { height: 100%; background: #000 url('${STILL}') center / cover no-repeat; cursor: none }`;

function answerWith(body: string | Uint8Array<ArrayBuffer>, type: string): Response {
  return new Response(body, { headers: { 'Content-Type': type, 'Cache-Control': 'no-store' } });
}

/** One cookie a port: two shows on one machine do not take each other's. */
export function cookieName(origin: string): string {
  return `mien-${/:(\d+)$/.exec(origin)?.[1] ?? 'show'}`;
}

/** What the guard wants to know of a request. */
export function askedBy(request: Request, cookie: string): Asked {
  const cookies = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim());
  const fromCookie = cookies
    .filter((pair) => pair.startsWith(`${cookie}=`))
    .map((pair) => pair.slice(cookie.length + 1));
  const url = new URL(request.url);
  return {
    method: request.method,
    // Electron's own scheme sends no Host header: there the address itself names it.
    host: request.headers.get('host') ?? url.host,
    origin: request.headers.get('origin'),
    site: request.headers.get('sec-fetch-site'),
    tokens: [...url.searchParams.getAll('token'), ...fromCookie],
  };
}

const pathOf = (request: Request): string => new URL(request.url).pathname;
const notFound = (): Response => new Response('there is no such file\n', { status: 404 });

/** A built page's file, or 404. @param path an absolute URL path. */
export function servePage(folder: string, path: string, request: Request): Promise<Response> {
  return serve(folder, path, PAGES, request);
}

/** A kind of files: which of them are served, and whether a browser keeps them. */
interface Shelf {
  readonly typeOf: (name: string) => string | null;
  readonly cache: string;
}

const PAGES: Shelf = { typeOf: pageType, cache: 'private, no-cache' };
/** They lie on this disk: a browser that kept them would write the film to it over and over, for weeks. */
const FILM: Shelf = { typeOf: filmType, cache: 'no-store' };

async function serve(folder: string, path: string, { typeOf, cache }: Shelf, request: Request): Promise<Response> {
  const segments = pathSegments(path);
  const type = typeOf(segments?.at(-1) ?? '');
  if (segments === null || type === null) return notFound();
  const file = await openInFolder(folder, segments);
  return file === null ? notFound() : respond(file, { type, cache }, request);
}

async function respond(
  file: FolderFile,
  { type, cache }: { readonly type: string; readonly cache: string },
  request: Request,
): Promise<Response> {
  const tag = `"${file.size.toString(36)}-${Math.round(file.modifiedMs).toString(36)}"`;
  const headers = new Headers({
    'Content-Type': type,
    'Cache-Control': cache,
    'Accept-Ranges': 'bytes',
    ETag: tag,
  });
  const done = async (status: number): Promise<Response> => {
    await file.handle.close();
    return new Response(null, { status, headers });
  };
  if (request.headers.get('if-none-match') === tag) return done(304);
  const range = parseByteRange(request.headers.get('range'), file.size);
  if (range.kind === 'unsatisfiable') {
    headers.set('Content-Range', `bytes */${file.size}`);
    return done(416);
  }
  const [start, end] = range.kind === 'part' ? [range.start, range.end] : [0, file.size - 1];
  const status = range.kind === 'part' ? 206 : 200;
  if (range.kind === 'part') headers.set('Content-Range', `bytes ${start}-${end}/${file.size}`);
  headers.set('Content-Length', String(end - start + 1));
  if (request.method === 'HEAD' || file.size === 0) return done(status);
  // The stream closes the file when it ends, and when the page goes away in the middle of it.
  const stream = file.handle.createReadStream({ start, end, autoClose: true });
  return new Response(Readable.toWeb(stream) as ReadableStream<Uint8Array>, { status, headers });
}
