import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { beganAt, isStopped, killIfSame, type Process } from '../is-alive.ts';

/** Null: who had it has let it go in order. */
const heldSchema = z.object({
  holder: z.strictObject({ pid: z.number().int().positive(), startedAt: z.string() }).nullable(),
});

/** A supervisor that was stopped and is ended is gone at once; longer than this is not waited for. */
const GONE_MS = 2000;
/** A file without words so young is being written just now; an older one belongs to a process that died at it. */
const YOUNG_MS = 1000;
/** So long others are looked at and waited for, at most. */
const LONGEST_MS = 10_000;
const LOOK_MS = 50;

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Tells the shows of one machine apart: by the real folder of the film. */
export function nameOfShow(show: string): string {
  return createHash('sha256').update(show).digest('hex').slice(0, 16);
}

/**
 * The right to show a film from one folder, which one process has. It is a file with a number in its name, made where there is
 * none of that name: of all that want to follow a holder that is gone, one makes the next number. The highest number counts.
 */
export class Hold {
  readonly #folder: string;
  readonly #prefix: string;
  readonly #pid: number;
  #mine: number | null = null;

  /** @param pid for tests: another process. */
  constructor(folder: string, show: string, pid: number = process.pid) {
    this.#folder = folder;
    this.#prefix = `hold-${nameOfShow(show)}-`;
    this.#pid = pid;
  }

  /** The number of another process that has it; null: none, or the system does not tell. Touches nothing, never throws. */
  async otherHolder(): Promise<number | null> {
    return (await this.#livingOther(this.#newest().holder))?.pid ?? null;
  }

  /**
   * Takes it. One that somebody has stopped shows nothing more: it is ended, as its own show would do. A disk that takes no file
   * hinders nobody. Never throws. @returns the number of the other process that has it, or null: this one has it now.
   */
  async take(): Promise<number | null> {
    const holder = { pid: this.#pid, startedAt: (await beganAt(this.#pid)) ?? '' };
    const untilMs = performance.now() + LONGEST_MS;
    while (performance.now() < untilMs) {
      const newest = this.#newest();
      if (newest.isUnwritten) {
        await pause(LOOK_MS);
        continue;
      }
      const other = await this.#livingOther(newest.holder);
      if (other !== null && !(await isStopped(other.pid))) return other.pid;
      if (other !== null) await end(other);
      const made = this.#make(newest.number + 1, holder);
      if (made === 'failed') return null;
      if (made === 'is-there') continue;
      // Whoever was asleep between looking and making may have made a number that is over.
      if (this.#newest().number !== newest.number + 1) {
        this.#remove(newest.number + 1);
        continue;
      }
      this.#mine = newest.number + 1;
      for (const number of this.#numbers()) if (number < this.#mine) this.#remove(number);
      return null;
    }
    return null;
  }

  /** Lets it go; the number stays, so that none is made twice. Never throws. */
  release(): void {
    if (this.#mine === null) return;
    try {
      writeFileSync(this.#pathOf(this.#mine), JSON.stringify({ holder: null }), { mode: 0o600 });
    } catch {
      // This process ends: whoever looks finds it gone.
    }
    this.#mine = null;
  }

  async #livingOther(holder: Process | null): Promise<Process | null> {
    if (holder === null || holder.pid === this.#pid || holder.startedAt === '') return null;
    return (await beganAt(holder.pid)) === holder.startedAt ? holder : null;
  }

  #newest(): { readonly number: number; readonly holder: Process | null; readonly isUnwritten: boolean } {
    const number = Math.max(0, ...this.#numbers());
    try {
      const path = this.#pathOf(number);
      const text = readFileSync(path, 'utf8');
      const isYoung = text === '' && Math.abs(Date.now() - statSync(path).mtimeMs) < YOUNG_MS;
      if (isYoung) return { number, holder: null, isUnwritten: true };
      return { number, holder: heldSchema.parse(JSON.parse(text)).holder, isUnwritten: false };
    } catch {
      return { number, holder: null, isUnwritten: false };
    }
  }

  #make(number: number, holder: Process): 'made' | 'is-there' | 'failed' {
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      writeFileSync(this.#pathOf(number), JSON.stringify({ holder }), { mode: 0o600, flag: 'wx' });
      return 'made';
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return 'is-there';
      return 'failed';
    }
  }

  #numbers(): readonly number[] {
    try {
      const names = readdirSync(this.#folder).filter((name) => name.startsWith(this.#prefix));
      return names.map((name) => Number(name.slice(this.#prefix.length))).filter(Number.isSafeInteger);
    } catch {
      return [];
    }
  }

  #remove(number: number): void {
    try {
      rmSync(this.#pathOf(number), { force: true });
    } catch {
      // A number that is over counts for nothing.
    }
  }

  #pathOf(number: number): string {
    return join(this.#folder, `${this.#prefix}${number}`);
  }
}

async function end(holder: Process): Promise<void> {
  killIfSame(holder);
  const untilMs = performance.now() + GONE_MS;
  while ((await beganAt(holder.pid)) === holder.startedAt && performance.now() < untilMs) await pause(20);
}
