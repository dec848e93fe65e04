import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { InstalledApp } from '../../../src/cli/installed-app.ts';
import { commandOf } from '../../../src/cli/mien.ts';
import type { ShowOptions } from '../../../src/main/show-options.ts';
import { runCommandIn } from '../../support/run-command.ts';
import { projectRoot } from '../../support/root.ts';

const film = join(projectRoot(), 'film', 'weather');
let folder: string;
let played: ShowOptions[];
let app: InstalledApp;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mien-installed-'));
  vi.stubEnv('MIEN_KEEP', join(folder, 'keep'));
  played = [];
  app = {
    again: [join(folder, 'app.mjs')],
    atLogin: ['/opt/Mien/mien', '--'],
    play: (options) => {
      played.push(options);
      return Promise.resolve(0);
    },
  };
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe('the words of the installed app', () => {
  it.each<[string[], string[]]>([
    [[], ['play']],
    [['/film'], ['play', '/film']],
    [
      ['/film', '--display', '2'],
      ['play', '/film', '--display', '2'],
    ],
    [['--kiosk'], ['kiosk']],
    [
      ['--kiosk', '/film', '--hours', '10:00-18:00'],
      ['kiosk', '/film', '--hours', '10:00-18:00'],
    ],
    [
      ['/film', '--kiosk', '--install'],
      ['kiosk', '/film', '--install'],
    ],
    [
      ['play', '/film', '--kiosk'],
      ['play', '/film', '--kiosk'],
    ],
    [['journal'], ['journal']],
    [['--help'], ['--help']],
  ])('%j are the command %j', (words, command) => {
    expect(commandOf(words)).toEqual(command);
  });
});

describe('the installed app', () => {
  it('plays with the options of play: PIN, console, hours, displays, recogniser and film among them', async () => {
    const words = ['--kiosk', '--camera', 'Projector', '--recogniser', 'wasm', '--hours', '10:00-18:00'];
    const more = ['--display', '1,2', '--console', '8080', '--zone', '0.2,0,0.8,1', '--no-journal', '--seed', '7'];
    const { status, err } = await runCommandIn(app, ['play', film, ...words, ...more]);
    expect([status, err]).toEqual([0, expect.stringContaining('Ctrl+Alt+Shift+M')]);
    expect(played).toMatchObject([
      {
        film,
        kiosk: true,
        camera: { kind: 'device', device: 'Projector', elseTrace: null },
        recogniser: 'wasm',
        hours: '10:00-18:00',
        displays: [1, 2],
        console: { port: 8080, isNetwork: true },
        zone: { left: 0.2, right: 0.8 },
        pin: readFileSync(join(folder, 'keep', 'pin'), 'utf8').trim(),
        journalFolder: null,
        stateFolder: join(folder, 'keep', 'state'),
        keepFolder: join(folder, 'keep'),
        seed: 7,
      },
    ]);
  });

  it.each([
    [['play', '--host', 'browser'], '--host browser: the installed app shows the film in windows of its own'],
    [['play', '--headless'], '--headless: the installed app'],
    [['play', '--hours', 'late'], "option '--hours <hours>' argument 'late' is invalid"],
    [['play', '/film', '--pni'], "unknown option '--pni'"],
    [['read', 'face.jpg'], "unknown command 'read'"],
    [['kiosk', film, '--install', '--display', 'left'], "option '--display <numbers>' argument 'left' is invalid"],
  ])('plays nothing and says why where %j is wrong usage', async (words, why) => {
    const { status, err } = await runCommandIn(app, words);
    expect([status, err]).toEqual([2, expect.stringContaining(why)]);
    expect(played).toEqual([]);
  });

  it('lists the commands that it has, and no other', async () => {
    const { out } = await runCommandIn(app, ['--help']);
    expect([...out.matchAll(/^ {2}(\w+) /gm)].map(([, name]) => name)).toEqual(
      expect.arrayContaining(['play', 'kiosk', 'check', 'explain', 'journal']),
    );
    expect(out).not.toMatch(/^ {2}(doctor|read|evaluate|tune)/m);
  });

  it('watches over itself as a kiosk: its own program plays, and is started again when it dies', async () => {
    // In place of the app: writes down its words, dies once, and calls it wrong usage the second time.
    const starts = join(folder, 'starts.jsonl');
    const does = `import { appendFileSync, readFileSync } from 'node:fs';
      appendFileSync(${JSON.stringify(starts)}, JSON.stringify([process.env.MIEN_FALL_BACK, ...process.argv.slice(2)]) + '\\n');
      process.exit(readFileSync(${JSON.stringify(starts)}, 'utf8').trim().includes('\\n') ? 2 : 1);`;
    writeFileSync(join(folder, 'app.mjs'), does);
    const { status, err } = await runCommandIn(app, ['kiosk', film, '--no-journal', '--display', '2']);
    const words = ['0', 'play', film, '--kiosk', '--no-journal', '--display', '2'];
    const lines = readFileSync(starts, 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([words, words]);
    expect([status, err]).toEqual([2, expect.stringContaining('main-ended')]);
  });

  describe.skipIf(process.platform !== 'linux')('at each login', () => {
    const unit = (): string => join(folder, 'config', 'systemd', 'user', 'mien.service');
    beforeEach(() => {
      vi.stubEnv('XDG_CONFIG_HOME', join(folder, 'config'));
      // Nothing of the system's is found, so nothing of it is changed.
      vi.stubEnv('PATH', folder);
    });

    it('is started itself, with the options that it was given', async () => {
      const { status } = await runCommandIn(app, ['kiosk', film, '--install', '--hours', '10:00-18:00']);
      expect(status).toBe(0);
      const command = `"/opt/Mien/mien" "--" "kiosk" "${film}" "--restart" "04:30" "--hours" "10:00-18:00"`;
      expect(readFileSync(unit(), 'utf8')).toContain(`ExecStart=${command}\n`);
    });

    it('finds the film that ships where it is then', async () => {
      await runCommandIn(app, ['kiosk', '--install']);
      expect(readFileSync(unit(), 'utf8')).toContain('ExecStart="/opt/Mien/mien" "--" "kiosk" "--restart" "04:30"\n');
    });

    it.each([
      [['kiosk', '/no/film', '--install'], 1],
      [['kiosk', film, '--install', '--hours', 'late'], 2],
      [['kiosk', film, '--install', '--host', 'browser'], 1],
    ])('is not started with what is wrong: %j', async (words, expected) => {
      const { status, err } = await runCommandIn(app, words);
      expect([status, existsSync(unit())]).toEqual([expected, false]);
      expect(err).not.toBe('');
    });
  });
});
