import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunningShow } from '../../../src/main/supervisor/supervisor.ts';
import { runCommand } from '../../support/run-command.ts';
import { shownOptions } from '../../support/shown-options.ts';

vi.mock('../../../src/cli/run-in-electron.ts', () => import('../../support/shown-options.ts'));
vi.mock('../../../src/main/supervisor/start-show.ts', () => ({
  startShowProcess: (args: readonly string[]) => showThatFailsOnce(args),
}));

let folder: string;
let started: (readonly string[])[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mien-no-journal-'));
  started = [];
  vi.stubEnv('MIEN_KEEP', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** A show that dies of a fault, which its supervisor writes to the journal, and ends in order the next time. */
function showThatFailsOnce(args: readonly string[]): RunningShow {
  started.push(args);
  const status = started.length === 1 ? 1 : 0;
  return {
    onBeat: () => undefined,
    onExit: (listener) => void setTimeout(() => listener(status, `status ${status}`), 10),
    endWhenIdle: () => undefined,
    end: () => undefined,
    kill: () => undefined,
  };
}

const journalIn = (...place: readonly string[]): string => {
  const [day = ''] = readdirSync(join(folder, ...place));
  return readFileSync(join(folder, ...place, day), 'utf8');
};

describe('play', () => {
  it('keeps no journal with --no-journal, its own without, and another where it is named', async () => {
    const words = ['film/weather', '--camera', 'none'];
    expect((await shownOptions(folder, ...words, '--no-journal')).options.journalFolder).toBeNull();
    expect((await shownOptions(folder, ...words)).options.journalFolder).toBe(join(folder, 'journal'));
    const other = join(folder, 'other');
    expect((await shownOptions(folder, ...words, '--journal', other)).options.journalFolder).toBe(other);
  });
});

describe('kiosk', () => {
  it('writes nothing to the journal with --no-journal, and tells its show to write nothing', async () => {
    expect((await runCommand('kiosk', 'film/weather', '--headless', '--no-journal', '--spare')).status).toBe(0);
    expect(started).toHaveLength(2);
    for (const args of started) expect(args.slice(3)).toEqual(['--kiosk', '--no-journal', '--headless', '--spare']);
    expect(existsSync(join(folder, 'journal'))).toBe(false);
  });

  it('writes what befell its show to the journal without, and to another where it is named', async () => {
    await runCommand('kiosk', 'film/weather', '--headless');
    expect(started[0]?.slice(3)).toEqual(['--kiosk', '--headless']);
    expect(journalIn('journal')).toContain('"code":"main-ended"');
    const other = join(folder, 'other');
    started = [];
    await runCommand('kiosk', 'film/weather', '--headless', '--journal', other);
    expect(started[0]?.slice(3)).toEqual(['--kiosk', '--journal', other, '--headless']);
    expect(journalIn('other')).toContain('"code":"main-ended"');
  });
});
