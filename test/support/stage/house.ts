import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { WebSocketServer, type WebSocket } from 'ws';
import { parseByteRange } from '../../../src/main/web/byte-range.ts';
import { decodeFrame, type Frame } from '../../../src/protocol/frame-codec.ts';
import { stageToMainSchema, type MainToStage, type StageToMain } from '../../../src/protocol/messages.ts';
import { parseText } from '../../../src/protocol/parse-message.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.vtt': 'text/vtt',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
};

/** How a clip is served: as it is, or with a fault. */
export type Fault = 'none' | 'missing' | 'stalls' | 'slow';

/** A stand-in for main, so that the stage can be tested by itself: serves pages and clips, and holds the other end of the link. */
export class StageHouse {
  readonly facts: StageToMain[] = [];
  readonly frames: Frame[] = [];
  readonly files = new Map<string, Uint8Array<ArrayBuffer> | string>();
  readonly faults = new Map<string, Fault>();
  /** Told of each fact when it comes. */
  onFact: (fact: StageToMain) => void = () => undefined;
  /** Responses to media requests that have not ended. */
  readonly open = new Set<ServerResponse>();
  readonly #pages: string;
  readonly #server = createServer((request, response) => this.#answer(request, response));
  readonly #sockets = new WebSocketServer({ server: this.#server, path: '/link' });
  #socket: WebSocket | null = null;
  #welcome: readonly MainToStage[] = [];
  #watchers: (() => void)[] = [];

  private constructor(pages: string) {
    this.#pages = pages;
    this.#sockets.on('connection', (socket, request) => {
      // The camera's worker has a socket of its own, for frames alone.
      if (request.url?.includes('framesOf=') !== true) this.#socket = socket;
      socket.on('message', (data, binary) => {
        const bytes = data as Buffer;
        if (binary) {
          const frame = decodeFrame(bytes);
          if ('refused' in frame) throw new Error(frame.refused);
          this.frames.push(frame);
        } else {
          const parsed = parseText(stageToMainSchema, bytes.toString());
          if (!parsed.ok) throw new Error(`the stage sent what main refuses: ${parsed.reason}`);
          this.facts.push(parsed.value);
          this.onFact(parsed.value);
          if (parsed.value.type === 'hello') for (const message of this.#welcome) this.send(message);
        }
        for (const watcher of this.#watchers) watcher();
      });
    });
  }

  /** @param pages folder of the built pages; @param welcome what each page gets on its hello. */
  static async open(pages: string, welcome: readonly MainToStage[]): Promise<StageHouse> {
    const house = new StageHouse(pages);
    house.#welcome = welcome;
    await new Promise<void>((done) => house.#server.listen(0, '127.0.0.1', done));
    return house;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get connected(): boolean {
    return this.#socket?.readyState === 1;
  }

  send(message: MainToStage): void {
    this.#socket?.send(JSON.stringify(message));
  }

  /** Cuts the link as a crash of main would. */
  cutLink(): void {
    this.#socket?.terminate();
  }

  /** The first fact, among those from index `from` on, that passes. */
  async fact<T extends StageToMain['type']>(
    type: T,
    passes: (fact: Extract<StageToMain, { type: T }>) => boolean = () => true,
    { from = 0, timeoutMs = 15_000 } = {},
  ): Promise<Extract<StageToMain, { type: T }>> {
    const found = (): Extract<StageToMain, { type: T }> | undefined =>
      this.facts
        .slice(from)
        .find((fact): fact is Extract<StageToMain, { type: T }> => fact.type === type && passes(fact as never));
    return this.until(
      found,
      () =>
        `no ${type}; the stage said ${this.facts
          .slice(-6)
          .map((fact) => JSON.stringify(fact))
          .join(' ')}`,
      timeoutMs,
    );
  }

  async until<T>(look: () => T | undefined, complaint: string | (() => string), timeoutMs = 15_000): Promise<T> {
    const started = Date.now();
    for (;;) {
      const value = look();
      if (value !== undefined) return value;
      if (Date.now() - started > timeoutMs)
        throw new Error(`waited ${timeoutMs} ms: ${typeof complaint === 'string' ? complaint : complaint()}`);
      await new Promise<void>((done) => {
        const timer = setTimeout(done, 100);
        this.#watchers.push(() => {
          clearTimeout(timer);
          done();
        });
      });
      this.#watchers = [];
    }
  }

  async close(): Promise<void> {
    for (const response of this.open) response.destroy();
    for (const client of this.#sockets.clients) client.terminate();
    this.#sockets.close();
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://stage').pathname);
    const own = this.files.get(path);
    const file = join(this.#pages, normalize(path));
    const type = TYPES[extname(path)] ?? 'application/octet-stream';
    const fault = this.faults.get(path) ?? 'none';
    if (fault === 'missing' || (own === undefined && !(existsSync(file) && extname(path) !== ''))) {
      response.writeHead(404).end();
      return;
    }
    const bytes = own ?? readFileSync(file);
    // Never a copy: a film may have hundreds of megabytes, and is asked for again and again.
    const body =
      typeof bytes === 'string' ? Buffer.from(bytes) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    const range = parseByteRange(request.headers.range ?? null, body.length);
    const [from, to] = range.kind === 'part' ? [range.start, range.end] : [0, body.length - 1];
    response.writeHead(range.kind === 'part' ? 206 : 200, {
      'content-type': type,
      'content-length': to - from + 1,
      'accept-ranges': 'bytes',
      'cache-control': 'no-store',
      ...(range.kind === 'part' ? { 'content-range': `bytes ${from}-${to}/${body.length}` } : {}),
    });
    this.open.add(response);
    response.on('close', () => this.open.delete(response));
    const part = body.subarray(from, to + 1);
    if (fault === 'none') response.end(part);
    // Half of it comes, then nothing more, as from a disk or a network that hangs.
    else if (fault === 'stalls') response.write(part.subarray(0, Math.floor(part.length / 2)));
    else setTimeout(() => response.end(part), 1500);
  }
}
