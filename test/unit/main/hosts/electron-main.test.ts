import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { projectRoot } from '../../../support/root.ts';
import type * as StandIn from '../../../stand-ins/electron.ts';

vi.mock('electron', () => import('../../../stand-ins/electron.ts'));

/** The one stand-in that the app gets, however often it begins. */
const { app, asked, forgetAll } = (await import('electron')) as unknown as typeof StandIn;
const ERRORS = ['uncaughtException', 'unhandledRejection'] as const;
const film = join(projectRoot(), 'film', 'weather');
const { argv } = process;
const errors: NodeJS.EventEmitter = process;
const others = ERRORS.map((event) => errors.listeners(event));
let folder: string;
let told: string;

beforeEach(() => {
  forgetAll();
  // Each test begins the app anew.
  vi.resetModules();
  folder = mkdtempSync(join(tmpdir(), 'mien-app-'));
  app.setPath('userData', folder);
  vi.stubEnv('MIEN_KEEP', join(folder, 'keep'));
  told = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((told += String(text)), true));
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((told += String(text)), true));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.argv = argv;
  process.exitCode = 0;
  app.ready = Promise.resolve();
  for (const [index, event] of ERRORS.entries()) {
    for (const own of errors.listeners(event)) {
      if (others[index]?.includes(own) !== true) errors.off(event, own as () => void);
    }
  }
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners('error');
  rmSync(folder, { recursive: true, force: true });
});

const open = async (...words: string[]): Promise<void> => {
  process.argv = ['/opt/Mien/mien', ...words];
  await import('../../../../src/main/hosts/electron/electron-main.ts');
};
const ended = (): Promise<number | null> =>
  vi.waitUntil(() => asked.exitStatus !== null, { timeout: 25_000 }).then(() => asked.exitStatus);

describe('the installed app', () => {
  it('has run its module to the end before Electron is ready, which waits for just that', async () => {
    let beReady: () => void = () => undefined;
    app.ready = new Promise((resolve) => (beReady = resolve));
    await open('--version');
    expect([asked.isSandboxed, asked.exitStatus]).toEqual([true, null]);
    beReady();
    expect(await ended()).toBe(0);
    expect(told).toMatch(/^\d+\.\d+\.\d+$/m);
  });

  it('plays until somebody closes its window', async () => {
    // The runner of the tests would be taken for its supervisor.
    const send = Object.getOwnPropertyDescriptor(process, 'send') ?? {};
    delete process.send;
    onTestFinished(() => void Object.defineProperty(process, 'send', send));
    await open(film, '--camera', 'none', '--no-journal');
    await vi.waitUntil(() => asked.windows.length > 0, { timeout: 25_000 });
    const [window] = asked.windows;
    expect([window?.address, window?.options.kiosk]).toEqual(['mien://show/', false]);
    await vi.waitUntil(() => told.includes('a window of Electron'));
    window?.close();
    expect([await ended(), asked.windows.length, asked.boxes]).toEqual([0, 1, []]);
  });

  it('says in a box too what is wrong, since there may be no terminal, and plays nothing else in its place', async () => {
    await open('--hours', 'late');
    expect([await ended(), asked.windows.length]).toEqual([2, 0]);
    expect(asked.boxes).toEqual([expect.stringContaining("option '--hours <hours>' argument 'late' is invalid")]);
    expect(told).toContain(asked.boxes[0]);
  });

  it('says in a box that the film is wrong', async () => {
    await open(join(folder, 'nowhere'), '--camera', 'none');
    expect([await ended(), asked.windows.length]).toEqual([1, 0]);
    expect(asked.boxes).toEqual([expect.stringContaining('nowhere')]);
  });

  it.each([
    ['play', film, '--kiosk', '--hours', 'late'],
    ['--kiosk', film, '--restart', 'noon'],
    ['check', '/no/film'],
  ])('puts up no box over a kiosk or for a command of the terminal: %s %s %s', async (...words) => {
    await open(...words);
    expect(await ended()).toBeGreaterThan(0);
    expect([asked.boxes, told]).toEqual([[], expect.stringMatching(/\w/)]);
  });

  it('shows nothing as a supervisor, and leaves the place of Chromium’s files to the show', async () => {
    await open('--kiosk', join(folder, 'nowhere'));
    expect(await ended()).toBe(1);
    expect([asked.hasGraphics, asked.windows.length]).toEqual([false, 0]);
    const files = asked.paths.get('sessionData') ?? '';
    expect([files, existsSync(files)]).toEqual([join(folder, 'supervisor'), true]);
  });

  it('takes its own --display out of the words that GTK reads', async () => {
    await open('--version', '--display', '2');
    expect(asked.removedSwitches).toEqual(['display']);
    await ended();
  });

  it.each(['uncaughtException', 'unhandledRejection'])(
    'ends, to be started again, where Electron would show an error and go on: %s',
    async (event) => {
      app.ready = new Promise(() => undefined);
      await open();
      errors.listeners(event).at(-1)?.(new Error('something broke'));
      expect([asked.exitStatus, told]).toEqual([1, expect.stringContaining('something broke')]);
    },
  );
});
