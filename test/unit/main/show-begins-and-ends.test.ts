import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Host } from '../../../src/main/hosts/host.ts';
import { startShow, type Show } from '../../../src/main/show.ts';
import { bareHost } from '../../support/bare-host.ts';
import { crossroads } from '../film/small-films.ts';

let folder = '';
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  folder = mkdtempSync(join(tmpdir(), 'mien-begins-and-ends-'));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

/** Begins a show with a camera and a console on a host that differs so from a bare one. */
function begin(host: Partial<Host> = {}): Promise<Show> {
  const film = join(folder, 'film');
  return startShow(
    { ...bareHost(() => undefined), ...host },
    { folder: film, compiled: crossroads() },
    {
      film,
      once: false,
      kiosk: false,
      camera: { kind: 'device', device: null, elseTrace: null },
      recogniser: 'wasm',
      modelsFolder: folder,
      pagesFolder: folder,
      journalFolder: null,
      stateFolder: join(folder, 'state'),
      zone: null,
      hours: null,
      pin: null,
      console: { port: 0, isNetwork: false },
      openingOnly: false,
      seed: 1,
    },
    { tell: () => undefined, onVisit: () => undefined },
  );
}

/** What would keep the process alive, once all is done that is on its way. */
async function leftRunning(): Promise<number> {
  for (let turns = 0; turns < 5; turns += 1) await new Promise((done) => setImmediate(done));
  return vi.getTimerCount();
}

describe('a show', () => {
  it.each([
    ['when its port is taken', { serve: () => Promise.reject(new Error('it fails')) }],
    [
      'when something fails after that',
      {
        keepAwake: (on: boolean) => {
          if (on) throw new Error('it fails');
        },
      },
    ],
  ] as const)('that fails while it starts leaves nothing that goes on: %s', async (_, host) => {
    await expect(begin(host)).rejects.toThrow('it fails');
    expect(await leftRunning()).toBe(0);
  });

  it('that is ended just as it begins leaves nothing that goes on, though its first cue is still being kept', async () => {
    const show = await begin();
    await show.stop();
    expect(await leftRunning()).toBe(0);
  });
});
