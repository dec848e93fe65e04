import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { KeptSettings, type Settings } from '../../../src/main/console/settings.ts';
import { shownOptions } from '../../support/shown-options.ts';

vi.mock('../../../src/cli/run-in-electron.ts', () => import('../../support/shown-options.ts'));

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'mien-zone-'))));
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const ASKED = { left: 0.2, top: 0, right: 0.8, bottom: 1, leastFace: 0.1 };
const DRAWN = { left: 0, top: 0, right: 0.5, bottom: 1, leastFace: 0 };

it.each([
  ['is that of the command line where none was set at the console', {}, ASKED],
  ['that was drawn at the console goes before it', { zone: DRAWN }, DRAWN],
  ['that was taken away at the console stays away: everywhere is read', { zone: null }, null],
] as const satisfies readonly (readonly [string, Settings, object | null])[])('a zone %s', async (_, set, zone) => {
  const kept = new KeptSettings(folder, {}, () => undefined);
  kept.set(set);
  await kept.settled();
  const { options } = await shownOptions(folder, 'film/weather', '--camera', 'none', '--zone', '0.2,0,0.8,1,0.1');
  expect(options.zone).toEqual(zone);
});
