import { spawn } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Autostart } from './autostart.ts';

/** Runs a command to its end. @returns null, or why it failed. */
export type Run = (command: readonly string[]) => Promise<string | null>;

/** Writes the file and enables it. @returns lines for the operator; what the system refused is said with its mend. */
export async function install(autostart: Autostart, run: Run = runCommand): Promise<readonly string[]> {
  await mkdir(dirname(autostart.file), { recursive: true });
  await writeFile(autostart.file, autostart.text, { encoding: autostart.encoding, mode: 0o600 });
  const { lines, areDone } = await runAll(autostart.enable, run);
  const { reached } = autostart;
  const isReached = reached === undefined || !areDone || (await run(reached.ask)) === null;
  return [`wrote ${autostart.file} (${autostart.what})`, ...lines, ...(isReached ? [] : [reached.orElse])];
}

/** Disables it and removes the file; what is not there is no error. */
export async function uninstall(autostart: Autostart, run: Run = runCommand): Promise<readonly string[]> {
  const before = await runAll(autostart.disable.slice(0, 1), run);
  await rm(autostart.file, { force: true });
  const after = await runAll(autostart.disable.slice(1), run);
  return [...before.lines, `removed ${autostart.file}`, ...after.lines];
}

async function runAll(
  commands: readonly (readonly string[])[],
  run: Run,
): Promise<{ readonly lines: readonly string[]; readonly areDone: boolean }> {
  const lines: string[] = [];
  let areDone = true;
  for (const command of commands) {
    const why = await run(command);
    areDone &&= why === null;
    lines.push(
      why === null ? `ran ${command.join(' ')}` : `${command.join(' ')} did not work (${why}): run it by hand`,
    );
  }
  return { lines, areDone };
}

function runCommand([program = '', ...args]: readonly string[]): Promise<string | null> {
  return new Promise((done) => {
    const child = spawn(program, args, { stdio: 'ignore', timeout: 30_000 });
    child.once('error', (error) => done(error.message));
    child.once('exit', (code, signal) => done(code === 0 ? null : (signal ?? `status ${code ?? 'unknown'}`)));
  });
}
