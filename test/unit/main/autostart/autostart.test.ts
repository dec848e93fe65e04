import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { autostartOf } from '../../../../src/main/autostart/autostart.ts';
import { install, uninstall } from '../../../../src/main/autostart/install.ts';
import { patienceMs } from '../../../../src/main/patience.ts';

const order = {
  program: '/opt/node 20/bin/node',
  args: ['/srv/mien/scripts/mien.mjs', 'kiosk', '/films/a "b" & 100% $HOME', '--restart', '04:30'],
  folder: '/films & 100%',
  env: { MIEN_KEEP: '/var/mien' },
};
const place = { env: {}, home: '/home/artist', uid: 501 };

describe('autostart', () => {
  it('on Linux is a user unit of systemd that comes back unless it ended in order, by E at the stage for one', () => {
    const { file, text, enable } = autostartOf(order, { ...place, platform: 'linux' });
    expect(file).toBe('/home/artist/.config/systemd/user/mien.service');
    expect(text).toContain(
      'ExecStart="/opt/node 20/bin/node" "/srv/mien/scripts/mien.mjs" "kiosk" "/films/a \\"b\\" & 100%% $$HOME" "--restart" "04:30"\n',
    );
    expect(text).toContain('Environment="MIEN_KEEP=/var/mien"\n');
    for (const line of [
      'Restart=on-failure',
      'StartLimitIntervalSec=0',
      'WorkingDirectory=-/films & 100%%',
      'WantedBy=graphical-session.target',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
    expect(enable.at(-1)).toEqual(['systemctl', '--user', 'enable', 'mien.service']);
  });

  it('on Linux leaves the browsers of a supervisor that dies to the next one, and is not stopped for one process that took too much memory', () => {
    const { text } = autostartOf(order, { ...place, platform: 'linux' });
    expect(text.split('\n')).toEqual(expect.arrayContaining(['KillMode=process', 'OOMPolicy=continue']));
    // The supervisor alone ends a show that hangs: it is given the time that takes.
    const waitsS = Number(/^TimeoutStopSec=(\d+)$/m.exec(text)?.[1]);
    expect(waitsS * 1000).toBeGreaterThan(patienceMs(6000, 1000, 1));
  });

  it('on macOS is a launch agent that comes back unless it ended in order, with every word escaped', () => {
    const { file, text, disable } = autostartOf(order, { ...place, platform: 'darwin' });
    expect(file).toBe('/home/artist/Library/LaunchAgents/org.mien.kiosk.plist');
    expect(text).toContain('<string>/films/a &quot;b&quot; &amp; 100% $HOME</string>');
    expect(text).toContain('<key>KeepAlive</key><dict><key>SuccessfulExit</key><false/></dict>');
    expect(text).toContain('<key>WorkingDirectory</key><string>/films &amp; 100%</string>');
    expect(text).toContain('<key>MIEN_KEEP</key><string>/var/mien</string>');
    expect(disable).toEqual([['launchctl', 'bootout', 'gui/501/org.mien.kiosk']]);
  });

  it('on Linux and macOS has no process of the show leave a core dump, which could hold a face', () => {
    expect(autostartOf(order, { ...place, platform: 'linux' }).text.split('\n')).toContain('LimitCORE=0');
    const { text } = autostartOf(order, { ...place, platform: 'darwin' });
    for (const limits of ['Hard', 'Soft']) {
      expect(text).toContain(`<key>${limits}ResourceLimits</key><dict><key>Core</key><integer>0</integer></dict>`);
    }
  });

  it('on Windows is a task at logon without a time limit', () => {
    const windows = {
      ...order,
      program: 'C:\\Program Files\\nodejs\\node.exe',
      args: ['C:\\mien\\mien.mjs', 'kiosk', 'C:\\my film'],
      folder: 'C:\\my films',
    };
    const { file, text, enable } = autostartOf(windows, {
      ...place,
      platform: 'win32',
      env: { LOCALAPPDATA: 'C:\\L', USERDOMAIN: 'STAGE', USERNAME: 'A & B' },
    });
    expect(file).toBe('C:\\L\\Mien\\mien-task.xml');
    expect(text.startsWith('\ufeff<?xml')).toBe(true);
    expect(text).toContain('<LogonTrigger><Enabled>true</Enabled><UserId>STAGE\\A &amp; B</UserId></LogonTrigger>');
    expect(text).toContain('<ExecutionTimeLimit>PT0S</ExecutionTimeLimit>');
    expect(text).toContain('<RestartOnFailure>');
    expect(text).toContain(
      '&quot;C:\\Program Files\\nodejs\\node.exe&quot; C:\\mien\\mien.mjs kiosk &quot;C:\\my film&quot;',
    );
    expect(text).toContain('<WorkingDirectory>C:\\my films</WorkingDirectory></Exec>');
    expect(enable).toEqual([['schtasks', '/Create', '/F', '/TN', 'Mien', '/XML', file]]);
  });

  it('on Windows runs as what somebody starts by hand: a task runs below it where it does not say so', () => {
    const { text } = autostartOf(order, { ...place, platform: 'win32' });
    expect(text).toMatch(/<Settings>[^]*<Priority>4<\/Priority>[^]*<\/Settings>/);
    expect(text).toContain('<LogonTrigger><Enabled>true</Enabled></LogonTrigger>');
  });
});

describe('kiosk --install and --uninstall', () => {
  let home = '';
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'mien-autostart-test-'));
  });
  afterEach(() => {
    rmSync(home, { recursive: true, force: true });
  });

  it('write the file and enable it, then disable it and remove the file', async () => {
    const ran: string[] = [];
    const run = (command: readonly string[]) => {
      ran.push(command.join(' '));
      return Promise.resolve(null);
    };
    const autostart = autostartOf(order, { ...place, home, platform: 'linux' });
    await install(autostart, run);
    expect(readFileSync(autostart.file, 'utf8')).toBe(autostart.text);
    await uninstall(autostart, run);
    expect(existsSync(autostart.file)).toBe(false);
    expect(ran).toEqual([
      'systemctl --user daemon-reload',
      'systemctl --user enable mien.service',
      'systemctl --user is-active graphical-session.target',
      'systemctl --user disable mien.service',
      'systemctl --user daemon-reload',
    ]);
    // Once more: what is not there is no error.
    await uninstall(autostart, run);
  });

  it('say how the desktop itself can start it, where a login does not reach systemd', async () => {
    const autostart = autostartOf(order, { ...place, home, platform: 'linux' });
    const run = (fails: string) => (command: readonly string[]) =>
      Promise.resolve(command.includes(fails) ? 'status 3' : null);
    const by = 'systemctl --user start mien.service';
    expect((await install(autostart, run('is-active'))).at(-1)).toContain(`the desktop's own autostart run sh -c "`);
    expect((await install(autostart, run('is-active'))).at(-1)).toContain(by);
    expect((await install(autostart, run('nothing'))).join('\n')).not.toContain(by);
    // What could not be enabled is not there to be started.
    expect((await install(autostart, run('enable'))).join('\n')).not.toContain(by);
  });

  it('say what to do by hand where the system refuses', async () => {
    const autostart = autostartOf(order, { ...place, home, platform: 'linux' });
    const lines = await install(autostart, () => Promise.resolve('no such program'));
    expect(lines.join('\n')).toContain(
      'systemctl --user enable mien.service did not work (no such program): run it by hand',
    );
  });
});
