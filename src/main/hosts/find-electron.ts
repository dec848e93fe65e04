import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** How long a fetch of Electron's binary may take, some 120 MB, before the show goes on without. */
const FETCH_MS = 180_000;

/** Where Electron's binary lies, or why there is none. */
export type FoundElectron = { readonly path: string } | { readonly missing: string };

const NO_PACKAGE = { missing: 'its package is not installed' };

/**
 * Electron's binary where it lies ready. Reads what the package's own loader reads, and does not load it: loading it
 * starts a download where the binary is missing.
 */
export function electronReady(
  env: Readonly<Record<string, string | undefined>> = process.env,
): { readonly path: string } | null {
  const folder = electronFolder();
  if (folder === null) return null;
  const named = join(folder, 'path.txt');
  const file = existsSync(named) ? readFileSync(named, 'utf8').trim() : null;
  const override = env.ELECTRON_OVERRIDE_DIST_PATH;
  const path = override === undefined ? file && join(folder, 'dist', file) : join(override, file ?? 'electron');
  return path !== null && path !== '' && existsSync(path) ? { path } : null;
}

/** The same, with why there is none. Nothing is fetched. */
export function electronFound(): FoundElectron {
  return electronReady() ?? (electronFolder() === null ? NO_PACKAGE : { missing: 'its binary was not fetched' });
}

/** The binary, fetched by the package's own installer where it is missing. Only asked for where it will be run. */
export async function electronFetched(tell: (line: string) => void): Promise<FoundElectron> {
  const ready = electronReady();
  if (ready !== null) return ready;
  const folder = electronFolder();
  if (folder === null) return NO_PACKAGE;
  tell("fetching Electron's binary");
  const failed = await install(join(folder, 'install.js'));
  return electronReady() ?? { missing: `its binary could not be fetched: ${failed ?? 'nothing was installed'}` };
}

/** @returns why it failed, in a line, or null. */
function install(script: string): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'ignore', 'pipe'], timeout: FETCH_MS });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString('utf8')}`.slice(-4000)));
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code) => {
      const line = said.split('\n').find((text) => /error/i.test(text)) ?? said.split('\n')[0];
      resolve(code === 0 ? null : (line?.trim() ?? `status ${code ?? 'unknown'}`));
    });
  });
}

function electronFolder(): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  } catch {
    return null;
  }
}
