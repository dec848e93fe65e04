import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { beganAt } from '../../../../src/main/is-alive.ts';
import { Hold } from '../../../../src/main/supervisor/hold.ts';
import { runCommand } from '../../../support/run-command.ts';

const FILM = '/films/small';

let folder: string;
let others: ChildProcess[] = [];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mien-hold-test-'));
  others = [await aProcess(), await aProcess()];
});
afterEach(() => {
  for (const other of others) other.kill('SIGKILL');
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

async function aProcess(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  await new Promise((done) => child.once('spawn', done));
  return child;
}
const state = (): string => join(folder, 'state');
const hold = (pid?: number): Hold => new Hold(state(), FILM, pid);
const other = (): ChildProcess => others[0]!;
const kill = async (child: ChildProcess): Promise<void> => {
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGKILL');
  await ended;
};
const file = (): string => join(state(), readdirSync(state()).at(-1) ?? '');

describe('a film', () => {
  it('that is on already is not begun a second time: who shows it is told, and nothing is touched', async () => {
    expect(await hold(other().pid).take()).toBeNull();
    const before = [readdirSync(state()), readFileSync(file(), 'utf8')];
    vi.stubEnv('MIEN_KEEP', folder);
    const { status, err } = await runCommand('kiosk', FILM);
    expect(status).toBe(2);
    expect(err).toContain(`process ${other().pid!} shows it`);
    expect(err).toMatch(new RegExp(`kill .*${other().pid!}`));
    expect([readdirSync(state()), readFileSync(file(), 'utf8')]).toEqual(before);
    expect(existsSync(join(folder, 'journal'))).toBe(false);
    expect([other().exitCode, other().signalCode]).toEqual([null, null]);
  });

  it('is taken by one of all that want it in the same instant', async () => {
    for (let round = 0; round < 20; round += 1) {
      const film = `/films/${round}`;
      const contenders = [process.pid, others[0]!.pid, others[1]!.pid].map((pid) => new Hold(state(), film, pid));
      const who = await Promise.all(contenders.map((contender) => contender.take()));
      expect(who.filter((one) => one === null)).toHaveLength(1);
      const [holder] = [process.pid, others[0]!.pid, others[1]!.pid].filter((_, at) => who[at] === null);
      expect(who.filter((one) => one !== null)).toEqual([holder, holder]);
    }
  });

  it('is taken over by one of all that want it after its supervisor was killed', async () => {
    await hold(other().pid).take();
    await kill(other());
    const third = await aProcess();
    others.push(third);
    const pids = [process.pid, others[1]!.pid, third.pid];
    const who = await Promise.all(pids.map((pid) => hold(pid).take()));
    expect(who.filter((one) => one === null)).toHaveLength(1);
    expect(readdirSync(state())).toHaveLength(1);
  });

  it('is held in its own folder and by its own name alone', async () => {
    await hold(other().pid).take();
    expect(await hold().otherHolder()).toBe(other().pid);
    expect(await new Hold(state(), '/films/other').otherHolder()).toBeNull();
    expect(await new Hold(join(folder, 'elsewhere'), FILM).otherHolder()).toBeNull();
  });

  it('is free once its supervisor has let it go, and does not hinder the one that holds it itself', async () => {
    const first = hold(other().pid);
    await first.take();
    first.release();
    expect(await hold().otherHolder()).toBeNull();
    expect(await hold().take()).toBeNull();
    expect(await hold().take()).toBeNull();
    expect(await hold(other().pid).take()).toBe(process.pid);
  });

  it('is free where another process has the number of its supervisor by now', async () => {
    await hold(other().pid).take();
    const { holder } = JSON.parse(readFileSync(file(), 'utf8')) as { holder: { pid: number; startedAt: string } };
    writeFileSync(file(), JSON.stringify({ holder: { ...holder, startedAt: '1' } }));
    expect(await hold().take()).toBeNull();
  });

  it('is free where a supervisor died as it took it, but not while one may be at it', async () => {
    await hold(other().pid).take();
    const words = readFileSync(file(), 'utf8');
    writeFileSync(file(), '');
    const waiting = hold().take();
    setTimeout(() => writeFileSync(file(), words), 200);
    expect(await waiting).toBe(other().pid);
    writeFileSync(file(), '');
    utimesSync(file(), new Date(0), new Date(0));
    expect(await hold().take()).toBeNull();
  });

  it('is free where the file does not parse, and where the disk takes none', async () => {
    await hold(other().pid).take();
    writeFileSync(file(), '{"holder":');
    expect(await hold().take()).toBeNull();
    writeFileSync(join(folder, 'a-file'), '');
    expect(await new Hold(join(folder, 'a-file', 'state'), FILM).take()).toBeNull();
  });
});

describe.runIf(process.platform === 'linux')('a film whose supervisor was stopped', () => {
  it('is free: that one is ended', async () => {
    await hold(other().pid).take();
    other().kill('SIGSTOP');
    await vi.waitFor(() => expect(readFileSync(`/proc/${other().pid!}/stat`, 'utf8')).toMatch(/\) T /));
    const ended = new Promise((done) => other().once('exit', (_, signal) => done(signal)));
    expect(await hold().take()).toBeNull();
    expect(await ended).toBe('SIGKILL');
  });
});

describe('when a process began', () => {
  it.each([
    ['darwin', /^ps -o lstart= -p \d+$/, 'Thu Nov 26 10:00:00 2026\n', 'Thu Nov 26 10:00:00 2026'],
    [
      'win32',
      /^powershell\.exe .*\(Get-Process -Id \d+\)\.StartTime\.ToUniversalTime\(\)\.Ticks$/,
      '638999999\r\n',
      '638999999',
    ],
    ['darwin', /ps/, '\n', null],
  ] as const)('is asked of the system on %s', async (platform, program, says, is) => {
    let asked = '';
    const began = await beganAt(process.pid, platform, async (name, args) => {
      asked = [name, ...args].join(' ');
      return says;
    });
    expect(asked).toMatch(program);
    expect(began).toBe(is);
  });

  it('is not known of one that is gone, nor where nothing can be asked', async () => {
    const { pid = 0 } = other();
    const says = async (): Promise<string> => 'today';
    expect(await beganAt(pid, 'darwin', says)).toBe('today');
    expect(await beganAt(pid, 'darwin', async () => Promise.reject(new Error('no ps')))).toBeNull();
    await kill(other());
    expect(await beganAt(pid, 'darwin', says)).toBeNull();
  });

  it.skipIf(process.platform === 'win32')('is told by ps', async () => {
    const began = await beganAt(other().pid!, 'darwin');
    expect(began).toMatch(/^\w{3} \w{3} +\d+ \d\d:\d\d:\d\d \d{4}$/);
  });
});
