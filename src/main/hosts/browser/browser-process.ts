import { mkdtemp, readdir, readlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../../is-alive.ts';
import { browserFlags, type BrowserLook } from './browser-flags.ts';
import { devtoolsOver, type Devtools } from './devtools.ts';
import { noDumps, ownLauncher, removeProfile, type BrowserLauncher, type NamedBrowser } from './running-browser.ts';

/** How long a browser may take to close by itself before it is ended. */
const POLITE_MS = 1500;

/** Profiles carry the number of the process that will remove them. */
const PROFILE = 'mien-stage-';

/** Chromium's own mark in the profile that it uses: a link to "<machine>-<process>". */
const IN_USE = 'SingletonLock';

/** Removes the profiles of shows that were killed before they could. Never rejects. */
export async function removeLeftProfiles(folder: string = tmpdir()): Promise<void> {
  for (const name of await readdir(folder).catch((): string[] => [])) {
    const pid = new RegExp(`^${PROFILE}(\\d{1,10})-`).exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    // Its browser may live on without the one that started it, until another takes it up.
    const mark = await readlink(join(folder, name, IN_USE)).catch(() => '');
    const browser = /-(\d{1,10})$/.exec(mark)?.[1];
    if (browser === undefined || !isAlive(Number(browser))) await removeProfile(join(folder, name));
  }
}

/** A browser with a profile of its own, and a way to speak to it. */
export interface BrowserProcess {
  readonly running: NamedBrowser;
  readonly devtools: Devtools;
  /** Resolves once the process is gone, with a line that says how. */
  readonly exited: Promise<string>;
  /** Closes the browser and removes its profile. Nothing of it is left when this resolves. */
  close(): Promise<void>;
  /** Ends it at once: its window is off the screen. */
  kill(): void;
}

export async function startBrowser(
  path: string,
  look: Omit<BrowserLook, 'profileFolder'>,
  launcher: BrowserLauncher = ownLauncher,
): Promise<BrowserProcess> {
  const profileFolder = await mkdtemp(join(tmpdir(), `${PROFILE}${launcher.ownerPid}-`));
  await writeFile(noDumps(profileFolder), '');
  return browserProcess(launcher.start({ path, flags: browserFlags({ ...look, profileFolder }), profileFolder }));
}

/** A browser that runs already, started by this show or by one before it. */
export function browserProcess(running: NamedBrowser): BrowserProcess {
  const devtools = devtoolsOver(running);
  return {
    running,
    devtools,
    exited: running.exited,
    close: async () => {
      // The answer may never come: a browser that is stopped or hangs is ended all the same.
      devtools.call('Browser.close').catch(() => undefined);
      const timer = setTimeout(() => running.kill(), POLITE_MS);
      await running.exited;
      clearTimeout(timer);
      await running.cleaned;
    },
    kill: () => running.kill(),
  };
}
