import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from './atomic-file.ts';
import { sameSecret } from './web/request-guard.ts';

/** So many wrong codes lock the door; each further one doubles how long it stays shut. */
const TRIES = 5;
const FIRST_LOCK_MS = 60_000;
const LONGEST_LOCK_MS = 3_600_000;

export type PinVerdict = { readonly pass: true } | { readonly pass: false; readonly lockedForMs: number };

/**
 * A secret of a few digits, and a lock that keeps it from being guessed: at five tries a minute at first and one an hour
 * in the end, six digits hold for years. While it is locked the right code is refused too.
 */
export class PinLock {
  readonly #secret: string;
  readonly #nowMs: () => number;
  #wrong = 0;
  #lockedUntilMs = -Infinity;

  constructor(secret: string, nowMs: () => number) {
    this.#secret = secret;
    this.#nowMs = nowMs;
  }

  get isLocked(): boolean {
    return this.#nowMs() < this.#lockedUntilMs;
  }

  try(code: string): PinVerdict {
    const nowMs = this.#nowMs();
    if (this.isLocked) return { pass: false, lockedForMs: this.#lockedUntilMs - nowMs };
    if (this.#secret !== '' && sameSecret(code, this.#secret)) {
      this.#wrong = 0;
      return { pass: true };
    }
    this.#wrong += 1;
    const lockedForMs = this.#wrong < TRIES ? 0 : Math.min(LONGEST_LOCK_MS, FIRST_LOCK_MS * 2 ** (this.#wrong - TRIES));
    this.#lockedUntilMs = nowMs + lockedForMs;
    return { pass: false, lockedForMs };
  }
}

/** The operator's PIN of this machine, made at its first use: six digits in a file that only this account can read. */
export async function operatorPin(folder: string): Promise<{ readonly pin: string; readonly file: string }> {
  const file = join(folder, 'pin');
  const kept = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (/^\d{4,12}$/.test(kept)) return { pin: kept, file };
  const pin = String(randomInt(1_000_000)).padStart(6, '0');
  await writeAtomically(file, `${pin}\n`);
  return { pin, file };
}
