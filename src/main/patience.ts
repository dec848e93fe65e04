import { availableParallelism, loadavg } from 'node:os';

/** However busy the machine is, this long a silence is a hang. */
const LONGEST_MS = 30_000;

/**
 * How long a part of the show may be silent before it counts as hanging. With more work than cores everything is late
 * (9 programs a core: 4 s were seen), and starting a part anew would only add to it: the time grows with the load.
 * @param calmMs on a machine with cores to spare.
 * @param load programs that want to run, a mean over the last minute; 0 where the system does not tell (Windows).
 */
export function patienceMs(
  calmMs: number,
  load: number = loadavg()[0] ?? 0,
  cores: number = availableParallelism(),
): number {
  return Math.min(LONGEST_MS, calmMs * Math.max(1, load / cores));
}
