import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Places } from '../main/places.ts';
import type { ShowOptions } from '../main/show-options.ts';

/** Electron is another program: the options travel in its environment, its exit status is ours. */
export function runInElectron(
  path: string,
  places: Places,
  options: ShowOptions,
  tell: (line: string) => void,
): Promise<number> {
  return new Promise((done) => {
    const isWatched = process.send !== undefined;
    const child = spawn(path, [join(places.dist, 'electron-main.js')], {
      stdio: ['inherit', 'inherit', 'inherit', ...(isWatched ? (['ipc'] as const) : [])],
      env: { ...process.env, MIEN_SHOW: JSON.stringify(options) },
    });
    if (isWatched) relay(child);
    // Ctrl-C reaches it by itself; a signal to us alone is passed on. Then it ends, and we with it.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
    child.once('error', (error) => {
      tell(`Electron could not be started: ${error.message}`);
      done(1);
    });
    child.once('exit', (code) => done(code ?? 1));
  });
}

/** The supervisor hears the show's beat, and the show its supervisor, through this process in between. */
function relay(child: ChildProcess): void {
  child.on('message', (message) => {
    if (process.connected) process.send?.(message);
  });
  process.on('message', (message) => {
    if (child.connected) child.send(message as object, () => undefined);
  });
  process.once('disconnect', () => {
    if (child.connected) child.disconnect();
  });
  child.once('exit', () => {
    if (process.connected) process.disconnect();
  });
}
