import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';

/** Where a Chromium may be: told by the environment, installed, or brought by Playwright. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** @throws Error with one line that says what to install, where there is no browser. */
export function chromiumPath(): string {
  const told = process.env.CHROME_PATH;
  const found = [...(told === undefined ? [] : [told]), ...PLACES, chromium.executablePath()].find(
    (path) => path !== '' && existsSync(path),
  );
  if (found === undefined) throw new Error('no browser found: install chromium, or set CHROME_PATH to one');
  return found;
}

/** The switches of a stage without a screen; the film may sound without a gesture, and no window is ever throttled. */
export const STAGE_FLAGS: readonly string[] = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
  '--hide-scrollbars',
];

export interface Browser {
  readonly context: BrowserContext;
  /** Folder of its profile, which is on the command line of each of its processes. */
  readonly profile: string;
  close(): Promise<void>;
}

/** A browser with a profile of its own, which goes with it. */
export async function openBrowser(
  options: {
    readonly flags?: readonly string[];
    readonly viewport?: { readonly width: number; readonly height: number };
  } = {},
): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'mien-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    headless: true,
    args: [...STAGE_FLAGS, ...(options.flags ?? [])],
    // Playwright would mute the sound, and the tests listen to it.
    ignoreDefaultArgs: ['--mute-audio', '--disable-back-forward-cache'],
    viewport: options.viewport ?? { width: 1280, height: 720 },
    deviceScaleFactor: 1,
  });
  return {
    context,
    profile,
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
