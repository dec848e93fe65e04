import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Whether a process of this number runs on this machine. One that may not be signalled counts as running. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** A process, told apart from a later one of the same number. */
export interface Process {
  readonly pid: number;
  /** On Linux ticks since the machine's start (proc(5), field 22); elsewhere in the words of `beganAt`. */
  readonly startedAt: string;
}

/** When a process began; null where there is none of that number, it is dead, or the system does not tell. */
export function startOf(pid: number): string | null {
  if (process.platform !== 'linux') return null;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return /^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2)) ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

type Ask = (program: string, args: readonly string[]) => Promise<string>;

/** In one language and one zone: the words of one moment are the same whoever asks, in summer and in winter. */
const ask: Ask = async (program, args) => {
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  return (await promisify(execFile)(program, [...args], { env, timeout: ASK_MS, windowsHide: true })).stdout;
};
/** PowerShell takes a second or two on a machine that has just started. */
const ASK_MS = 20_000;

/** As `startOf`, on macOS and Windows too, where a program of the system is asked: it takes its time. */
export async function beganAt(pid: number, platform = process.platform, asked: Ask = ask): Promise<string | null> {
  if (platform === 'linux') return startOf(pid);
  if (!isAlive(pid)) return null;
  const answer =
    platform === 'win32'
      ? asked('powershell.exe', [
          '-NoProfile',
          '-NonInteractive',
          '-Command',
          `(Get-Process -Id ${pid}).StartTime.ToUniversalTime().Ticks`,
        ])
      : asked('ps', ['-o', 'lstart=', '-p', String(pid)]);
  const said = await answer.catch(() => '');
  return said.trim() === '' ? null : said.trim();
}

/** Ends a process at once, as long as it is still the same. */
export function killIfSame({ pid, startedAt }: Process): void {
  if (startOf(pid) !== startedAt) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended just now.
  }
}

/**
 * Whether somebody has stopped a process (SIGSTOP): it is never merely slow. Always false where the system does not tell.
 * Linux does in the first letter after the name in brackets: T is stopped by a signal (proc(5)).
 */
export async function isStopped(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).startsWith('T');
}
