import { vi } from 'vitest';
import type { InstalledApp } from '../../src/cli/installed-app.ts';
import { runMien } from '../../src/cli/mien.ts';

export interface CommandRun {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** One command line in this process: what it printed, and the exit status it asked for. */
export function runCommand(...words: readonly string[]): Promise<CommandRun> {
  return runCommandIn(null, words);
}

/** The same in the installed app. */
export async function runCommandIn(app: InstalledApp | null, words: readonly string[]): Promise<CommandRun> {
  let out = '';
  let err = '';
  const before = process.exitCode;
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true)),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true)),
  ];
  process.exitCode = 0;
  try {
    await runMien(words, app);
    return { status: statusNow(), out, err };
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.exitCode = before;
  }
}

function statusNow(): number {
  return Number(process.exitCode ?? 0);
}
