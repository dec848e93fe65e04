import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { killIfSame, startOf, type Process } from '../is-alive.ts';
import {
  browserAt,
  exitOf,
  launchBrowser,
  removeProfile,
  surroundings,
  type BrowserOrder,
  type RunningBrowser,
} from '../hosts/browser/running-browser.ts';

/** What another supervisor needs to take a browser up. */
export interface Lasting {
  readonly browser: Process;
  readonly guard: Process;
  readonly profileFolder: string;
}

/** A browser that outlives the process that started it. */
export interface LastingBrowser extends RunningBrowser {
  /** Null where it does not outlive it (no Linux, or no pipe could be made). */
  readonly lasting: Lasting | null;
}

/** So long a browser plays on without a supervisor. What an autostart begins anew is there within seconds. */
const ORPHAN_S = 60;
/** A browser that was taken up is nobody's child here: it is looked for so often. */
const LOOK_MS = 100;

/**
 * Holds the other ends of a browser's pipes until its supervisor ($1) is gone, and for $2 seconds more. Then nobody does, and the
 * browser ends by itself, as one does whose control pipe is closed.
 */
const GUARD = 'while kill -0 "$1" 2>/dev/null; do sleep 1; done; sleep "$2"';

/** Named pipes in the profile: what the browser is told, what it says, and what it and its helpers write as errors. */
const pipesOf = (profileFolder: string): readonly [told: string, said: string, errors: string] => [
  join(profileFolder, 'told.pipe'),
  join(profileFolder, 'said.pipe'),
  join(profileFolder, 'errors.pipe'),
];

/**
 * Starts a browser over named pipes, of which a guard holds the ends as well: when this process is killed the browser plays
 * on, and another can take it up. Where there are no such pipes it is a browser like any other.
 */
export function launchLasting(order: BrowserOrder, orphanS: number = ORPHAN_S): LastingBrowser {
  if (process.platform !== 'linux') return Object.assign(launchBrowser(order), { lasting: null });
  const { profileFolder } = order;
  const paths = pipesOf(profileFolder);
  try {
    execFileSync('mkfifo', ['-m', '600', ...paths]);
  } catch {
    return Object.assign(launchBrowser(order), { lasting: null });
  }
  // An end that is opened for both waits for nobody; with it there, neither do the others.
  const anchors = paths.map((path) => openSync(path, constants.O_RDWR));
  const [told, said, errors] = paths;
  const theirs = [openSync(told, 'r'), openSync(said, 'w'), openSync(errors, 'w')] as const;
  const guard = startGuard(paths, orphanS);
  const child = spawn(order.path, [...order.flags], {
    stdio: ['ignore', 'ignore', theirs[2], theirs[0], theirs[1]],
    detached: true,
    env: surroundings(profileFolder),
  });
  const ours = openOurs(paths);
  for (const fd of [...anchors, ...theirs]) closeSync(fd);
  const exited = exitOf(child);
  const browser = child.pid === undefined ? null : processOf(child.pid);
  const lasting =
    browser === null || guard.pid === undefined ? null : { browser, guard: processOf(guard.pid), profileFolder };
  return { ...running({ browser, ours, exited, profileFolder, guard }), lasting };
}

/**
 * Takes up a browser whose supervisor is gone; null where it is gone as well. Its old guard ends, a new one begins. Throws Node's
 * error where its pipes cannot be opened.
 */
export function takeUpLasting(left: Lasting, orphanS: number = ORPHAN_S): LastingBrowser | null {
  const { browser, profileFolder } = left;
  if (startOf(browser.pid) !== browser.startedAt) return null;
  const paths = pipesOf(profileFolder);
  const guard = startGuard(paths, orphanS);
  const ours = openOurs(paths);
  if (startOf(left.guard.pid) === left.guard.startedAt) endGuard(left.guard.pid);
  // What the dead one was about to say may have come half: this ends it.
  ours.told.write('\0');
  const exited = new Promise<string>((resolve) => {
    const timer = setInterval(() => {
      if (startOf(browser.pid) === browser.startedAt) return;
      clearInterval(timer);
      resolve('the browser ended');
    }, LOOK_MS);
  });
  const lasting = guard.pid === undefined ? null : { ...left, guard: processOf(guard.pid) };
  return { ...running({ browser, ours, exited, profileFolder, guard }), lasting };
}

interface Ours {
  readonly told: Socket;
  readonly said: Socket;
  readonly errors: Socket;
}

function openOurs([told, said, errors]: ReturnType<typeof pipesOf>): Ours {
  const reading = (path: string): Socket =>
    new Socket({ fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK), readable: true, writable: false });
  return {
    told: new Socket({
      fd: openSync(told, constants.O_WRONLY | constants.O_NONBLOCK),
      readable: false,
      writable: true,
    }),
    said: reading(said),
    errors: reading(errors),
  };
}

function startGuard([told, said, errors]: ReturnType<typeof pipesOf>, orphanS: number): ChildProcess {
  const anchors = [told, said, errors].map((path) => openSync(path, constants.O_RDWR));
  const ends = [openSync(told, 'w'), openSync(said, 'r'), openSync(errors, 'r')];
  const guard = spawn('sh', ['-c', GUARD, 'mien-guard', String(process.pid), String(orphanS)], {
    stdio: ['ignore', 'ignore', 'ignore', ...ends],
    detached: true,
  });
  guard.once('error', () => undefined);
  guard.unref();
  for (const fd of [...anchors, ...ends]) closeSync(fd);
  return guard;
}

/** The guard and the `sleep` that it waits for. */
function endGuard(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It is gone.
  }
}

const processOf = (pid: number): Process => ({ pid, startedAt: startOf(pid) ?? '' });

function running(of: {
  readonly browser: Process | null;
  readonly ours: Ours;
  readonly exited: Promise<string>;
  readonly profileFolder: string;
  readonly guard: ChildProcess;
}): RunningBrowser {
  const { browser, ours, exited, profileFolder, guard } = of;
  ours.errors.resume().on('error', () => undefined);
  // The last of the browser and its helpers closes this pipe.
  const helpersEnded = new Promise<void>((resolve) => ours.errors.once('close', resolve));
  void exited.then(() => endGuard(guard.pid));
  const ends = { pid: browser?.pid, write: ours.told, read: ours.said, exited, helpersEnded, profileFolder };
  const spoken = browserAt(ends);
  void spoken.cleaned.then(() => {
    for (const socket of Object.values(ours) as Socket[]) socket.destroy();
  });
  return {
    ...spoken,
    kill: () => {
      if (browser !== null) killIfSame(browser);
    },
  };
}

/** Removes what a browser that nobody takes up has left. */
export async function forget({ browser, guard, profileFolder }: Lasting): Promise<void> {
  killIfSame(browser);
  if (startOf(guard.pid) === guard.startedAt) endGuard(guard.pid);
  await removeProfile(profileFolder);
}
