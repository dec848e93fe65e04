import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { launchBrowser } from '../../../../src/main/hosts/browser/running-browser.ts';
import { isAlive, isStopped } from '../../../../src/main/is-alive.ts';

describe.skipIf(process.platform !== 'linux')('a browser that is gone', () => {
  it('leaves no helper behind, also none that was stopped', async () => {
    const profileFolder = mkdtempSync(join(tmpdir(), 'mien-running-browser-'));
    const path = join(profileFolder, 'browser');
    const note = join(profileFolder, 'helper');
    writeFileSync(path, `#!/bin/sh\nsleep 600 &\necho $! > "${note}"\nkill -STOP $!\nexec sleep 600\n`);
    chmodSync(path, 0o755);
    const browser = launchBrowser({ path, flags: [], profileFolder });
    const helper = await expect
      .poll(() => Number(readFileSync(note, { encoding: 'utf8', flag: 'a+' })), { timeout: 5000 })
      .toBeGreaterThan(1)
      .then(() => Number(readFileSync(note, 'utf8')));
    await expect.poll(() => isStopped(helper), { timeout: 5000 }).toBe(true);
    browser.kill();
    await browser.cleaned;
    await expect.poll(() => isAlive(helper), { timeout: 5000 }).toBe(false);
  });
});
