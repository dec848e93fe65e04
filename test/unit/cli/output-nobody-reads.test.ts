import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../support/root.ts';
import { runCommand } from '../../support/run-command.ts';

/** The command with one of its outputs closed at the other end before it prints. */
function runClosed(
  which: 'stdout' | 'stderr',
  ...words: readonly string[]
): Promise<{ status: number | null; err: string }> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [join(projectRoot(), 'scripts/mien.mjs'), ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child[which].destroy();
    child.once('close', (status) => done({ status, err }));
  });
}

describe('a command whose output nobody reads on (| head)', () => {
  it('ends quietly, with the status of a command that was well', async () => {
    const { status, err } = await runClosed('stdout', 'paths', 'film/weather');
    expect(err).not.toContain('EPIPE');
    expect(status).toBe(0);
  });

  it('goes on where it is the terminal for its remarks that is gone, as a show must', async () => {
    expect((await runClosed('stderr', 'nonsense')).status).toBe(2);
  });
});

describe('mien --version and --help', () => {
  it('say the version, and what each exit status means', async () => {
    expect((await runCommand('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await runCommand('--help')).out).toMatch(/Exit status: 0 .* 1 .* 2 /s);
  });
});
