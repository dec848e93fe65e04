import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from './root.ts';

export interface MienRun {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command as a person would. @param seconds after which it is interrupted, as by Ctrl-C. */
export function runMien(words: readonly string[], seconds: number): Promise<MienRun> {
  return new Promise((done, failed) => {
    // A journal and a state of its own: no run takes up what another left.
    const keep = mkdtempSync(join(tmpdir(), 'mien-keep-'));
    const env: NodeJS.ProcessEnv = { ...process.env, MIEN_KEEP: keep };
    delete env.DISPLAY;
    delete env.WAYLAND_DISPLAY;
    const child = spawn(process.execPath, [join(projectRoot(), 'scripts/mien.mjs'), ...words], {
      cwd: projectRoot(),
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    const interrupt = setTimeout(() => child.kill('SIGINT'), seconds * 1000);
    const end = setTimeout(() => child.kill('SIGKILL'), (seconds + 20) * 1000);
    child.once('error', failed);
    child.once('close', (status) => {
      clearTimeout(interrupt);
      clearTimeout(end);
      rmSync(keep, { recursive: true, force: true });
      done({ status, out, err });
    });
  });
}

/** The last line of a text, as JSON. */
export function lastJson(text: string): unknown {
  return JSON.parse(text.trimEnd().split('\n').at(-1) ?? '');
}
