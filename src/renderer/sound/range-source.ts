import { CustomSource } from 'mediabunny';

/** What is asked of the server at once: half a second of 1080p, of which its sound is a small part. */
const BLOCK_BYTES = 512 * 1024;
/** Blocks that are kept of a file, the most recently used: around each of a few places, however long the film is. */
const MOST_BLOCKS = 24;
/** What mediabunny keeps of them itself. */
const CACHE_BYTES = 1024 * 1024;
/** A request that failed is tried again this often before the file counts as missing; a deck that failed is made anew later. */
const MOST_RETRIES = 1;
const RETRY_MS = 100;

/**
 * A file of the film, read by parts of one size. mediabunny's own source for an address fetches eight megabytes ahead wherever it begins,
 * which is more than all else that a clip needs to be ready.
 */
export class RangeSource {
  readonly source: CustomSource;
  readonly #url: string;
  readonly #stop = new AbortController();
  /** In the order of their last use. */
  readonly #blocks = new Map<number, Promise<Uint8Array>>();
  #size: number | null = null;
  /** Requests that are under way, and when one of them was begun or gave some bytes, `performance.now()`. */
  #asked = 0;
  #gaveAtMs = 0;

  /** @param url absolute. */
  constructor(url: string) {
    this.#url = url;
    this.source = new CustomSource({
      getSize: async () => {
        const first = await this.#block(0);
        return this.#size ?? first.length;
      },
      read: (start, end) => this.#read(start, end),
      dispose: () => {
        this.#stop.abort();
        this.#blocks.clear();
      },
      maxCacheSize: CACHE_BYTES,
      handleUnhandledError: () => undefined,
    });
  }

  /** For how long what was asked for has given nothing, milliseconds; 0 where nothing is asked for: a decoder may be slow, too. */
  get waitingMs(): number {
    return this.#asked === 0 ? 0 : performance.now() - this.#gaveAtMs;
  }

  async #read(start: number, end: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(end - start);
    for (let index = Math.floor(start / BLOCK_BYTES); index * BLOCK_BYTES < end; index += 1) {
      const block = await this.#block(index);
      const from = index * BLOCK_BYTES;
      const part = block.subarray(Math.max(0, start - from), end - from);
      bytes.set(part, Math.max(0, from - start));
    }
    return bytes;
  }

  #block(index: number): Promise<Uint8Array> {
    const known = this.#blocks.get(index);
    this.#blocks.delete(index);
    const block = known ?? this.#fetch(index, MOST_RETRIES);
    this.#blocks.set(index, block);
    // A block that failed is asked for again by whoever comes next.
    if (known === undefined) block.catch(() => this.#blocks.delete(index));
    const [oldest] = this.#blocks.keys();
    if (this.#blocks.size > MOST_BLOCKS && oldest !== undefined) this.#blocks.delete(oldest);
    return block;
  }

  async #fetch(index: number, retries: number): Promise<Uint8Array> {
    this.#asked += 1;
    this.#gaveAtMs = performance.now();
    try {
      return await this.#get(index * BLOCK_BYTES);
    } catch (error) {
      if (retries === 0 || this.#stop.signal.aborted) throw error;
    } finally {
      this.#asked -= 1;
    }
    await new Promise((done) => setTimeout(done, RETRY_MS));
    return this.#fetch(index, retries - 1);
  }

  async #get(from: number): Promise<Uint8Array> {
    const range = `bytes=${from}-${from + BLOCK_BYTES - 1}`;
    const response = await fetch(this.#url, { headers: { range }, signal: this.#stop.signal });
    if (response.status !== 206 && !(response.status === 200 && from === 0)) {
      throw new Error(`the server answers ${response.status} ${response.statusText}`.trim());
    }
    this.#size ??= sizeIn(response.headers.get('content-range'));
    const parts: Uint8Array[] = [];
    const reader = response.body?.getReader();
    for (;;) {
      const { value, done } = (await reader?.read()) ?? { value: undefined, done: true };
      if (done) break;
      this.#gaveAtMs = performance.now();
      parts.push(value);
    }
    return joined(parts);
  }
}

/** Of `bytes 0-9/1000`. */
function sizeIn(contentRange: string | null): number | null {
  const [, size] = /\/(\d+)$/.exec(contentRange ?? '') ?? [];
  return size === undefined ? null : Number(size);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
