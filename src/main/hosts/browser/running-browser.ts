import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** How long a browser's helpers may take to follow it. */
const HELPERS_MS = 3000;

/**
 * A dump of a page that crashed could hold a visitor's picture, and no switch of Chromium on Linux keeps it from writing one
 * (its handler was seen to run, and to write, in spite of all of them). It looks for its place below this, which has to be a
 * file: nothing can be made there, and no handler starts. Elsewhere the place goes away with the profile.
 */
export const noDumps = (profileFolder: string): string => join(profileFolder, 'no-dumps');

/** What is to be started. */
export interface BrowserOrder {
  readonly path: string;
  readonly flags: readonly string[];
  /** A folder of its own; whoever starts the browser removes it when the browser is gone. */
  readonly profileFolder: string;
}

/** A browser that runs, as a child of this process or of the supervisor's. */
export interface RunningBrowser {
  readonly pid: number | undefined;
  /** One message of the DevTools protocol, as JSON. */
  say(text: string): void;
  onText(listener: (text: string) => void): void;
  /** Resolves once the process is gone, with a line that says how. */
  readonly exited: Promise<string>;
  /** Resolves once its helpers and its profile are gone too. */
  readonly cleaned: Promise<void>;
  kill(): void;
}

/** One that goes by a name, the same for every show that has it: its pages carry the name in their addresses. */
export interface NamedBrowser extends RunningBrowser {
  readonly id: string;
}

/** Who starts browsers: this process, or the supervisor, whose browsers outlive a show that dies. */
export interface BrowserLauncher {
  /** The process whose children the browsers are. */
  readonly ownerPid: number;
  start(order: BrowserOrder): NamedBrowser;
}

export const ownLauncher: BrowserLauncher = {
  ownerPid: process.pid,
  start: (order) => ({ ...launchBrowser(order), id: randomUUID() }),
};

/** Starts a browser as a child of this process, in a group of its own: a Ctrl-C in a terminal is for the show alone. */
export function launchBrowser({ path, flags, profileFolder }: BrowserOrder): RunningBrowser {
  const child = spawn(path, [...flags], {
    // 3 and 4 are the control pipes. What the browser says on 2 is of no use to an operator, but its helpers hold the
    // same pipe: it ends when the last of them does.
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    env: surroundings(profileFolder),
  });
  child.stderr?.resume();
  const browser = browserAt({
    pid: child.pid,
    write: child.stdio[3] as Writable,
    read: child.stdio[4] as Readable,
    exited: exitOf(child),
    helpersEnded: new Promise((resolve) => child.stderr?.once('close', resolve)),
    profileFolder,
  });
  return { ...browser, kill: () => void child.kill('SIGKILL') };
}

/**
 * On Linux a browser's window has the colour of the desktop's theme until its page is drawn: seconds of white on a cold machine.
 * GTK brings this one along; the window is nearly black (48 of 255).
 */
const DARK_THEME = 'HighContrastInverse';

/** The environment of a browser: this process's, a dark window, and no place for dumps. */
export function surroundings(profileFolder: string): NodeJS.ProcessEnv {
  const noPlace = noDumps(profileFolder);
  return { ...process.env, GTK_THEME: DARK_THEME, CHROME_CONFIG_HOME: noPlace, BREAKPAD_DUMP_LOCATION: noPlace };
}

/** The ends of a browser that runs. */
export interface BrowserEnds {
  readonly pid: number | undefined;
  readonly write: Writable;
  readonly read: Readable;
  readonly exited: Promise<string>;
  /** Resolves once no helper of it is left. */
  readonly helpersEnded: Promise<void>;
  readonly profileFolder: string;
}

/** Speaks with a browser over its pipes, and removes its profile when it is gone. */
export function browserAt(ends: BrowserEnds): Omit<RunningBrowser, 'kill'> {
  const { pid, write, read, exited, helpersEnded, profileFolder } = ends;
  const listeners: ((text: string) => void)[] = [];
  splitAtZeros(read, (text) => {
    for (const listener of listeners) listener(text);
  });
  for (const pipe of [write, read]) pipe.on('error', () => undefined);
  return {
    pid,
    say: (text) => void write.write(`${text}\0`),
    onText: (listener) => void listeners.push(listener),
    exited,
    cleaned: exited.then(async () => {
      endGroup(pid);
      await Promise.race([helpersEnded, new Promise((done) => setTimeout(done, HELPERS_MS).unref())]);
      await removeProfile(profileFolder);
    }),
  };
}

/**
 * Ends what is left of a browser's helpers, which are of its group. They follow it by themselves, but for one that is
 * stopped: that would hold its memory, half a gigabyte, for ever.
 */
function endGroup(pid: number | undefined): void {
  // A group of number one would be every process of this account.
  if (pid === undefined || pid <= 1 || process.platform === 'win32') return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // None is left.
  }
}

/** Messages on the pipe end with a zero byte. */
function splitAtZeros(read: Readable, take: (text: string) => void): void {
  let rest: Buffer[] = [];
  read.on('data', (chunk: Buffer) => {
    let from = 0;
    for (let end = chunk.indexOf(0); end !== -1; end = chunk.indexOf(0, from)) {
      const text = Buffer.concat([...rest, chunk.subarray(from, end)]).toString('utf8');
      rest = [];
      from = end + 1;
      take(text);
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
  });
}

/** Resolves once the process is gone, with a line that says how. */
export function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`the browser could not be started: ${error.message}`));
    child.once('exit', (code, signal) => resolve(`the browser ended (${signal ?? `status ${code ?? 0}`})`));
  });
}

/** The browser's helpers may write for a moment after it is gone. */
export async function removeProfile(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }).catch(() => undefined);
}
