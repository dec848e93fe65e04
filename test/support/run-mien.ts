import { spawn } from 'node:child_process';
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
    const env = { ...process.env };
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
      done({ status, out, err });
    });
  });
}

/** The last line of a text, as JSON. */
export function lastJson(text: string): unknown {
  return JSON.parse(text.trimEnd().split('\n').at(-1) ?? '');
}
