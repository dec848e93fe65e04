import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FALL_BACK_VARIABLE } from '../../../src/main/supervisor/fall-back.ts';
import { runCommand } from '../../support/run-command.ts';

/** What was done, in order: `fetch`, `look`, and `show` for each start of a show. */
const did = vi.hoisted((): string[] => []);

vi.mock('../../../src/main/hosts/find-electron.ts', () => ({
  electronFound: () => (did.push('look'), { missing: 'not fetched' }),
  electronFetched: () => (did.push('fetch'), Promise.resolve({ missing: 'no network' })),
}));
// A kiosk's show that fails once, and then ends in order.
vi.mock('../../../src/main/supervisor/start-show.ts', () => ({
  startShowProcess: () => {
    const status = did.includes('show') ? 0 : 1;
    did.push('show');
    return {
      onBeat: () => undefined,
      onExit: (listener: (status: number, how: string) => void) =>
        void setTimeout(() => listener(status, `status ${status}`), 10),
      endWhenIdle: () => undefined,
      end: () => undefined,
      kill: () => undefined,
    };
  },
}));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mien-kiosk-host-'));
  did.length = 0;
  vi.stubEnv('MIEN_KEEP', folder);
  vi.stubEnv('DISPLAY', ':none');
  vi.stubEnv('WAYLAND_DISPLAY', '');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe('a show whose binary of Electron is missing', () => {
  const words = ['play', 'film/weather', '--host', 'electron', '--camera', 'none', '--no-journal'];

  it('fetches it where it is begun by hand', async () => {
    const { status } = await runCommand(...words);
    expect([status, did]).toEqual([1, ['fetch']]);
  });

  it('only looks for it under a supervisor, which would kill it for the fetch: it gives no beat meanwhile', async () => {
    vi.stubEnv(FALL_BACK_VARIABLE, '0');
    const { status, err } = await runCommand(...words);
    expect([status, did]).toEqual([1, ['look']]);
    expect(err).toContain('Electron is not there (not fetched)');
  });
});

describe.skipIf(process.platform !== 'linux')('a kiosk without a screen', () => {
  beforeEach(() => void vi.stubEnv('DISPLAY', ''));

  it.each([[[]], [['--host', 'browser']], [['--host', 'electron']]])(
    'is not begun with %j, where nobody would see it: it says what to do and fails, so that it is begun again',
    async (more) => {
      const { status, err } = await runCommand('kiosk', 'film/weather', '--no-journal', ...more);
      expect([status, did]).toEqual([1, []]);
      expect(err).toContain('Log in to the desktop and begin it there, or let it play unseen with --headless');
    },
  );

  it('plays where that is asked for', async () => {
    const { status } = await runCommand('kiosk', 'film/weather', '--no-journal', '--headless');
    expect([status, did]).toEqual([0, ['show', 'show']]);
  });
});

describe('a kiosk whose binary of Electron is missing', () => {
  const words = ['kiosk', 'film/weather', '--no-journal'];

  it('fetches it once, before its show begins, and goes on without where that fails', async () => {
    const { status, err } = await runCommand(...words);
    expect([status, did]).toEqual([0, ['fetch', 'show', 'show']]);
    expect(err).toContain('it goes on without Electron: no network');
  });

  it.each([[['--host', 'browser']], [['--host=browser']], [['--headless']], [['--display', '2', '--headless']]])(
    'fetches nothing with %j, where it would not be run',
    async (more) => {
      const { status } = await runCommand(...words, ...more);
      expect([status, did]).toEqual([0, ['show', 'show']]);
    },
  );

  describe.skipIf(process.platform !== 'linux')('that is installed', () => {
    beforeEach(() => {
      vi.stubEnv('XDG_CONFIG_HOME', folder);
      // Nothing of the system's is found, so nothing of it is changed.
      vi.stubEnv('PATH', folder);
    });

    it.each([
      [[], ['fetch']],
      [['--host', 'browser'], []],
    ])('with %j and without a screen, as over SSH, has done this by then: %j', async (more, done) => {
      vi.stubEnv('DISPLAY', '');
      const { status } = await runCommand(...words, '--install', ...more);
      expect([status, did]).toEqual([0, done]);
      expect(existsSync(join(folder, 'systemd', 'user', 'mien.service'))).toBe(true);
    });
  });
});
