import { access, readdir } from 'node:fs/promises';
import { constants } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** A browser of Chromium's kind on this machine, and how it was found. */
export interface FoundBrowser {
  readonly path: string;
  readonly how: string;
}

export interface SearchPlace {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** Names on the PATH, the steadiest first: snaps and the like start slower and cannot see every folder. */
const NAMES = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
  'brave-browser',
];
const MAC = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser'];
const WINDOWS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
  'Chromium\\Application\\chrome.exe',
];

/** Where a browser may lie, in the order in which they are tried. A decision only: nothing is looked at. */
export function browserCandidates(place: SearchPlace): readonly FoundBrowser[] {
  const candidates: FoundBrowser[] = [];
  const chosen = place.env.CHROME_PATH;
  if (chosen !== undefined && chosen !== '') candidates.push({ path: chosen, how: 'CHROME_PATH' });
  if (place.platform === 'win32') {
    for (const root of ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA']) {
      const folder = place.env[root];
      if (folder) candidates.push(...WINDOWS.map((name) => ({ path: `${folder}\\${name}`, how: 'installed' })));
    }
    return candidates;
  }
  if (place.platform === 'darwin') {
    for (const folder of ['/Applications', `${place.home}/Applications`]) {
      candidates.push(
        ...MAC.map((name) => ({ path: `${folder}/${name}.app/Contents/MacOS/${name}`, how: 'installed' })),
      );
    }
  }
  const folders = (place.env.PATH ?? '').split(delimiter).filter((folder) => folder.startsWith('/'));
  for (const name of NAMES) {
    candidates.push(...folders.map((folder) => ({ path: `${folder}/${name}`, how: 'installed' })));
  }
  return candidates;
}

/** The first browser that can be run, or null. */
export async function findBrowser(
  place: SearchPlace = { platform: process.platform, env: process.env, home: homedir() },
): Promise<FoundBrowser | null> {
  for (const candidate of [...browserCandidates(place), ...(await playwrightBrowsers(place))]) {
    if (await isRunnable(candidate.path)) return candidate;
  }
  return null;
}

async function isRunnable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Browsers that Playwright has fetched, the newest first. */
async function playwrightBrowsers(place: SearchPlace): Promise<readonly FoundBrowser[]> {
  const cache = {
    linux: join(place.home, '.cache', 'ms-playwright'),
    darwin: join(place.home, 'Library', 'Caches', 'ms-playwright'),
    win32: join(place.env.LOCALAPPDATA ?? place.home, 'ms-playwright'),
  } as const;
  const folder =
    place.env.PLAYWRIGHT_BROWSERS_PATH ??
    (place.platform === 'darwin' || place.platform === 'win32' ? cache[place.platform] : cache.linux);
  const names = await readdir(folder).catch((): string[] => []);
  const inside = {
    linux: ['chrome-linux64/chrome', 'chrome-linux/chrome'],
    darwin: ['chrome-mac/Chromium.app/Contents/MacOS/Chromium'],
    win32: ['chrome-win64\\chrome.exe', 'chrome-win\\chrome.exe'],
  } as const;
  const below = place.platform === 'darwin' || place.platform === 'win32' ? inside[place.platform] : inside.linux;
  return names
    .filter((name) => /^chromium-\d+$/.test(name))
    .sort((a, b) => Number(b.split('-')[1]) - Number(a.split('-')[1]))
    .flatMap((name) => below.map((path) => ({ path: join(folder, name, path), how: "Playwright's" })));
}
