import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { housePath } from '../../../src/main/house-state.ts';
import type { ShowOptions } from '../../../src/main/show-options.ts';
import { wholeShow } from '../../support/whole-show.ts';
import { crossroads } from '../film/small-films.ts';

let folder = '';
const ends: (() => void | Promise<void>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mien-outlasts-'));
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  rmSync(folder, { recursive: true, force: true });
});

/** It is not ended before the test is over. */
async function play(over: Partial<ShowOptions> = {}) {
  const { show, page, operator } = await wholeShow(folder, crossroads(), over);
  ends.push(
    () => show.stop(),
    () => operator.close(),
  );
  const isCameraWanted = (): boolean => {
    const welcome = page.got.findLast((message) => message.type === 'welcome');
    return welcome?.type === 'welcome' && welcome.camera !== null;
  };
  const isBlack = (): boolean => {
    const last = page.got.findLast((message) => message.type === 'blackout');
    return last?.type === 'blackout' && last.on;
  };
  return { operator, isCameraWanted, isBlack };
}

/** Resolves once such words are on the disk. */
const onTheDisk = (words: string): Promise<void> =>
  vi.waitFor(() =>
    expect(readFileSync(housePath(join(folder, 'state'), join(folder, 'film')), 'utf8')).toContain(words),
  );

describe('a show that is killed', () => {
  it('leaves the camera off that staff paused at the console; it is taken up there again', async () => {
    const first = await play();
    expect(first.isCameraWanted()).toBe(true);
    expect(await first.operator.do({ do: 'pause', on: true })).toBe('');
    expect(first.isCameraWanted()).toBe(false);
    await vi.waitFor(() => expect(first.operator.now.isPaused).toBe(true));
    await onTheDisk('"pausedForMs":1');
    const next = await play();
    expect([next.isCameraWanted(), next.operator.now.isPaused]).toEqual([false, true]);
    await next.operator.do({ do: 'pause', on: false });
    expect(next.isCameraWanted()).toBe(true);
  });

  it('leaves the house closed that the operator stopped, until it is opened again', async () => {
    await (await play()).operator.do({ do: 'stop' });
    await onTheDisk('"stopped":true');
    const next = await play();
    expect([next.isCameraWanted(), next.isBlack()]).toEqual([false, true]);
    expect(next.operator.now).toMatchObject({ isStopped: true, isClosed: true, isDark: true });
    await next.operator.do({ do: 'start' });
    expect([next.isCameraWanted(), next.isBlack()]).toEqual([true, false]);
  });

  it('leaves the screen dark, with its camera off, and the console says so', async () => {
    const first = await play();
    await first.operator.do({ do: 'blackout', on: true });
    expect([first.isCameraWanted(), first.isBlack()]).toEqual([false, true]);
    await onTheDisk('"dark":true');
    const next = await play();
    expect([next.isCameraWanted(), next.isBlack()]).toEqual([false, true]);
    expect(next.operator.now).toMatchObject({ isDark: true, isClosed: false, camera: { state: 'off' } });
  });

  it('leaves nothing where it was a rehearsal', async () => {
    await (await play({ stateFolder: null })).operator.do({ do: 'pause', on: true });
    expect(existsSync(join(folder, 'state'))).toBe(false);
    expect((await play({ stateFolder: null })).isCameraWanted()).toBe(true);
  });
});
