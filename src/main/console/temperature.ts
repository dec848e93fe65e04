import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Linux tells its sensors here, thousandths of a degree; elsewhere the system tells nothing without a helper. */
const ZONES = '/sys/class/thermal';

/** The hottest sensor of the machine in Celsius, or null where none is known. Never rejects. */
export async function hottest(zones: string = ZONES): Promise<number | null> {
  const names = await readdir(zones).catch((): string[] => []);
  const read = names
    .filter((name) => name.startsWith('thermal_zone'))
    .map((name) => readFile(join(zones, name, 'temp'), 'utf8').catch(() => ''));
  const degrees = (await Promise.all(read))
    .map((text) => (/^-?\d{1,6}\s*$/.test(text) ? Number(text) / 1000 : NaN))
    .filter((celsius) => celsius > -50 && celsius < 150);
  return degrees.length === 0 ? null : Math.max(...degrees);
}
