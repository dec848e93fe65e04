import { createHash, randomBytes, randomInt } from 'node:crypto';
import { PinLock } from '../operator-pin.ts';
import { sameSecret } from '../web/request-guard.ts';

/** A code is for whoever stands at the stage's machine now, with the phone in the other hand. */
const CODE_LIVES_MS = 120_000;
/** So many wrong ones take a code away, from however many devices: it is guessed once in 50,000 codes. */
const MOST_WRONG = 20;
/** Devices whose wrong codes are counted; the one that began first is forgotten for one more. */
const MOST_COUNTED = 64;
/** A session ends after a working day, and with the show. */
const SESSION_LIVES_MS = 12 * 3_600_000;
const MOST_SESSIONS = 8;
/** A ticket is an address that only this machine's operator sees; some are made and never used. */
const MOST_TICKETS = 8;

export type Paired =
  { readonly pass: true; readonly session: string } | { readonly pass: false; readonly lockedForMs: number };

interface Session {
  readonly address: string;
  readonly untilMs: number;
}

/**
 * Who may use the console. A code of six digits, shown on the stage's machine behind the operator's PIN, lets one device
 * in: once, within two minutes. Five wrong ones lock the door for the device that sent them, for ever longer, and twenty
 * take the code away; the next code begins anew, so that whoever sends wrong ones keeps nobody out for long. A ticket does
 * the same for a page on the machine itself. What a device then holds is a session: it counts for its own address only.
 */
export class Pairing {
  readonly #nowMs: () => number;
  readonly #onCodeUsed: () => void;
  #code: { readonly text: string; readonly untilMs: number } | null = null;
  /** Wrong codes since the newest code was made: of each address, and of all. */
  readonly #locks = new Map<string, PinLock>();
  #wrong = 0;
  readonly #tickets = new Set<string>();
  /** By the digest of their secret. */
  readonly #sessions = new Map<string, Session>();

  /** @param onCodeUsed the code that is shown has let its device in, and is of no more use. */
  constructor(nowMs: () => number, onCodeUsed: () => void = () => undefined) {
    this.#nowMs = nowMs;
    this.#onCodeUsed = onCodeUsed;
  }

  /** A code to be shown; the one before counts no more, nor do the wrong ones that were sent till now. */
  newCode(): string {
    this.#locks.clear();
    this.#wrong = 0;
    const text = String(randomInt(1_000_000)).padStart(6, '0');
    this.#code = { text, untilMs: this.#nowMs() + CODE_LIVES_MS };
    return text;
  }

  /** For an address that the console is opened with on this machine: it lets one page in, once. */
  newTicket(): string {
    const ticket = randomBytes(24).toString('base64url');
    this.#tickets.add(ticket);
    const [oldest] = this.#tickets;
    if (this.#tickets.size > MOST_TICKETS && oldest !== undefined) this.#tickets.delete(oldest);
    return ticket;
  }

  /** @param address whom the session is for: the address of the other end. */
  pair(secret: string, address: string): Paired {
    for (const ticket of this.#tickets) {
      if (!sameSecret(secret, ticket)) continue;
      this.#tickets.delete(ticket);
      return this.#begin(address);
    }
    const lock = this.#lockOf(address);
    if (!lock.isLocked) this.#wrong += 1;
    const verdict = lock.try(this.#counts(secret) ? 'right' : 'wrong');
    if (verdict.pass) {
      this.#code = null;
      this.#onCodeUsed();
      return this.#begin(address);
    }
    if (this.#wrong >= MOST_WRONG) this.#code = null;
    return { pass: false, lockedForMs: verdict.lockedForMs };
  }

  /** Whether a device that holds this secret is let in from this address. */
  knows(secret: string | null, address: string): boolean {
    if (secret === null) return false;
    const key = digest(secret);
    const session = this.#sessions.get(key);
    if (session === undefined) return false;
    if (this.#nowMs() > session.untilMs) {
      this.#sessions.delete(key);
      return false;
    }
    return session.address === address;
  }

  end(secret: string): void {
    this.#sessions.delete(digest(secret));
  }

  #counts(secret: string): boolean {
    return this.#code !== null && this.#nowMs() <= this.#code.untilMs && sameSecret(secret, this.#code.text);
  }

  #begin(address: string): Paired {
    const session = randomBytes(24).toString('base64url');
    this.#sessions.set(digest(session), { address, untilMs: this.#nowMs() + SESSION_LIVES_MS });
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size > MOST_SESSIONS && oldest !== undefined) this.#sessions.delete(oldest);
    return { pass: true, session };
  }

  /** Its secret is whether the code counts: it counts the wrong ones alone. */
  #lockOf(address: string): PinLock {
    const known = this.#locks.get(address);
    if (known !== undefined) return known;
    const [oldest] = this.#locks.keys();
    if (this.#locks.size >= MOST_COUNTED && oldest !== undefined) this.#locks.delete(oldest);
    const lock = new PinLock('right', this.#nowMs);
    this.#locks.set(address, lock);
    return lock;
  }
}

const digest = (secret: string): string => createHash('sha256').update(secret).digest('hex');
