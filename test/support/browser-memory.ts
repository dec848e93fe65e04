import { readdirSync, readFileSync } from 'node:fs';

/**
 * Memory of processes of a browser, MB: what they hold themselves and share among them. Pages of the browser's own
 * files are left out: how large a share of those is whose depends on which other browsers run on the machine.
 * @param kinds what they share alone, where not both.
 */
export function memoryOf(pids: readonly string[], kinds: 'Anon|Shmem' | 'Shmem' = 'Anon|Shmem'): number {
  let kilobytes = 0;
  for (const pid of pids) {
    try {
      const told = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
      for (const [, part] of told.matchAll(new RegExp(`^Pss_(?:${kinds}):\\s+(\\d+)`, 'gm'))) kilobytes += Number(part);
    } catch {
      // It has ended meanwhile.
    }
  }
  return kilobytes / 1024;
}

/** The processes of a browser now, by the folder of its profile. */
export function processesOf(profile: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(profile);
    } catch {
      return false;
    }
  });
}
