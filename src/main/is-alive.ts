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

/**
 * Whether somebody has stopped a process (SIGSTOP): it is never merely slow. Always false where the system does not tell.
 * Linux does in the first letter after the name in brackets: T is stopped by a signal (proc(5)).
 */
export async function isStopped(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).startsWith('T');
}
