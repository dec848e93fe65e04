import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import type { ShowOptions } from '../../src/main/show-options.ts';
import { runCommand } from './run-command.ts';

/**
 * What `mien play` starts a show with, and what it says of it: the show itself is not begun. The test mocks `run-in-electron.ts` with
 * `runInElectron`, and keeps everything below a folder of its own.
 */
export const runInElectron = vi.fn<(path: string, places: object, options: ShowOptions) => Promise<number>>(() =>
  Promise.resolve(0),
);

export async function shownOptions(
  keep: string,
  ...words: readonly string[]
): Promise<{ readonly options: ShowOptions; readonly err: string }> {
  const bin = join(keep, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'electron'), '');
  chmodSync(join(bin, 'electron'), 0o755);
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', bin);
  vi.stubEnv('MIEN_KEEP', keep);
  runInElectron.mockClear();
  const { status, err } = await runCommand('play', ...words, '--host', 'electron');
  expect(status, err).toBe(0);
  return { options: runInElectron.mock.calls[0]![2], err };
}
