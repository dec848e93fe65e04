import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOf } from '../../../../src/main/is-alive.ts';
import { HeldBrowsers } from '../../../../src/main/supervisor/held-browsers.ts';
import { forget, takeUpLasting, type Lasting } from '../../../../src/main/supervisor/lasting-browser.ts';
import { projectRoot } from '../../../support/root.ts';

/** A browser for the test: says again what it is told over the control pipes, and ends when the one is closed. */
const BROWSER = `#!/usr/bin/env node
const fs = require('node:fs');
const net = require('node:net');
const told = new net.Socket({ fd: 3, readable: true, writable: false });
told.on('data', (bytes) => fs.writeSync(4, bytes.toString().replaceAll('ping', 'pong')));
told.on('end', () => process.exit(0));
setInterval(() => {}, 1000);
`;

let folder = '';
let supervisor = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mien-lasting-test-'));
  writeFileSync(join(folder, 'browser'), BROWSER);
  chmodSync(join(folder, 'browser'), 0o755);
  supervisor = join(folder, 'supervisor.mjs');
  const input = join(projectRoot(), 'test/support/killable/lasting-supervisor.ts');
  const made = await rolldown({
    input,
    platform: 'node',
    logLevel: 'silent',
    resolve: { mainFields: ['module', 'main'] },
  });
  writeFileSync(supervisor, (await made.generate({ format: 'esm', codeSplitting: false })).output[0].code);
  await made.close();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A supervisor that starts the browser, notes what it holds, and is killed. @returns what its note says. */
async function killedSupervisor(orphanS: number): Promise<Lasting & { readonly id: string }> {
  const profile = mkdtempSync(join(folder, 'profile-'));
  const child = spawn(process.execPath, [supervisor, folder, join(folder, 'browser'), profile, String(orphanS)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // It says so once it has spoken with its browser.
  await new Promise((done) => child.stdout.once('data', done));
  expect(new HeldBrowsers(folder, '/films/small').read()).toBeNull();
  child.kill('SIGKILL');
  await new Promise((done) => child.once('exit', done));
  return new HeldBrowsers(folder, '/films/small').read()!.browsers[0]!;
}

/** Resolves once a process is gone. */
async function ended({ pid, startedAt }: Lasting['browser']): Promise<void> {
  while (startOf(pid) === startedAt) await new Promise((done) => setTimeout(done, 50));
}

describe.runIf(process.platform === 'linux')('the browsers of a supervisor that is killed', () => {
  it('play on, and the supervisor that follows takes them up, speaks with them and ends them', async () => {
    const left = await killedSupervisor(60);
    expect(startOf(left.browser.pid)).toBe(left.browser.startedAt);
    const taken = takeUpLasting(left)!;
    const heard = new Promise((done) => taken.onText((text) => (text.includes('pong') ? done(text) : undefined)));
    taken.say('ping 2');
    expect(await heard).toBe('pong 2');
    // The one before has guarded it until now.
    await ended(left.guard);
    taken.kill();
    expect(await taken.exited).toBe('the browser ended');
    await taken.cleaned;
    await ended(taken.lasting!.guard);
    expect(existsSync(left.profileFolder)).toBe(false);
  });

  it('end by themselves where none follows, and leave no guard', async () => {
    const left = await killedSupervisor(1);
    await ended(left.guard);
    await ended(left.browser);
    expect(takeUpLasting(left)).toBeNull();
    await forget(left);
    expect(existsSync(left.profileFolder)).toBe(false);
  });

  it('are not taken for another process that has their number by now', async () => {
    const left = await killedSupervisor(60);
    const other = {
      ...left,
      browser: { pid: process.pid, startedAt: '1' },
      guard: { pid: process.pid, startedAt: '1' },
    };
    expect(takeUpLasting(other)).toBeNull();
    await forget(left);
    await ended(left.browser);
    await ended(left.guard);
  });
});
