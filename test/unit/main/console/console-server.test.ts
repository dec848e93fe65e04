import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import { consoleLink, type ConsoleLink } from '../../../../src/main/console/console-link.ts';
import { startConsoleServer, type ConsoleServer } from '../../../../src/main/console/console-server.ts';
import { Pairing } from '../../../../src/main/console/pairing.ts';
import { encodeFrame } from '../../../../src/protocol/frame-codec.ts';

let folder: string;
let server: ConsoleServer;
let pairing: Pairing;
let links: ConsoleLink[];
let refused: string[];
let nowMs: number;
/** What the server does every fifteen seconds. */
let everyFifteenSeconds: () => void;

beforeEach(async () => {
  const intervals = vi.spyOn(globalThis, 'setInterval');
  folder = mkdtempSync(join(tmpdir(), 'mien-console-'));
  for (const name of ['pages/console', 'pages/assets', 'pages/stage', 'film']) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  writeFileSync(join(folder, 'secret.js'), 'secret');
  writeFileSync(join(folder, 'pages/console/index.html'), 'the console');
  writeFileSync(join(folder, 'pages/stage/index.html'), 'secret');
  writeFileSync(join(folder, 'pages/assets/console.js'), 'code');
  symlinkSync(join(folder, 'secret.js'), join(folder, 'pages/assets/link.js'));
  nowMs = 0;
  links = [];
  refused = [];
  pairing = new Pairing(() => nowMs);
  server = await startConsoleServer({
    port: 0,
    isNetwork: false,
    pagesFolder: join(folder, 'pages'),
    pairing,
    scraperToken: null,
    nowMs: () => nowMs,
    status: () => ({
      scene: 'sea',
      isInSession: false,
      hasPage: true,
      isPaused: false,
      isClosed: false,
      without: 'nothing',
      missingCamera: null,
      sessions: 0,
      readings: 0,
      picturesPerSecond: null,
      picturesDropped: 0,
      rates: null,
      faults: {},
      uptimeSeconds: 1,
      memoryBytes: 1,
    }),
    onLink: (socket, isLocal) =>
      links.push(
        consoleLink(
          socket,
          isLocal,
          (reason) => refused.push(reason),
          () => nowMs,
        ),
      ),
    onRefused: (reason) => refused.push(reason),
  });
  const asked = intervals.mock.calls.flatMap(([act, everyMs]) => (everyMs === 15_000 ? [act] : []));
  everyFifteenSeconds = () => {
    for (const act of asked) act();
  };
  intervals.mockRestore();
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const origin = (): string => `http://127.0.0.1:${server.port}`;

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: http.IncomingHttpHeaders;
}

/** A request with its path as it is: no client tidies it up. */
function ask(path: string, options: http.RequestOptions = {}, body?: string): Promise<Answer> {
  return new Promise((done, failed) => {
    const request = http.request({ host: '127.0.0.1', port: server.port, path, agent: false, ...options }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => done({ status: answer.statusCode ?? 0, text, headers: answer.headers }));
      answer.on('error', failed);
    });
    request.on('error', failed);
    request.end(body);
  });
}

function pair(secret: string, headers: Record<string, string> = {}): Promise<Answer> {
  const own = { origin: origin(), 'content-type': 'application/json' };
  return ask('/pair', { method: 'POST', headers: { ...own, ...headers } }, JSON.stringify({ secret }));
}

async function cookie(): Promise<string> {
  const { headers } = await pair(pairing.newCode());
  return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

/** Opens a WebSocket. @returns 101, or the status that it was turned away with. */
function upgrade(
  path: string,
  headers: Record<string, string>,
  autoPong = true,
): Promise<{ status: number; socket: WebSocket }> {
  return new Promise((done) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers, autoPong });
    socket.on('open', () => done({ status: 101, socket }));
    socket.on('unexpected-response', (_, answer) => done({ status: answer.statusCode ?? 0, socket }));
    socket.on('error', () => undefined);
  });
}

describe("the console's door", () => {
  it('lets a device in with the code, once, by a cookie that no script can read', async () => {
    const code = pairing.newCode();
    const first = await pair(code);
    expect(first.status).toBe(204);
    expect(first.headers['set-cookie']?.[0]).toMatch(/HttpOnly; SameSite=Strict/);
    const held = first.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    expect((await ask('/session', { headers: { cookie: held } })).status).toBe(200);
    expect((await pair(code)).status).toBe(403);
  });

  it('takes no code that is older than two minutes, and none at all where none is shown', async () => {
    expect((await pair('000000')).status).toBe(403);
    const code = pairing.newCode();
    nowMs += 120_001;
    expect((await pair(code)).status).toBe(403);
  });

  it('wrong code 10,000 times: it is locked after five, for ever longer, and the right one does not help', () => {
    const code = pairing.newCode();
    let free = 0;
    for (let tries = 0; tries < 10_000; tries += 1) {
      nowMs += 1000;
      const verdict = pairing.pair(String((Number(code) + 1 + tries) % 1_000_000).padStart(6, '0'), 'anywhere');
      expect(verdict.pass).toBe(false);
      if (!verdict.pass && verdict.lockedForMs === 0) free += 1;
      // Not yet too old.
      if (tries === 100) expect(pairing.pair(code, 'anywhere').pass).toBe(false);
    }
    expect(free).toBe(4);
  });

  it('wrong codes from one device keep no other out, and the next code lets in whoever was locked out', () => {
    const wrong = (address: string): boolean => pairing.pair('wrong!', address).pass;
    const code = pairing.newCode();
    for (let tries = 0; tries < 1000; tries += 1) expect(wrong('192.0.2.66')).toBe(false);
    expect(pairing.pair(code, '192.0.2.66').pass).toBe(false);
    expect(pairing.pair(code, '192.0.2.1').pass).toBe(true);
    expect(pairing.pair(pairing.newCode(), '192.0.2.66').pass).toBe(true);
  });

  it('wrong codes from many devices take the code away after twenty, and leave the next one alone', () => {
    for (const [devices, isLeft] of [
      [19, true],
      [20, false],
      [5000, false],
      [19, true],
    ] as const) {
      const code = pairing.newCode();
      for (let device = 0; device < devices; device += 1) pairing.pair('wrong!', `10.0.${device >> 8}.${device & 255}`);
      expect(pairing.pair(code, '192.0.2.1').pass).toBe(isLeft);
    }
  });

  it('says over the network for how long it is locked', async () => {
    pairing.newCode();
    for (let tries = 0; tries < 4; tries += 1) expect((await pair('wrong!')).status).toBe(403);
    const locked = await pair('wrong!');
    expect([locked.status, locked.headers['retry-after']]).toEqual([429, '60']);
  });

  it('knows a session at the address that it was made for only, for a working day, until it is ended', () => {
    const paired = pairing.pair(pairing.newTicket(), '192.0.2.1');
    const session = paired.pass ? paired.session : '';
    expect(pairing.knows(session, '192.0.2.1')).toBe(true);
    expect(pairing.knows(session, '192.0.2.2')).toBe(false);
    nowMs += 13 * 3_600_000;
    expect(pairing.knows(session, '192.0.2.1')).toBe(false);
  });

  it.each([
    ['from a foreign page', { origin: 'http://evil.example' }, 403],
    ['from a foreign site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['as a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['as plain text', { 'content-type': 'text/plain' }, 415],
    ['by a rebound name', { host: 'evil.example' }, 421],
    ['by a rebound name with our port', { host: 'evil.example:4717' }, 421],
    ['by another port', { host: '127.0.0.1:1' }, 421],
  ])('is shut to the right code %s', async (_, headers, status) => {
    expect((await pair(pairing.newCode(), headers)).status).toBe(status);
  });

  it.each([
    ['no JSON', '{'],
    ['nothing', ''],
    ['a list', '[]'],
    ['no secret', '{}'],
    ['a number', '{"secret":123456}'],
    ['more than it asks for', '{"secret":"1","admin":true}'],
    ['a prototype', '{"__proto__":{"secret":"1"}}'],
    ['a long secret', JSON.stringify({ secret: '1'.repeat(101) })],
  ])('refuses %s', async (_, body) => {
    const headers = { origin: origin(), 'content-type': 'application/json' };
    expect((await ask('/pair', { method: 'POST', headers }, body)).status).toBe(400);
  });

  it('refuses more than a kilobyte, and a page without an origin', async () => {
    const headers = { origin: origin(), 'content-type': 'application/json' };
    expect((await ask('/pair', { method: 'POST', headers }, 'x'.repeat(2000))).status).toBe(413);
    expect((await ask('/pair', { method: 'POST' }, '{}')).status).toBe(403);
  });
});

describe("the console's pages", () => {
  it('are code that anybody may read, and nothing else', async () => {
    expect((await ask('/')).text).toBe('the console');
    expect((await ask('/assets/console.js')).text).toBe('code');
    for (const path of ['/health', '/metrics', '/session']) expect((await ask(path)).status).toBe(401);
    expect((await ask('/metrics', { headers: { authorization: 'Bearer null' } })).status).toBe(401);
    expect((await ask('/health', { headers: { cookie: await cookie() } })).status).toBe(200);
  });

  it.each([
    '/assets/../../secret.js',
    '/assets/..%2f..%2fsecret.js',
    '/assets/%2e%2e/%2e%2e/secret.js',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.js',
    '/assets/..%252f..%252fsecret.js',
    '/assets/..%5c..%5csecret.js',
    '/assets/..\\..\\secret.js',
    '/assets/%c0%ae%c0%ae/secret.js',
    '/assets//../../secret.js',
    '/assets/%00/../../secret.js',
    '/assets/link.js',
    '/assets/.',
    '/stage/index.html',
    '/console/../stage/index.html',
    '/film/film.json',
    '//secret.js',
  ])('give nothing at %s', async (path) => {
    const answer = await ask(path);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.text).not.toContain('secret');
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'])('take no %s', async (method) => {
    expect((await ask('/', { method })).status).toBe(405);
  });

  it('stand for nothing but this machine while the network is shut out', async () => {
    expect((await ask('/', { headers: { host: `192.0.2.1:${server.port}` } })).status).toBe(421);
    expect(server.networkAddresses()).toEqual([]);
  });

  it('carry a policy without unsafe words and in nobody’s frame', async () => {
    const { headers } = await ask('/');
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['permissions-policy']).toContain('camera=()');
  });

  it('answer a flood with 429, and are there again afterwards', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => ask('/session')));
    for (let round = 0; round < 3; round += 1) {
      answers.push(...(await Promise.all(Array.from({ length: 40 }, () => ask('/session')))));
    }
    expect(answers.filter(({ status }) => status === 429).length).toBe(40);
    nowMs += 10_000;
    expect((await ask('/')).status).toBe(200);
  });

  it('are there while more connections than it takes say nothing', async () => {
    const silent = Array.from({ length: 100 }, () =>
      net.connect(server.port, '127.0.0.1').on('error', () => undefined),
    );
    await Promise.all(silent.slice(0, 32).map((socket) => new Promise((done) => socket.once('connect', done))));
    expect(await ask('/')).toMatchObject({ status: 200, text: 'the console' });
    // Not only once the silent ones have been timed out.
    expect(silent.filter(({ destroyed }) => !destroyed).length).toBeGreaterThan(0);
    for (const socket of silent) socket.destroy();
  });

  it('close who dribbles a request in (slow loris)', { timeout: 30_000 }, async () => {
    const socket = net.connect(server.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('POST /pair HTTP/1.1\r\nHost: 127.0.0.1\r\n');
    socket.resume();
    await new Promise((done) => socket.once('close', done));
    expect(socket.destroyed).toBe(true);
  });
});

describe("the console's socket", () => {
  it.each([
    ['a device that is not paired', '/link', () => ({ origin: origin() }), 401],
    ['a made-up session', '/link', () => ({ origin: origin(), cookie: 'mien-console=guess' }), 401],
    ['no origin', '/link', () => ({}), 403],
    ['a foreign origin', '/link', () => ({ origin: 'http://evil.example' }), 403],
    ['a rebound name', '/link', () => ({ origin: origin(), host: 'evil.example' }), 421],
    ['another address', '/other', () => ({ origin: origin() }), 404],
  ])('is not opened for %s', async (_, path, headers, status) => {
    expect((await upgrade(path, headers())).status).toBe(status);
  });

  it('hears commands, and refuses what is malformed or oversized without a fall', async () => {
    const { status, socket } = await upgrade('/link', { origin: origin(), cookie: await cookie() });
    expect(status).toBe(101);
    const heard: string[] = [];
    links[0]!.onMessage((message) => heard.push(message.type));
    const wrong = [
      '',
      '{',
      'null',
      '{"type":"command"}',
      '{"type":"command","id":1,"command":{"do":"explode"}}',
      '{"type":"command","id":-1,"command":{"do":"skip"}}',
      '{"type":"command","id":1,"command":{"do":"volume","value":2}}',
      '{"type":"command","id":1,"command":{"do":"skip","shell":"rm"}}',
      '{"type":"command","id":1,"command":{"do":"zone","zone":{"left":1,"top":0,"right":0,"bottom":1,"leastFace":0}}}',
    ];
    for (const text of wrong) socket.send(text);
    socket.send(Buffer.alloc(16));
    socket.send('{"type":"command","id":1,"command":{"do":"skip"}}');
    await expect.poll(() => heard).toEqual(['command']);
    expect(refused).toHaveLength(wrong.length + 1);
    const closed = new Promise((done) => socket.once('close', done));
    socket.send('x'.repeat(5000));
    expect(await closed).toBe(1009);
  });

  it('cuts off a page that floods', async () => {
    const { socket } = await upgrade('/link', { origin: origin(), cookie: await cookie() });
    const closed = new Promise((done) => socket.once('close', done));
    for (let count = 0; count < 100; count += 1) socket.send('{"type":"watch","on":true}');
    expect(await closed).toBe(1008);
  });

  it('is closed on a phone that has gone without a word, so that it keeps no other out, and on none that answers', async () => {
    const headers = { origin: origin(), cookie: await cookie() };
    const gone = await Promise.all(Array.from({ length: 5 }, () => upgrade('/link', headers, false)));
    const { socket } = await upgrade('/link', headers);
    expect((await upgrade('/link', headers)).status).toBe(503);
    const cutOff = Promise.all(gone.map((one) => new Promise((done) => one.socket.once('close', done))));
    // What follows its answer has come after it.
    socket.once('ping', () => socket.send('{"type":"watch","on":true}'));
    const answered = new Promise((done) => links[5]!.onMessage(done));
    everyFifteenSeconds();
    await answered;
    everyFifteenSeconds();
    await cutOff;
    expect(socket.readyState).toBe(WebSocket.OPEN);
    expect((await upgrade('/link', headers)).status).toBe(101);
  });

  it('gives a camera picture to a page on this machine only', async () => {
    const { socket } = await upgrade('/link', { origin: origin(), cookie: await cookie() });
    const got: number[] = [];
    socket.on('message', (data: Buffer, isBinary) => (isBinary ? got.push(data.length) : undefined));
    const frame = encodeFrame({ capturedAtMs: 0, width: 2, height: 2, format: 'grey', pixels: new Uint8Array(4) });
    links[0]!.sendFrame(frame);
    await expect.poll(() => got).toEqual([28]);
    const sent: unknown[] = [];
    const far = { on: () => far, once: () => far, OPEN: 1, readyState: 1, bufferedAmount: 0, send: sent.push };
    consoleLink(
      far as unknown as WebSocket,
      false,
      () => undefined,
      () => 0,
    ).sendFrame(frame);
    expect(sent).toEqual([]);
  });
});
