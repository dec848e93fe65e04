import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { startConsoleServer, type ConsoleServer } from '../../../../src/main/console/console-server.ts';
import { Pairing } from '../../../../src/main/console/pairing.ts';
import { bearerOf, scraperToken } from '../../../../src/main/console/scraper-token.ts';

const TOKEN = 'a-token-that-a-scraper-keeps';
const STATUS = {
  scene: 'sea',
  isInSession: false,
  hasPage: true,
  isPaused: false,
  isClosed: false,
  without: 'nothing' as const,
  missingCamera: null,
  sessions: 0,
  readings: 0,
  picturesPerSecond: null,
  picturesDropped: 0,
  rates: null,
  faults: {},
  uptimeSeconds: 1,
  memoryBytes: 1,
};

let folder: string;
let said: string[];
const tell = (line: string): void => void said.push(line);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mien-scraper-'));
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("a scraper's token", () => {
  it('is made once, in a file that no other account can read, and is the same after each restart', async () => {
    const file = join(folder, 'keep', 'metrics-token');
    const token = await scraperToken(join(folder, 'keep'), tell);
    expect(token).toMatch(/^[\w-]{32}$/);
    expect(readFileSync(file, 'utf8')).toBe(`${token ?? ''}\n`);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await scraperToken(join(folder, 'keep'), tell)).toBe(token);
    expect(await scraperToken(join(folder, 'another'), tell)).not.toBe(token);
  });

  it('may be set by the venue; one that could be guessed, or that no header carries, is replaced', async () => {
    const file = join(folder, 'metrics-token');
    writeFileSync(file, 'one.that/the+venue~chose=\n');
    expect(await scraperToken(folder, tell)).toBe('one.that/the+venue~chose=');
    for (const text of ['', 'short', 'two words of a whole line', 'a'.repeat(201)]) {
      writeFileSync(file, text);
      expect(await scraperToken(folder, tell)).toMatch(/^[\w-]{32}$/);
    }
  });

  it('is none where nothing is kept, or the disk takes none: the show goes on, and says so', async () => {
    expect(await scraperToken(null, tell)).toBeNull();
    expect(said).toEqual([]);
    writeFileSync(join(folder, 'file'), '');
    expect(await scraperToken(join(folder, 'file'), tell)).toBeNull();
    expect(said.join()).toContain('there is no token for /metrics');
  });

  it.each([
    ['Bearer abc', 'abc'],
    ['bearer  abc', 'abc'],
    ['Bearer', null],
    ['Bearer a b', null],
    ['Basic abc', null],
    ['', null],
    [null, null],
  ])('is read out of %j as %j', (header, token) => {
    expect(bearerOf(header)).toBe(token);
  });
});

describe('a scraper with the kept token', () => {
  let server: ConsoleServer;
  let pairing: Pairing;
  let nowMs = 0;
  let links = 0;
  beforeEach(async () => {
    pairing = new Pairing(() => nowMs);
    server = await startConsoleServer({
      port: 0,
      isNetwork: false,
      pagesFolder: folder,
      pairing,
      scraperToken: TOKEN,
      status: () => STATUS,
      nowMs: () => nowMs,
      onLink: () => (links += 1),
      onRefused: () => undefined,
    });
  });
  afterEach(() => server.close());

  const origin = (): string => `http://127.0.0.1:${server.port}`;
  const bearing = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

  function ask(
    path: string,
    options: http.RequestOptions = {},
    body?: string,
  ): Promise<{ status: number; text: string }> {
    return new Promise((done, failed) => {
      const request = http.request(
        { host: '127.0.0.1', port: server.port, path, agent: false, ...options },
        (answer) => {
          let text = '';
          answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
          answer.on('end', () => done({ status: answer.statusCode ?? 0, text }));
        },
      );
      request.on('error', failed);
      request.end(body);
    });
  }

  /** The status that a WebSocket is turned away with. */
  function upgrade(path: string): Promise<number> {
    return new Promise((done) => {
      const headers = { origin: origin(), ...bearing(TOKEN).headers };
      const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
      socket.on('open', () => done(101));
      socket.on('unexpected-response', (_, answer) => done(answer.statusCode ?? 0));
      socket.on('error', () => undefined);
    });
  }

  it('reads /metrics and /health without being paired, for as long as the show runs', async () => {
    for (const path of ['/metrics', '/health', '/metrics?a=b'])
      expect((await ask(path, bearing(TOKEN))).status).toBe(200);
    expect((await ask('/metrics', { headers: { authorization: `bearer  ${TOKEN}` } })).text).toContain('mien_uptime');
    nowMs += 13 * 3_600_000;
    expect((await ask('/metrics', bearing(TOKEN))).status).toBe(200);
  });

  it.each([
    ['a wrong token', `Bearer ${TOKEN}x`],
    ['the beginning of the token', `Bearer ${TOKEN.slice(0, -1)}`],
    ['no token', 'Bearer'],
    ['an empty token', 'Bearer '],
    ['the token by another scheme', `Basic ${TOKEN}`],
    ['the token alone', TOKEN],
    ['two tokens, one of them right', `Bearer wrong, Bearer ${TOKEN}`],
  ])('is refused with %s', async (_, authorization) => {
    for (const path of ['/metrics', '/health'])
      expect((await ask(path, { headers: { authorization } })).status, path).toBe(401);
  });

  it('is refused with the token in the address, in a cookie, or from a foreign page or name', async () => {
    expect((await ask(`/metrics?token=${TOKEN}`)).status).toBe(401);
    expect((await ask('/metrics', { headers: { cookie: `mien-console=${TOKEN}` } })).status).toBe(401);
    const { headers } = bearing(TOKEN);
    expect((await ask('/metrics', { headers: { ...headers, origin: 'http://evil.example' } })).status).toBe(403);
    expect((await ask('/metrics', { headers: { ...headers, host: 'evil.example' } })).status).toBe(421);
  });

  it('gets nothing else by it: no session, no command, no picture, no way in', async () => {
    expect((await ask('/session', bearing(TOKEN))).status).toBe(401);
    expect([await upgrade('/link'), await upgrade('/metrics')]).toEqual([401, 404]);
    pairing.newCode();
    const headers = { ...bearing(TOKEN).headers, origin: origin(), 'content-type': 'application/json' };
    expect((await ask('/pair', { method: 'POST', headers }, JSON.stringify({ secret: TOKEN }))).status).toBe(403);
    expect((await ask('/metrics', { method: 'POST', ...bearing(TOKEN) })).status).toBe(405);
    expect((await ask('/still', bearing(TOKEN))).status).toBe(404);
    expect(links).toBe(0);
  });

  it('is held to the limit of everybody: who guesses gets 120 tries in ten seconds', async () => {
    const statuses: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      const guesses = Array.from({ length: 40 }, (_, guess) => ask('/metrics', bearing(`guess-${round}-${guess}`)));
      statuses.push(...(await Promise.all(guesses)).map(({ status }) => status));
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(120);
    expect(statuses.filter((status) => status === 429)).toHaveLength(40);
    expect((await ask('/metrics', bearing(TOKEN))).status).toBe(429);
  });
});
