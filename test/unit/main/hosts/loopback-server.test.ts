import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { startLoopbackServer, type LoopbackServer } from '../../../../src/main/hosts/browser/loopback-server.ts';
import { webSocketLink } from '../../../../src/main/hosts/browser/web-socket-link.ts';
import type { StageLink } from '../../../../src/main/hosts/host.ts';
import { createPages } from '../../../../src/main/web/pages.ts';
import { encodeFrame } from '../../../../src/protocol/frame-codec.ts';

let folder: string;
let server: LoopbackServer;
let links: StageLink[];
let still: Uint8Array | null = null;
const refused: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mien-server-'));
  for (const name of ['pages/stage', 'film/clips']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'package.json'), 'secret');
  writeFileSync(join(folder, 'pages/stage/index.html'), 'the stage');
  writeFileSync(join(folder, 'film/clips/sea.webm'), '0123456789');
  writeFileSync(join(folder, 'film/film.json'), 'secret');
  links = [];
  server = await startLoopbackServer({
    port: 0,
    pages: (place) =>
      createPages({
        ...place,
        pagesFolder: join(folder, 'pages'),
        stagePage: 'stage/index.html',
        filmFolder: () => join(folder, 'film'),
        still: () => still,
      }),
    onLink: (socket) => links.push(webSocketLink(socket, (reason) => refused.push(reason))),
    onRefused: (reason) => refused.push(reason),
  });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const token = (): string => new URL(server.address).searchParams.get('token') ?? '';

/** A request with its path as it is: no client tidies it up. */
function ask(
  path: string,
  options: http.RequestOptions = {},
): Promise<{ status: number; text: string; cookie: string; cache: string }> {
  return new Promise((done, failed) => {
    const request = http.request({ host: '127.0.0.1', port: server.port, path, ...options }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () =>
        done({
          status: answer.statusCode ?? 0,
          text,
          cookie: answer.headers['set-cookie']?.[0] ?? '',
          cache: answer.headers['cache-control'] ?? '',
        }),
      );
    });
    request.on('error', failed);
    request.end();
  });
}

/** Opens a WebSocket. @returns 101, or the status that it was turned away with. */
function upgrade(path: string, headers: Record<string, string>): Promise<{ status: number; socket: WebSocket }> {
  return new Promise((done) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
    socket.on('open', () => done({ status: 101, socket }));
    socket.on('unexpected-response', (_, answer) => done({ status: answer.statusCode ?? 0, socket }));
    socket.on('error', () => undefined);
  });
}

describe('the page on which a browser waits to be led to the stage', () => {
  it('needs no token, so none has to stand on a command line, and leads nowhere', async () => {
    const answer = await ask('/wait');
    expect(answer.status).toBe(200);
    expect(answer.cookie).toBe('');
    expect(answer.text).not.toMatch(/token|script|src/);
    expect([...answer.text.matchAll(/href="([^"]*)"/g)].map(([, to]) => to)).toEqual(['/wait.css']);
    expect((await ask('/wait.css')).text).toContain("url('/still')");
  });

  it('shows a still picture of what plays, or black; whoever comes from elsewhere gets neither', async () => {
    expect((await ask('/still')).status).toBe(404);
    still = Uint8Array.from([0xff, 0xd8, 0xff]);
    expect(await ask('/still')).toMatchObject({ status: 200, cookie: '' });
    for (const headers of [
      { Host: 'rebound.example' },
      { Origin: 'https://a.example' },
      { 'Sec-Fetch-Site': 'cross-site' },
    ])
      expect((await ask('/still', { headers })).status).toBeGreaterThanOrEqual(403);
  });

  it('is for this machine alone all the same, and opens no other door', async () => {
    expect((await ask('/wait', { headers: { host: 'evil.example' } })).status).toBe(421);
    expect((await ask('/wait', { headers: { origin: 'http://evil.example' } })).status).toBe(403);
    for (const path of ['/wait/', '/wait/../', '/wait/..%2fstage/index.html', '//wait', '/WAIT']) {
      expect((await ask(path)).status).toBe(403);
    }
  });
});

describe('the loopback server', () => {
  it('shows the stage to who has the token, and leaves it as a cookie for its files', async () => {
    const page = await ask(`/?token=${token()}`);
    expect([page.status, page.text]).toEqual([200, 'the stage']);
    expect(page.cookie).toMatch(/HttpOnly; SameSite=Strict$/);
    const [cookie = ''] = page.cookie.split(';');
    const clip = await ask('/film/clips/sea.webm', { headers: { cookie, range: 'bytes=3-5' } });
    expect([clip.status, clip.text]).toEqual([206, '345']);
  });

  it('lets no browser keep the film: it would write it to the disk over and over, for weeks', async () => {
    const headers = { cookie: `mien-${server.port}=${token()}` };
    expect((await ask('/film/clips/sea.webm', { headers })).cache).toBe('no-store');
    expect((await ask('/', { headers })).cache).toBe('private, no-cache');
  });

  it.each([
    '/../package.json',
    '/..%2fpackage.json',
    '/%2e%2e%2fpackage.json',
    '/%2e%2e/package.json',
    '/film/../../package.json',
    '/film/%2e%2e/%2e%2e/package.json',
    '/film/..%252f..%252fpackage.json',
    '/film/..%5c..%5cpackage.json',
    '/film/clips/..%2f..%2f..%2fpackage.json',
    '//etc/passwd',
    '/film//etc/passwd',
    '/%00/../package.json',
    '/film/film.json',
    '/film/clips',
    '/stage/',
  ])('gives nothing at %s, even with the token', async (path) => {
    const answer = await ask(path, { headers: { cookie: `mien-${server.port}=${token()}` } });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.text).not.toMatch(/secret|root:/);
  });

  it.each([
    ['without the token', '/', {}],
    ['with a wrong token', '/?token=wrong', {}],
    ['by a foreign name', '', { host: 'evil.example' }],
    ['by a foreign name with our port', '', { host: 'evil.example:80' }],
    ['from a foreign page', '', { origin: 'http://evil.example' }],
    ['from a foreign site', '', { 'sec-fetch-site': 'cross-site' }],
  ] as const)('turns away who comes %s', async (_, path, headers) => {
    const answer = await ask(path === '' ? `/?token=${token()}` : path, { headers });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.text).not.toContain('the stage');
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PATCH'])('does not take %s', async (method) => {
    expect((await ask(`/?token=${token()}`, { method })).status).toBe(405);
  });

  it('closes who dribbles a request in (slow loris)', { timeout: 30_000 }, async () => {
    const socket = net.connect(server.port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n');
    const began = Date.now();
    await new Promise((done) => {
      socket.once('close', done);
      socket.on('error', () => undefined);
      socket.resume();
    });
    expect(Date.now() - began).toBeLessThan(20_000);
  });

  it(
    'serves the stage while hundreds of connections say nothing, or are turned away',
    { timeout: 30_000 },
    async () => {
      const silent = Array.from({ length: 300 }, () =>
        net.connect(server.port, '127.0.0.1').on('error', () => undefined),
      );
      const agent = new http.Agent({ keepAlive: true });
      await Promise.allSettled(Array.from({ length: 300 }, () => ask('/?flood', { agent })));
      expect(await ask(`/film/clips/sea.webm?token=${token()}`)).toMatchObject({ status: 200, text: '0123456789' });
      // Not only once the silent ones have been timed out.
      expect(silent.filter(({ destroyed }) => !destroyed).length).toBeGreaterThan(0);
      for (const socket of silent) socket.destroy();
      agent.destroy();
    },
  );

  it('refuses headers that never end', async () => {
    const answer = await ask('/', { headers: { 'x-long': 'a'.repeat(20_000) } }).catch(() => ({ status: 431 }));
    expect(answer.status).toBe(431);
  });
});

describe('its WebSocket', () => {
  const own = (): Record<string, string> => ({ origin: server.origin });

  it.each([
    ['a foreign origin', () => upgrade(`/link?token=${token()}`, { origin: 'http://evil.example' }), 403],
    ['no origin', () => upgrade(`/link?token=${token()}`, {}), 403],
    ['no token', () => upgrade('/link', own()), 403],
    ['a wrong token', () => upgrade('/link?token=wrong', own()), 403],
    ['a foreign host', () => upgrade(`/link?token=${token()}`, { ...own(), host: 'evil.example' }), 421],
    ['another address', () => upgrade(`/?token=${token()}`, own()), 404],
  ] as const)('is not opened for %s', async (_, open, status) => {
    expect((await open()).status).toBe(status);
  });

  it('takes frames and facts of a page, and refuses what is malformed without a fall', async () => {
    const { status, socket } = await upgrade(`/link?token=${token()}`, own());
    expect(status).toBe(101);
    const link = links.at(-1)!;
    const heard: string[] = [];
    link.onMessage(({ type }) => heard.push(type));
    link.onFrame((bytes) => heard.push(`frame of ${bytes.length}`));
    refused.length = 0;
    for (const text of ['', '{', 'null', '[]', '{"type":"no such"}', '{"__proto__":{}}', '['.repeat(50_000)])
      socket.send(text);
    socket.send(Buffer.alloc(10));
    socket.send(Buffer.alloc(64, 255));
    socket.send(encodeFrame({ capturedAtMs: 0, width: 2, height: 2, format: 'grey', pixels: new Uint8Array(4) }));
    socket.send('{"type":"startPressed"}');
    await expect.poll(() => heard).toEqual(['frame of 28', 'startPressed']);
    expect(refused).toHaveLength(9);
    socket.close();
  });

  it('cuts off a page that floods, and one that sends more than a frame can hold', async () => {
    for (const flood of [
      (socket: WebSocket) => {
        for (let count = 0; count < 2000; count++) socket.send('{"type":"startPressed"}');
      },
      (socket: WebSocket) => socket.send(Buffer.alloc(5 * 1024 * 1024)),
    ]) {
      const { socket } = await upgrade(`/link?token=${token()}`, own());
      const code = new Promise((done) => socket.once('close', done));
      flood(socket);
      expect([1008, 1009]).toContain(await code);
    }
  });
});
