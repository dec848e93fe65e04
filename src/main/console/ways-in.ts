import type { Host } from '../hosts/host.ts';
import type { Console } from './console.ts';

/** A console over the film that nobody has touched for so long goes: visitors would see a computer. */
const UNTOUCHED_MS = 5 * 60_000;

/** What the operator's card says of the console: nothing where only this machine can reach it. */
export function cardLines(console: Console | null): readonly string[] {
  const ways = console?.ways() ?? null;
  const [address] = ways?.network ?? [];
  if (ways === null || address === undefined) return [];
  return [`Console: ${address}`, `Code: ${ways.code} (two minutes, one device)`];
}

/** The console on the stage's own screen, above the film. Nothing here throws or rejects. */
export class ConsoleHere {
  readonly #host: Pick<Host, 'openConsole' | 'closeConsole'>;
  readonly #tell: (line: string) => void;
  /** Runs while one may be there. */
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** One after the other: what is being opened can be closed once it is there. */
  #work: Promise<void> = Promise.resolve();

  constructor(host: Pick<Host, 'openConsole' | 'closeConsole'>, tell: (line: string) => void) {
    this.#host = host;
    this.#tell = tell;
  }

  async open(console: Console | null): Promise<void> {
    const ways = console?.ways() ?? null;
    if (ways === null) {
      this.#tell('there is no console to open');
      return;
    }
    this.#wait();
    await this.#do('opened', async () => {
      if (this.#host.openConsole === undefined) throw new Error('this host has no window for it');
      await this.#host.openConsole(ways.here);
    });
  }

  /** Somebody is at it. */
  touched(): void {
    if (this.#timer !== undefined) this.#wait();
  }

  async close(): Promise<void> {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#do('closed', async () => {
      try {
        await this.#host.closeConsole?.();
      } catch (error) {
        // It is there still, and nobody at it: it is tried again.
        this.#wait();
        throw error;
      }
    });
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.close(), UNTOUCHED_MS);
    this.#timer.unref();
  }

  #do(what: 'opened' | 'closed', act: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(act).catch((error: unknown) => {
      this.#tell(`the console could not be ${what} here: ${error instanceof Error ? error.message : String(error)}`);
    });
    return this.#work;
  }
}
