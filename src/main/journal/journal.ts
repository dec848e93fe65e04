import { mkdir, open, readdir, stat, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import {
  JOURNAL_LIMITS,
  dayOf,
  fileName,
  filesToRemove,
  inOrder,
  mostBytesOfFile,
  parseFileName,
  type JournalLimits,
} from './journal-files.ts';
import type { JournalLine } from './journal-line.ts';

/** Lines that wait while the disk takes none; after that the oldest are lost. Some hours of visits. */
const MOST_WAITING = 2000;
/** How long after a failed write it is tried again; a new line tries at once, at most this often. */
const RETRY_MS = 5000;

export interface JournalOptions {
  readonly folder: string;
  readonly now?: () => Date;
  readonly limits?: JournalLimits;
  /** The disk took no line (full, read-only, gone): told once, and again only after it has taken one since. */
  readonly onFailure?: (reason: string) => void;
  readonly retryMs?: number;
}

/**
 * Writes a journal: lines in their order, one file a day. Nothing here ever throws or makes the show wait: a disk that
 * is full or read-only keeps the lines waiting in memory, and a line that was torn by it is closed off, so that the
 * next one is whole.
 */
export class Journal {
  readonly #options: Required<JournalOptions>;
  #waiting: { readonly text: string; readonly isDurable: boolean }[] = [];
  #file: { readonly handle: FileHandle; readonly day: string; readonly part: number; bytes: number } | null = null;
  /** The file may end within a line. */
  #isTorn = false;
  #isFailing = false;
  #lost = 0;
  #work: Promise<void> = Promise.resolve();
  #isWorking = false;
  #retry: ReturnType<typeof setTimeout> | null = null;

  constructor(options: JournalOptions) {
    this.#options = {
      now: () => new Date(),
      limits: JOURNAL_LIMITS,
      onFailure: () => undefined,
      retryMs: RETRY_MS,
      ...options,
    };
  }

  /** Lines that were given up because the disk took none for too long. */
  get lost(): number {
    return this.#lost;
  }

  /** Lines that the disk has not taken yet. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /**
   * Takes a line. @param isDurable forced to the disk before `settled` resolves: it outlives a power cut.
   */
  write(line: JournalLine, isDurable = false): void {
    this.#waiting.push({ text: `${JSON.stringify(line)}\n`, isDurable });
    if (this.#waiting.length > MOST_WAITING) {
      this.#waiting.shift();
      this.#lost += 1;
    }
    if (this.#retry === null) this.#start();
  }

  /** Resolves once every line so far is on the disk, or the disk took none. */
  async settled(): Promise<void> {
    await this.#work;
  }

  /** Tries at once to write what waits, also where it would have waited for the next try. Resolves when that is done. */
  async flush(): Promise<void> {
    await this.#work;
    this.#stopWaiting();
    this.#start();
    await this.#work;
  }

  /** Tries once more to write what waits, and lets go of the file. */
  async close(): Promise<void> {
    await this.flush();
    this.#stopWaiting();
    await this.#release();
  }

  #stopWaiting(): void {
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
  }

  #start(): void {
    if (this.#isWorking || this.#waiting.length === 0) return;
    this.#isWorking = true;
    this.#work = this.#writeAll().finally(() => (this.#isWorking = false));
  }

  async #writeAll(): Promise<void> {
    try {
      for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
        const handle = await this.#open();
        const text = this.#isTorn ? `\n${next.text}` : next.text;
        this.#isTorn = true;
        await handle.appendFile(text);
        this.#isTorn = false;
        if (this.#file !== null) this.#file.bytes += Buffer.byteLength(text);
        if (next.isDurable) await handle.datasync();
        // While it was being written the oldest may have been given up.
        if (this.#waiting[0] === next) this.#waiting.shift();
      }
      this.#isFailing = false;
    } catch (error) {
      await this.#release();
      if (!this.#isFailing) this.#options.onFailure(error instanceof Error ? error.message : String(error));
      this.#isFailing = true;
      this.#retry = setTimeout(() => {
        this.#retry = null;
        this.#start();
      }, this.#options.retryMs);
      this.#retry.unref();
    }
  }

  /** The file of today, opened for appending; a new one is made, and old ones go, when the day turns or it is full. */
  async #open(): Promise<FileHandle> {
    const { folder, now, limits } = this.#options;
    const day = dayOf(now());
    if (this.#file?.day === day && this.#file.bytes < mostBytesOfFile(limits)) return this.#file.handle;
    await this.#release();
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const parts = inOrder(await readdir(folder))
      .map(parseFileName)
      .filter((place) => place?.day === day)
      .map((place) => place?.part ?? 1);
    const newest = Math.max(1, ...parts);
    const isFull = await sizeOf(join(folder, fileName(day, newest))).then((size) => size >= mostBytesOfFile(limits));
    const part = isFull ? newest + 1 : newest;
    const handle = await open(join(folder, fileName(day, part)), 'a+', 0o600);
    const { size } = await handle.stat();
    this.#file = { handle, day, part, bytes: size };
    this.#isTorn = size > 0 && !(await endsWithBreak(handle, size));
    await this.#prune(day);
    return handle;
  }

  async #prune(today: string): Promise<void> {
    const { folder, limits } = this.#options;
    const names = inOrder(await readdir(folder));
    const files = await Promise.all(names.map(async (name) => ({ name, bytes: await sizeOf(join(folder, name)) })));
    for (const name of filesToRemove(files, limits, today)) await unlink(join(folder, name)).catch(() => undefined);
  }

  async #release(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.handle.close().catch(() => undefined);
  }
}

async function sizeOf(path: string): Promise<number> {
  const facts = await stat(path).catch(() => null);
  return facts?.size ?? 0;
}

async function endsWithBreak(handle: FileHandle, size: number): Promise<boolean> {
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === 0x0a;
}
