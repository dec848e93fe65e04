import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { startOf, type Process } from '../is-alive.ts';
import { nameOfShow } from './hold.ts';
import type { Lasting } from './lasting-browser.ts';
import { keptSchema, type Kept } from './supervision-messages.ts';

const processSchema = z.strictObject({ pid: z.number().int().positive(), startedAt: z.string() });
const heldSchema = z.strictObject({
  holder: processSchema,
  show: processSchema.nullable(),
  kept: keptSchema.nullable(),
  browsers: z.array(
    z.strictObject({ id: z.string(), browser: processSchema, guard: processSchema, profileFolder: z.string() }),
  ),
});

/** What a supervisor holds: the show, how its stage is served, and its browsers by their names. */
export interface Held {
  readonly show: Process | null;
  readonly kept: Kept | null;
  readonly browsers: readonly (Lasting & { readonly id: string })[];
}

/**
 * A supervisor's note of what it holds, for the one that follows it when it is killed. It names the token of the launch: only this account can read it, as it can the folder that it lies in.
 */
export class HeldBrowsers {
  readonly #path: string;
  readonly #holder: Process;

  /** @param show what tells the shows of one machine apart: its film's real folder. @param holder for tests: another process. */
  constructor(folder: string, show: string, holder: Process = thisProcess()) {
    this.#holder = holder;
    this.#path = join(folder, `held-${nameOfShow(show)}.json`);
  }

  /** What a supervisor that is gone has left; null: nothing, or its holder lives. Never throws. */
  read(): Held | null {
    const noted = this.#noted();
    if (noted === null) return null;
    const { holder, ...held } = noted;
    return isThere(holder) ? null : held;
  }

  /** A disk that takes no note costs the next supervisor these browsers. Never throws. */
  write(held: Held): void {
    try {
      const next = `${this.#path}.${process.pid}.next`;
      mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
      writeFileSync(next, JSON.stringify({ holder: this.#holder, ...held }), { mode: 0o600 });
      renameSync(next, this.#path);
    } catch {
      // As said.
    }
  }

  clear(): void {
    rmSync(this.#path, { force: true });
  }

  #noted(): z.infer<typeof heldSchema> | null {
    try {
      return heldSchema.parse(JSON.parse(readFileSync(this.#path, 'utf8')));
    } catch {
      return null;
    }
  }
}

function thisProcess(): Process {
  return { pid: process.pid, startedAt: startOf(process.pid) ?? '' };
}

/** Never where the system does not tell when a process began: then nobody can know that it is still the same. */
function isThere({ pid, startedAt }: Process): boolean {
  return startOf(pid) === startedAt;
}
