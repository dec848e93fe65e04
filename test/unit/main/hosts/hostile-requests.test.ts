import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLoopbackServer, type LoopbackServer } from '../../../../src/main/hosts/browser/loopback-server.ts';
import { createPages } from '../../../../src/main/web/pages.ts';

let folder: string;
let server: LoopbackServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mien-hostile-'));
  for (const name of ['pages/stage', 'film/clips']) mkdirSync(join(folder, name), { recursive: true });
  for (const name of ['secret.webm', 'film/film.json', 'film/.hidden.webm', 'film/run.js'])
    writeFileSync(join(folder, name), 'secret');
  writeFileSync(join(folder, 'pages/stage/index.html'), 'the stage');
  writeFileSync(join(folder, 'film/clips/sea.webm'), '0123456789');
  symlinkSync(join(folder, 'secret.webm'), join(folder, 'film/clips/link.webm'));
  symlinkSync(folder, join(folder, 'film/linked'));
  symlinkSync('/dev/zero', join(folder, 'film/clips/zero.webm'));
  server = await startLoopbackServer({
    port: 0,
    pages: (place) =>
      createPages({
        ...place,
        pagesFolder: join(folder, 'pages'),
        stagePage: 'stage/index.html',
        filmFolder: () => join(folder, 'film'),
      }),
    onLink: (socket) => socket.terminate(),
    onRefused: () => undefined,
  });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Sends bytes as they are. @returns the status line and all that follows; what is never answered is ''. */
function sendRaw(text: string | Buffer): Promise<string> {
  return new Promise((done) => {
    const socket = net.connect(server.port, '127.0.0.1');
    let got = '';
    const timer = setTimeout(() => socket.destroy(), 3000);
    socket.on('data', (chunk) => (got += chunk.toString('latin1')));
    socket.on('error', () => undefined);
    socket.once('close', () => {
      clearTimeout(timer);
      done(got);
    });
    socket.write(text);
  });
}

const host = (): string => `127.0.0.1:${server.port}`;
const cookie = (): string => `mien-${server.port}=${server.token}`;
/** A request of a page of ours, but for what a case changes. */
function get(path: string, headers: Record<string, string> = {}, line = `GET ${path} HTTP/1.1`): string {
  const all = { Host: host(), Cookie: cookie(), Connection: 'close', ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [line, ...lines, '', ''].join('\r\n');
}
const upgrade = (headers: Record<string, string>, path = '/link'): string =>
  get(path, {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    Origin: server.origin,
    ...headers,
  });

/** Each with the token of the launch, unless that is what is missing: all that stands between is what the name says. */
const HOSTILE: readonly (readonly [string, () => string | Buffer])[] = [
  ['path traversal, plain', () => get('/film/../secret.webm')],
  ['path traversal, to the root', () => get('/../../../../etc/passwd')],
  ['path traversal, encoded slash', () => get('/film/..%2fsecret.webm')],
  ['path traversal, encoded dots', () => get('/film/%2e%2e/secret.webm')],
  ['path traversal, dots and slash encoded', () => get('/film/%2e%2e%2fsecret.webm')],
  ['path traversal, encoded twice', () => get('/film/%252e%252e%252fsecret.webm')],
  ['path traversal, backslash', () => get('/film/..\\secret.webm')],
  ['path traversal, encoded backslash', () => get('/film/..%5csecret.webm')],
  ['path traversal, overlong UTF-8', () => get('/film/%c0%ae%c0%ae%c0%afsecret.webm')],
  ['path traversal, UTF-16 by %u', () => get('/film/%u002e%u002e%u002fsecret.webm')],
  ['path traversal, full-width dots', () => get('/film/%ef%bc%8e%ef%bc%8e/secret.webm')],
  ['path traversal, doubled dots and slashes', () => get('/film/....//secret.webm')],
  ['path traversal, a parameter in between', () => get('/film/..;/secret.webm')],
  ['path traversal, a zero byte', () => get('/film/clips/sea.webm%00/../../../secret.webm')],
  ['an absolute path', () => get('/film//etc/passwd')],
  ['a drive of Windows', () => get('/film/C:/Windows/win.ini')],
  ['a share of Windows', () => get('/film/%5c%5cserver%5cshare%5cx.webm')],
  ['a hidden file', () => get('/film/.hidden.webm')],
  ["the film's own text", () => get('/film/film.json')],
  ['a script in the film', () => get('/film/run.js')],
  ['a folder', () => get('/film/clips')],
  ['a link out of the film', () => get('/film/clips/link.webm')],
  ['a linked folder in the film', () => get('/film/linked/secret.webm')],
  ['a device', () => get('/film/clips/zero.webm')],
  ['a name longer than any', () => get(`/film/${'a'.repeat(4000)}.webm`)],
  ['rebinding: a foreign name', () => get('/', { Host: 'evil.example' })],
  ['rebinding: a foreign name with our port', () => get('/', { Host: `evil.example:${server.port}` })],
  ['rebinding: our address as its beginning', () => get('/', { Host: `127.0.0.1.evil.example:${server.port}` })],
  ['rebinding: an address that means us', () => get('/', { Host: `0.0.0.0:${server.port}` })],
  ['rebinding: another of our own addresses', () => get('/', { Host: `127.0.0.2:${server.port}` })],
  ['rebinding: an absolute address', () => get('', {}, `GET http://evil.example/ HTTP/1.1`)],
  ['no name at all', () => `GET / HTTP/1.1\r\nCookie: ${cookie()}\r\nConnection: close\r\n\r\n`],
  ['two names', () => `GET / HTTP/1.1\r\nHost: ${host()}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`],
  ['a foreign origin', () => get('/', { Origin: 'http://evil.example' })],
  ['an origin of another port', () => get('/', { Origin: 'http://127.0.0.1:1' })],
  ['an origin that is null', () => get('/', { Origin: 'null' })],
  ['a foreign site', () => get('/', { 'Sec-Fetch-Site': 'cross-site' })],
  ['no token', () => get('/', { Cookie: 'a=b' })],
  ['a wrong token', () => get('/?token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', { Cookie: 'a=b' })],
  ['the token under a foreign name', () => get('/', { Cookie: `mien-1=${server.token}` })],
  ['POST', () => get('/', { 'Content-Length': '0' }, 'POST / HTTP/1.1')],
  ['PUT of a clip', () => get('', { 'Content-Length': '0' }, 'PUT /film/clips/sea.webm HTTP/1.1')],
  ['DELETE of a clip', () => get('', {}, 'DELETE /film/clips/sea.webm HTTP/1.1')],
  ['TRACE', () => get('', {}, 'TRACE / HTTP/1.1')],
  ['CONNECT to somewhere else', () => get('', {}, 'CONNECT evil.example:443 HTTP/1.1')],
  ['headers that never end', () => get('/', { 'X-Long': 'a'.repeat(20_000) })],
  ['no HTTP at all', () => '\u0016\u0003\u0001\u0002\u0000 hello\r\n\r\n'],
  ['random bytes', () => Buffer.from(Array.from({ length: 500 }, (_, index) => (index * 73) % 256))],
  [
    'a length and chunks at once (smuggling)',
    () => `${get('/', { 'Content-Length': '4', 'Transfer-Encoding': 'chunked' })}0\r\n\r\n`,
  ],
  ['a line break in a path', () => get('/%0d%0aSet-Cookie:%20a=b')],
  ['a WebSocket of a foreign page', () => upgrade({ Origin: 'http://evil.example' })],
  ['a WebSocket of no page', () => upgrade({ Origin: '' })],
  ['a WebSocket by a foreign name', () => upgrade({ Host: 'evil.example' })],
  ['a WebSocket without the token', () => upgrade({ Cookie: 'a=b' })],
  ['a WebSocket at another address', () => upgrade({}, '/film/clips/sea.webm')],
  ['a WebSocket of an old kind', () => upgrade({ 'Sec-WebSocket-Version': '6' })],
  ['a WebSocket with a broken key', () => upgrade({ 'Sec-WebSocket-Key': 'x' })],
];

describe('a hostile request', () => {
  it('is one of more than forty, each by its name', () => {
    expect(new Set(HOSTILE.map(([name]) => name)).size).toBe(HOSTILE.length);
    expect(HOSTILE.length).toBeGreaterThan(40);
  });

  it('differs from ours by what its name says: ours are answered', async () => {
    expect(await sendRaw(get('/'))).toMatch(/^HTTP\/1.1 200 .*the stage/s);
    expect(await sendRaw(get('/film/clips/sea.webm'))).toMatch(/^HTTP\/1.1 200 .*0123456789/s);
    expect(await sendRaw(upgrade({}))).toMatch(/^HTTP\/1.1 101 /);
  });

  it.each(HOSTILE)('%s: gets nothing', async (_, request) => {
    const answer = await sendRaw(request());
    expect(answer).not.toMatch(/^HTTP\/1.1 (1|2|3)/);
    expect(answer).not.toMatch(/secret|root:|the stage|0123456789|[Ss]et-[Cc]ookie: a=b/);
    // The server lives.
    expect(await sendRaw(get('/'))).toMatch(/^HTTP\/1.1 200 /);
  });

  it('two instances on one port: the second is refused, the first goes on', async () => {
    const second = startLoopbackServer({
      port: server.port,
      pages: () => expect.fail('it must not come so far'),
      onLink: () => undefined,
      onRefused: () => undefined,
    });
    await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
    expect(await sendRaw(get('/'))).toMatch(/^HTTP\/1.1 200 /);
  });
});
