import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chromiumPath } from '../support/chromium.ts';
import { projectRoot } from '../support/root.ts';

/** With this one the supervisor, a browser and the perception process are killed, one after another. */
const SEED = 9;

/** @returns the exit status, and what was printed. */
function soak(...words: readonly string[]): Promise<{ readonly status: number | null; readonly said: string }> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [join(projectRoot(), 'scripts/soak.mjs'), ...words], {
      env: { ...process.env, CHROME_PATH: chromiumPath() },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('error', failed);
    child.once('close', (status) => done({ status, said }));
  });
}

describe.runIf(process.platform === 'linux')('a short soak', () => {
  it('loses no decision and no line of a finished session, shows pictures, ends in time, and leaves nothing behind', async () => {
    // Times are told and not judged: they are the machine's as much as the film's.
    const { status, said } = await soak('--minutes', '1', '--seed', String(SEED), '--timing', 'report');
    expect(said).toContain(`soak: 1 min, seed ${SEED}: ok`);
    expect(said).toMatch(/^done: \[".+"\]$/m);
    expect(status).toBe(0);
  });
});
