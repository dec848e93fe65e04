import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { spawn, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FALL_BACK_VARIABLE } from '../../../src/main/supervisor/fall-back.ts';
import { Hold } from '../../../src/main/supervisor/hold.ts';
import { runCommand } from '../../support/run-command.ts';
import { shownOptions } from '../../support/shown-options.ts';

vi.mock('../../../src/cli/run-in-electron.ts', () => import('../../support/shown-options.ts'));
// A kiosk's show that ends at once, in order.
vi.mock('../../../src/main/supervisor/start-show.ts', () => ({
  startShowProcess: () => ({
    onBeat: () => undefined,
    onExit: (listener: (status: number, how: string) => void) => void setTimeout(() => listener(0, 'status 0'), 10),
    endWhenIdle: () => undefined,
    end: () => undefined,
    kill: () => undefined,
  }),
}));

let folder: string;
let kiosk: ChildProcess;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mien-beside-'));
  kiosk = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  await new Promise((done) => kiosk.once('spawn', done));
});
afterEach(() => {
  kiosk.kill('SIGKILL');
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** Another way to the film that ships. */
function link(): string {
  const path = join(folder, 'link');
  symlinkSync(resolve('film/weather'), path, 'junction');
  return path;
}

const kioskOf = (film: string): Promise<number | null> =>
  new Hold(join(folder, 'state'), resolve(film), kiosk.pid).take();

describe('a show beside a kiosk', () => {
  it('of the same film leaves its state and settings alone, keeps none, and says so', async () => {
    await kioskOf('film/weather');
    const before = readdirSync(join(folder, 'state'));
    const { options, err } = await shownOptions(folder, 'film/weather', '--camera', 'none');
    expect(options).toMatchObject({ stateFolder: null });
    expect(options).not.toHaveProperty('keepFolder');
    expect(err).toContain(`a kiosk shows this film already (process ${kiosk.pid!})`);
    expect(readdirSync(join(folder, 'state'))).toEqual(before);
  });

  it.each([
    ['through a link to its folder', (): string => link()],
    ['by its film file', (): string => 'film/weather/film.json'],
  ])('of the same film, named %s, leaves its state alone as well', async (_way, film) => {
    await kioskOf('film/weather');
    const { options, err } = await shownOptions(folder, film(), '--camera', 'none');
    expect(options).toMatchObject({ stateFolder: null });
    expect(err).toContain(`a kiosk shows this film already (process ${kiosk.pid!})`);
  });

  it('of another film keeps its own', async () => {
    await kioskOf('film/other');
    const { options, err } = await shownOptions(folder, 'film/weather', '--camera', 'none');
    expect(options).toMatchObject({ stateFolder: join(folder, 'state'), keepFolder: folder });
    expect(err).not.toContain('a kiosk shows');
  });

  it('that began it keeps what is taken up after a crash', async () => {
    await kioskOf('film/weather');
    vi.stubEnv(FALL_BACK_VARIABLE, '0');
    const { options } = await shownOptions(folder, 'film/weather', '--kiosk', '--camera', 'none');
    expect(options).toMatchObject({ stateFolder: join(folder, 'state'), keepFolder: folder });
  });
});

describe('a kiosk beside a kiosk', () => {
  it('of the same film is refused, through a link to its folder as well: both would write one state', async () => {
    await kioskOf('film/weather');
    vi.stubEnv('MIEN_KEEP', folder);
    const { status, err } = await runCommand('kiosk', link());
    expect([status, err]).toEqual([2, expect.stringContaining(`process ${kiosk.pid!} shows it`)]);
  });

  it('of a film that is not there is told that it is not there', async () => {
    await kioskOf('film/weather');
    vi.stubEnv('MIEN_KEEP', folder);
    const { status, err } = await runCommand('kiosk', join(folder, 'nowhere'));
    expect([status, err]).toEqual([1, expect.stringContaining('there is no folder')]);
  });
});
