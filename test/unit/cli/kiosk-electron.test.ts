import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../support/root.ts';

const folder = mkdtempSync(join(tmpdir(), 'mien-kiosk-electron-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(process.platform === 'win32')('a supervised show in Electron', () => {
  it('beats through the command that started it: it is not taken for one that hangs', async () => {
    // In place of Electron: beats once, and ends when its supervisor is gone.
    const electron = join(folder, 'electron');
    const does =
      "process.send({ type: 'beat' }); process.on('disconnect', () => process.exit(0)); setTimeout(() => {}, 60000)";
    writeFileSync(electron, `#!${process.execPath}\n${does}\n`);
    chmodSync(electron, 0o755);
    const words = ['play', 'film/weather', '--host', 'electron', '--camera', 'none', '--no-journal'];
    const child = spawn(process.execPath, [join(projectRoot(), 'scripts/mien.mjs'), ...words], {
      cwd: projectRoot(),
      env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: folder, DISPLAY: ':none', MIEN_KEEP: join(folder, 'keep') },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const heard = new Promise((resolve) => child.once('message', resolve));
    const ended = new Promise((resolve) => child.once('exit', (status) => resolve(status)));
    expect(await heard).toEqual({ type: 'beat' });
    child.disconnect();
    expect(await ended).toBe(0);
  }, 120_000);
});
