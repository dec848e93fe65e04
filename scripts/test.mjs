// `npm test`: makes sure that a browser is there (end-to-end tests drive a real one), builds, runs Vitest.
// Arguments go to Vitest: `npm test -- test/unit/mood`.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { buildIfStale } from './build.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

/** A Chromium that Playwright downloaded for another project will do as well. */
function fromPlaywright() {
  const cache = process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), '.cache', 'ms-playwright');
  if (!existsSync(cache)) return undefined;
  const folders = readdirSync(cache)
    .filter((name) => name.startsWith('chromium-'))
    .sort()
    .reverse();
  return folders
    .flatMap((name) => ['chrome-linux/chrome', 'chrome-linux64/chrome'].map((path) => join(cache, name, path)))
    .find((path) => existsSync(path));
}

function findBrowser() {
  const chosen = process.env.CHROME_PATH;
  if (chosen) return existsSync(chosen) ? chosen : undefined;
  const folders = (process.env.PATH ?? '').split(':');
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
  const onMac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  return onPath ?? (existsSync(onMac) ? onMac : undefined) ?? fromPlaywright();
}

function isDebianRoot() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/etc/os-release')) return false;
  return /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'));
}

// See scripts/mien.mjs.
process.env.ORT_DISABLE_TELEMETRY = '1';

const run = (command, args, env = process.env) =>
  spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env }).status ?? 1;

let browser = findBrowser();
if (!browser && isDebianRoot()) {
  console.log("No browser found: installing Debian's chromium for the end-to-end tests.");
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-qq'], env);
  run(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'libvulkan1', 'xvfb', 'openbox', 'xdotool'],
    env,
  );
  browser = findBrowser();
}
if (!browser) {
  console.error(
    'The tests need a browser: install Chrome, Chromium or Edge, or set CHROME_PATH to one, then run npm test again.',
  );
  process.exit(1);
}
await buildIfStale();
process.exit(
  run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)], {
    ...process.env,
    CHROME_PATH: browser,
  }),
);
