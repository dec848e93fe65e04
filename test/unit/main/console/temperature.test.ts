import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hottest } from '../../../../src/main/console/temperature.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'mien-thermal-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A sensor as Linux shows it; null: one that cannot be read. */
function sensor(name: string, text: string | null): void {
  mkdirSync(join(folder, name));
  if (text !== null) writeFileSync(join(folder, name, 'temp'), text);
}

describe('the temperature of the machine', () => {
  it('is that of its hottest sensor, in Celsius', async () => {
    sensor('thermal_zone0', '45000\n');
    sensor('thermal_zone1', '61500\n');
    sensor('thermal_zone2', '-5000\n');
    expect(await hottest(folder)).toBe(61.5);
  });

  it('leaves out what is no sensor, cannot be read, says no number, or says one that no machine has', async () => {
    sensor('thermal_zone0', '45000\n');
    sensor('thermal_zone1', null);
    sensor('thermal_zone2', 'hot\n');
    sensor('thermal_zone3', '');
    sensor('thermal_zone4', '-274000\n');
    sensor('thermal_zone5', '999999\n');
    sensor('cooling_device0', '70000\n');
    writeFileSync(join(folder, 'thermal_zone6'), '70000\n');
    expect(await hottest(folder)).toBe(45);
  });

  it('is not known where no sensor says it, or the system has no such folder', async () => {
    sensor('thermal_zone0', 'hot\n');
    expect(await hottest(folder)).toBeNull();
    expect(await hottest(join(folder, 'nowhere'))).toBeNull();
  });
});
