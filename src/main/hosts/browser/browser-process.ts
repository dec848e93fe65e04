import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { isAlive } from '../../is-alive.ts';
import { browserFlags, type BrowserLook } from './browser-flags.ts';
import { devtoolsPipe, type DevtoolsPipe } from './devtools-pipe.ts';

/** How long a browser may take to close by itself before it is ended. */
const POLITE_MS = 1500;

/** How long its helpers may take to follow it. */
const HELPERS_MS = 3000;

/** Profiles carry the number of the process that will remove them. */
const PROFILE = 'mien-stage-';

/** Removes the profiles of shows that were killed before they could. Never rejects. */
export async function removeLeftProfiles(folder: string = tmpdir()): Promise<void> {
  for (const name of await readdir(folder).catch((): string[] => [])) {
    const pid = new RegExp(`^${PROFILE}(\\d{1,10})-`).exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await removeProfile(join(folder, name));
  }
}

/** A running browser with a profile of its own. */
export interface BrowserProcess {
  readonly pid: number | undefined;
  readonly devtools: DevtoolsPipe;
  /** Resolves once the process is gone, with a line that says how. */
  readonly exited: Promise<string>;
  /** Closes the browser and removes its profile. Nothing of it is left when this resolves. */
  close(): Promise<void>;
}

export async function startBrowser(path: string, look: Omit<BrowserLook, 'profileFolder'>): Promise<BrowserProcess> {
  const profileFolder = await mkdtemp(join(tmpdir(), `${PROFILE}${process.pid}-`));
  const child = spawn(path, browserFlags({ ...look, profileFolder }), {
    // 3 and 4 are the control pipes. What the browser says on 2 is of no use to an operator, but its helpers hold the
    // same pipe: it ends when the last of them does.
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
  });
  child.stderr?.resume();
  const exited = exitOf(child);
  const helpersEnded = new Promise<void>((resolve) => child.stderr?.once('close', resolve));
  const devtools = devtoolsPipe(child.stdio[3] as Writable, child.stdio[4] as Readable);
  return {
    pid: child.pid,
    devtools,
    exited,
    close: async () => {
      // The answer may never come: a browser that is stopped or hangs is ended all the same.
      devtools.call('Browser.close').catch(() => undefined);
      const timer = setTimeout(() => child.kill('SIGKILL'), POLITE_MS);
      await exited;
      clearTimeout(timer);
      await Promise.race([helpersEnded, new Promise((done) => setTimeout(done, HELPERS_MS))]);
      await removeProfile(profileFolder);
    },
  };
}

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`the browser could not be started: ${error.message}`));
    child.once('exit', (code, signal) => resolve(`the browser ended (${signal ?? `status ${code ?? 0}`})`));
  });
}

/** The browser's helpers may write for a moment after it is gone. */
async function removeProfile(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }).catch(() => undefined);
}
