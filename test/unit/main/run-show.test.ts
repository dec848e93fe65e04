import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Host, Service } from '../../../src/main/hosts/host.ts';
import { runShow, type LastResort } from '../../../src/main/run-show.ts';
import { FALL_BACK_VARIABLE } from '../../../src/main/supervisor/fall-back.ts';
import { bareHost } from '../../support/bare-host.ts';
import { ROOM_FILM } from '../../support/room-film.ts';

let folder: string;
let send: PropertyDescriptor;
beforeEach(() => {
  // The runner of the tests would be taken for its supervisor.
  send = Object.getOwnPropertyDescriptor(process, 'send') ?? {};
  delete process.send;
  folder = mkdtempSync(join(tmpdir(), 'mien-run-show-'));
  mkdirSync(join(folder, 'film'));
  writeFileSync(join(folder, 'film', 'film.json'), JSON.stringify(ROOM_FILM));
});
afterEach(() => {
  vi.useRealTimers();
  Object.defineProperty(process, 'send', send);
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a show on a host that differs so from a bare one. */
function run(
  host: Partial<Host> = {},
  onService: (service: Service) => void = () => undefined,
  last?: LastResort,
): { readonly status: Promise<number>; readonly told: () => string } {
  let told = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((told += String(text)), true));
  const status = runShow(
    { ...bareHost(onService), ...host },
    {
      film: join(folder, 'film'),
      once: false,
      kiosk: false,
      camera: { kind: 'none' },
      recogniser: 'wasm',
      modelsFolder: folder,
      pagesFolder: folder,
      journalFolder: null,
      stateFolder: null,
      zone: null,
      hours: null,
      pin: null,
      console: { port: 0, isNetwork: false },
      openingOnly: false,
      seed: 1,
    },
    last,
  );
  return { status, told: () => told };
}

/** A show that has begun and is then ended. @returns its exit status. */
async function statusOf(end: (service: Service) => void): Promise<number> {
  let service = null as Service | null;
  const { status, told } = run({}, (asked) => (service = asked));
  await vi.waitUntil(() => /^console http/m.test(told()), { timeout: 20_000 });
  end(service!);
  return status;
}
const signal = (): void => void process.emit('SIGHUP', 'SIGHUP');

describe('a show that has ended', () => {
  it('by the operator, its window or a signal tells that it did so in order', async () => {
    expect(await statusOf((service) => service.onClosed?.())).toBe(0);
    expect(await statusOf(signal)).toBe(0);
  });

  it('by a signal under a supervisor is begun anew, unless that one sent it; by the operator it is over', async () => {
    vi.stubEnv(FALL_BACK_VARIABLE, '0');
    expect(await statusOf(signal)).toBe(1);
    expect(await statusOf((service) => service.onClosed?.())).toBe(0);
  });
});

describe('a show that is ended while it starts', () => {
  it('is started to its end first, and then ended: it would go on with nobody to end it', async () => {
    const did: string[] = [];
    let serve: () => void = () => undefined;
    const { status } = run({
      serve: () => {
        did.push('serve');
        return new Promise((done) => (serve = () => done({ address: null })));
      },
      keepAwake: (on) => void did.push(on ? 'begun' : 'ended'),
      close: async () => void did.push('closed'),
    });
    await vi.waitUntil(() => did.length > 0, { timeout: 20_000 });
    signal();
    await new Promise((done) => setImmediate(done));
    serve();
    expect(await status).toBe(0);
    expect(did).toEqual(['serve', 'begun', 'ended', 'closed']);
  });
});

describe('a show that cannot be ended in order', () => {
  it.each([
    ['a browser hangs in the system', (hang) => ({ close: hang })],
    ['its start hangs', (hang) => ({ serve: hang })],
  ] as const satisfies readonly (readonly [string, (hang: () => Promise<never>) => Partial<Host>])[])(
    'is given up with status 1, instead of being waited for for ever: %s',
    async (_, hanging) => {
      const exits: number[] = [];
      let hangs = false;
      const hang = (): Promise<never> => {
        hangs = true;
        return new Promise(() => undefined);
      };
      const last = { exit: (status: number) => void exits.push(status), afterMs: 50 };
      const { told } = run(hanging(hang), undefined, last);
      await vi.waitUntil(() => hangs || /^console http/m.test(told()), { timeout: 20_000 });
      expect(exits).toEqual([]);
      signal();
      await expect.poll(() => [hangs, exits]).toEqual([true, [1]]);
      expect(told()).toContain('the show could not be ended in order');
    },
  );

  it('is not given up where it was', async () => {
    const exits: number[] = [];
    const { status, told } = run({}, undefined, { exit: (given) => void exits.push(given), afterMs: 5000 });
    await vi.waitUntil(() => /^console http/m.test(told()), { timeout: 20_000 });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    signal();
    expect(await status).toBe(0);
    expect([vi.getTimerCount(), exits]).toEqual([0, []]);
  });
});
