import { app, dialog } from 'electron';
import { runMien } from '../../../cli/mien.ts';
import type { InstalledApp } from '../../../cli/installed-app.ts';

/** As much of what was told as a box can hold. */
const LONGEST = 2000;

/**
 * Runs a command in this process. What goes wrong is told on stderr and, for somebody who opened the app to see a film, in a
 * box: they may have no terminal. A kiosk never shows one. @returns the exit status.
 */
export async function runApp(command: readonly string[], installed: InstalledApp): Promise<number> {
  const told = listen();
  await runMien(command, installed);
  const said = told();
  const status = Number(process.exitCode ?? 0);
  const isWatched = command[0] === 'play' && !command.includes('--kiosk') && !command.includes('--once');
  // Above another show's film it would stand for hours.
  if (status !== 0 && isWatched && app.requestSingleInstanceLock()) dialog.showErrorBox(app.getName(), said);
  return status;
}

/** @returns what went to stderr since, and stops listening. */
function listen(): () => string {
  let said = '';
  const write = process.stderr.write.bind(process.stderr) as (...words: unknown[]) => boolean;
  process.stderr.write = (text: Uint8Array | string, ...rest: unknown[]): boolean => {
    said = `${said}${typeof text === 'string' ? text : Buffer.from(text).toString('utf8')}`.slice(-LONGEST);
    return write(text, ...rest);
  };
  return () => {
    process.stderr.write = write;
    return said.trim();
  };
}
