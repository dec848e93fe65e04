import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

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
  /** Ticks since the machine's start (proc(5), field 22). */
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
