import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startOf } from '../../../../src/main/is-alive.ts';
import { HeldBrowsers } from '../../../../src/main/supervisor/held-browsers.ts';
import { runCommand } from '../../../support/run-command.ts';

const FILM = '/films/small';
const HELD = { show: null, kept: { port: 4712, token: 'secret', stage: null, spare: null }, browsers: [] };

let folder: string;
let other: ChildProcess;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mien-held-test-'));
  other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  await new Promise((done) => other.once('spawn', done));
});
afterEach(() => {
  other.kill('SIGKILL');
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const note = (): HeldBrowsers => new HeldBrowsers(join(folder, 'state'), FILM);
/** The other process notes that it holds the film. */
function othersNote(startedAt = startOf(other.pid!) ?? ''): void {
  new HeldBrowsers(join(folder, 'state'), FILM, { pid: other.pid!, startedAt }).write(HELD);
}
const ended = (): Promise<unknown> => new Promise((done) => other.once('exit', (_, signal) => done(signal)));

describe.runIf(process.platform === 'linux')('a film', () => {
  it('that is on already is not begun a second time: who shows it is told, and nothing is touched', async () => {
    othersNote();
    const [name = ''] = readdirSync(join(folder, 'state'));
    const before = readFileSync(join(folder, 'state', name), 'utf8');
    vi.stubEnv('MIEN_KEEP', folder);
    const { status, err } = await runCommand('kiosk', FILM);
    expect(status).toBe(2);
    expect(err).toContain(`process ${other.pid!} shows it`);
    expect(err).toContain(`kill ${other.pid!}`);
    expect(readFileSync(join(folder, 'state', name), 'utf8')).toBe(before);
    expect(readdirSync(join(folder, 'state'))).toEqual([name]);
    expect(existsSync(join(folder, 'journal'))).toBe(false);
    expect([other.exitCode, other.signalCode]).toEqual([null, null]);
  });

  it('is held in its own folder and by its own name alone', async () => {
    othersNote();
    expect(await note().otherHolder()).toBe(other.pid);
    expect(await new HeldBrowsers(join(folder, 'state'), '/films/other').otherHolder()).toBeNull();
    expect(await new HeldBrowsers(join(folder, 'elsewhere'), FILM).otherHolder()).toBeNull();
  });

  it('is free where its supervisor was killed, and where another process has its number by now', async () => {
    othersNote('1');
    expect(await note().otherHolder()).toBeNull();
    othersNote();
    other.kill('SIGKILL');
    await ended();
    expect(await note().otherHolder()).toBeNull();
    expect(note().read()).toEqual(HELD);
  });

  it('is free where its supervisor was stopped: that one is ended, and what it held can be taken up', async () => {
    othersNote();
    other.kill('SIGSTOP');
    await vi.waitFor(() => expect(readFileSync(`/proc/${other.pid!}/stat`, 'utf8')).toMatch(/\) T /));
    const signal = ended();
    expect(await note().otherHolder()).toBeNull();
    expect(note().read()).toEqual(HELD);
    expect(await signal).toBe('SIGKILL');
  });

  it('does not hinder the supervisor that holds it itself', async () => {
    note().write(HELD);
    expect(await note().otherHolder()).toBeNull();
  });
});

describe('a note of a film', () => {
  it('that does not say when its supervisor began, as on systems that do not tell, hinders nobody', async () => {
    othersNote('');
    expect(await note().otherHolder()).toBeNull();
  });

  it('that does not parse hinders nobody', async () => {
    othersNote();
    const [name = ''] = readdirSync(join(folder, 'state'));
    writeFileSync(join(folder, 'state', name), '{"holder":');
    expect(await note().otherHolder()).toBeNull();
    expect(note().read()).toBeNull();
  });
});
