import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openWindow } from '../../../../src/main/hosts/browser/open-window.ts';

vi.mock('../../../../src/main/patience.ts', () => ({ patienceMs: () => 300 }));

let folder = '';
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'mien-open-window-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program in a browser's place, and what it is started with. */
function program(name: string, does: string) {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\necho "$@" > ${path}.words\necho $$ > ${path}.pid\n${does}\n`);
  chmodSync(path, 0o755);
  const read = (what: string): string => readFileSync(`${path}.${what}`, 'utf8').trim();
  return { order: { path, flags: ['--remote-debugging-pipe', '--kiosk', '--app=x'], profileFolder: folder }, read };
}

describe.skipIf(process.platform === 'win32')('a window for a browser that runs without one', () => {
  it('is asked for by the same words, but for the pipes that nobody would hold', async () => {
    const { order, read } = program('hands-over', 'exit 0');
    await openWindow(order);
    expect(read('words')).toBe('--kiosk --app=x');
  });

  it('a program that finds no browser to hand its page to is ended: no show would know of it', async () => {
    const { order, read } = program('becomes-a-browser', 'exec sleep 60');
    await expect(openWindow(order)).rejects.toThrow(
      'the browser that stood by opens no window: the browser ended (SIGKILL)',
    );
    expect(() => process.kill(Number(read('pid')), 0)).toThrow();
  });

  it('a refusal is told', async () => {
    await expect(openWindow(program('refuses', 'exit 3').order)).rejects.toThrow('status 3');
    const missing = { path: join(folder, 'missing'), flags: [], profileFolder: folder };
    await expect(openWindow(missing)).rejects.toThrow('could not be started');
  });
});
