import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startOf } from '../../../../src/main/is-alive.ts';
import { HeldBrowsers } from '../../../../src/main/supervisor/held-browsers.ts';

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
  rmSync(folder, { recursive: true, force: true });
});

const note = (): HeldBrowsers => new HeldBrowsers(join(folder, 'state'), FILM);
/** The other process notes that it holds the film. */
function othersNote(): void {
  const holder = { pid: other.pid!, startedAt: startOf(other.pid!) ?? '' };
  new HeldBrowsers(join(folder, 'state'), FILM, holder).write(HELD);
}
const ended = (): Promise<unknown> => new Promise((done) => other.once('exit', (_, signal) => done(signal)));

describe('what a supervisor holds', () => {
  it.runIf(process.platform === 'linux')('can be taken up once it was killed, and not while it lives', async () => {
    othersNote();
    expect(note().read()).toBeNull();
    other.kill('SIGKILL');
    await ended();
    expect(note().read()).toEqual(HELD);
  });

  it('is nothing where the note does not parse', () => {
    othersNote();
    const [name = ''] = readdirSync(join(folder, 'state'));
    writeFileSync(join(folder, 'state', name), '{"holder":');
    expect(note().read()).toBeNull();
  });
});
