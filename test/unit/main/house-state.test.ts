import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FrontOfHouse } from '../../../src/main/front-of-house.ts';
import { HouseState, NOTHING_DECIDED, housePath, type HouseStateOptions } from '../../../src/main/house-state.ts';
import { openHouse } from '../../support/open-house.ts';

const FILM = '/films/small';
const MINUTE_S = 60;

let folder = '';
const ends: (() => Promise<void>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mien-house-test-'));
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  rmSync(folder, { recursive: true, force: true });
});

/** A show's front of house on a machine that has been up for so long. */
async function begin(uptimeSeconds: number, over: Partial<HouseStateOptions> = {}) {
  const kept = await HouseState.open({
    folder,
    filmFolder: FILM,
    hasConsole: true,
    onFailure: (reason) => expect.unreachable(reason),
    uptimeSeconds: () => uptimeSeconds,
    ...over,
  });
  const nowMs = { is: 0 };
  const { house, did } = openHouse({
    clock: { nowMs: () => nowMs.is, timeOfDay: () => ({ hour: 12, weekday: 2 }) },
    begun: kept.begun,
    onDecided: (decisions) => kept.keep(decisions),
  });
  ends.push(() => {
    house.stop();
    return kept.settled();
  });
  house.onLead('page');
  return { house, did, kept, nowMs };
}

/** What people do in a show that dies as soon as it is on the disk. */
async function decide(act: (house: FrontOfHouse) => void, uptimeSeconds = 1000): Promise<void> {
  const { house, kept } = await begin(uptimeSeconds);
  act(house);
  await kept.settled();
}

describe('what people decided', () => {
  it('outlasts the show: who paused it is not read by the next one, for the rest of the half hour', async () => {
    await decide((house) => house.pause(true));
    const { house, nowMs } = await begin(1000 + 10 * MINUTE_S);
    nowMs.is = 20 * MINUTE_S * 1000 - 1;
    expect([house.isPaused, house.wantsCamera, house.mayRead()]).toEqual([true, false, false]);
    nowMs.is += 1;
    expect([house.isPaused, house.mayRead()]).toEqual([false, true]);
  });

  it('outlasts many shows, and adds no minute to a pause by that', async () => {
    await decide((house) => house.pause(true));
    for (const minute of [8, 16, 24]) await decide((house) => house.blackout(minute !== 16), 1000 + minute * MINUTE_S);
    const { house, nowMs } = await begin(1000 + 29 * MINUTE_S);
    house.blackout(false);
    expect(house.isPaused).toBe(true);
    nowMs.is = MINUTE_S * 1000;
    expect([house.isPaused, house.mayRead()]).toEqual([false, true]);
  });

  it('is over once its time is, or somebody has taken it back', async () => {
    await decide((house) => house.pause(true));
    expect((await begin(1000 + 30 * MINUTE_S)).kept.begun).toEqual(NOTHING_DECIDED);
    await decide((house) => house.pause(false));
    expect((await begin(1001)).kept.begun).toEqual(NOTHING_DECIDED);
  });

  it('keeps a house closed that the operator closed, days later and after a start of the machine, until it is opened', async () => {
    await decide((house) => house.close(true));
    for (const uptimeSeconds of [1001, 1e6, 20]) {
      const { house, did } = await begin(uptimeSeconds);
      expect([house.isStopped, house.isClosed, house.isDark, house.wantsCamera]).toEqual([true, true, true, false]);
      expect(did.slice(0, 5)).toEqual(['notice 2 sign ""', 'welcome', 'reset', 'roomClosed', 'blackout true']);
    }
    await decide((house) => house.close(false), 30);
    expect((await begin(40)).house.isClosed).toBe(false);
  });

  it('keeps the screen dark and the camera off, until somebody lights it', async () => {
    await decide((house) => house.blackout(true));
    const { house, did } = await begin(1e6);
    expect([house.isDark, house.isClosed, house.wantsCamera]).toEqual([true, false, false]);
    expect(did).toContain('blackout true');
    house.blackout(false);
    expect([house.isDark, house.wantsCamera]).toEqual([false, true]);
  });

  it('opens as on any morning after a start of the machine: a pause and a blackout are over', async () => {
    await decide((house) => {
      house.pause(true);
      house.blackout(true);
    });
    expect((await begin(20)).kept.begun).toEqual(NOTHING_DECIDED);
  });

  it('leaves no screen dark for ever where no console could open it again', async () => {
    await decide((house) => {
      house.pause(true);
      house.close(true);
      house.blackout(true);
    });
    const { house } = await begin(1000, { hasConsole: false });
    expect([house.isDark, house.isStopped, house.isPaused]).toEqual([false, false, true]);
  });

  it('is not that of another film, and nothing is kept of a rehearsal', async () => {
    await decide((house) => house.close(true));
    expect((await begin(1001, { filmFolder: '/films/other' })).house.isClosed).toBe(false);
    const rehearsal = await begin(1001, { folder: null, filmFolder: '/films/third' });
    expect(rehearsal.house.isClosed).toBe(false);
    rehearsal.house.close(true);
    await rehearsal.kept.settled();
    expect(readdirSync(folder)).toHaveLength(1);
  });

  const broken = [
    '',
    '{',
    'null',
    '{"version":2}',
    '{"version":1,"uptimeSeconds":1000,"pausedForMs":1800001,"stopped":true,"dark":true}',
    '{"version":1,"uptimeSeconds":1000,"pausedForMs":0,"stopped":true,"dark":true,"more":1}',
    ' '.repeat(5000) + '{"version":1,"uptimeSeconds":1000,"pausedForMs":0,"stopped":true,"dark":true}',
  ].map((text) => [text.trim(), text]);
  it.each(broken)('is nothing where the file is %j', async (_, text = '') => {
    writeFileSync(housePath(folder, FILM), text);
    expect((await begin(1000)).kept.begun).toEqual(NOTHING_DECIDED);
  });

  it('lies in a file of its own that no other account can read, with nothing of a visitor in it', async () => {
    await decide((house) => house.pause(true));
    const path = housePath(folder, FILM);
    expect(Object.keys(JSON.parse(readFileSync(path, 'utf8')) as object).sort()).toEqual([
      'dark',
      'pausedForMs',
      'stopped',
      'uptimeSeconds',
      'version',
    ]);
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o077).toBe(0);
  });

  it('is told where the disk takes none of it, holds meanwhile, and is kept as soon as the disk takes it', async () => {
    const told: string[] = [];
    const full = join(folder, 'full');
    writeFileSync(full, '');
    const { house, kept } = await begin(1000, { folder: full, onFailure: (reason) => told.push(reason) });
    house.pause(true);
    await kept.settled();
    expect([told.length, house.isPaused]).toEqual([1, true]);
    rmSync(full);
    await expect.poll(() => existsSync(housePath(full, FILM)), { timeout: 10_000 }).toBe(true);
  });
});
