import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isLoopback, networkAddresses, ownNames } from '../../../../src/main/console/own-names.ts';
import { ConsoleHere, cardLines } from '../../../../src/main/console/ways-in.ts';
import type { Console } from '../../../../src/main/console/console.ts';
import { consoleWindowOptions, isOfOrigin } from '../../../../src/main/hosts/electron/window-policy.ts';

const network = ['http://192.0.2.1:4717'];
const served = (addresses: readonly string[]): Console =>
  ({ ways: () => ({ here: 'http://127.0.0.1:1/#ticket', network: addresses, code: '123456' }) }) as unknown as Console;

describe('a console over the film', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function overTheFilm(openMs = 0) {
    const did: string[] = [];
    const host = {
      openConsole: async () => {
        await new Promise((done) => setTimeout(done, openMs));
        did.push('open');
      },
      closeConsole: async () => void did.push('close'),
    };
    return { did, here: new ConsoleHere(host, (line) => did.push(line)) };
  }
  const pass = (minutes: number) => vi.advanceTimersByTimeAsync(minutes * 60_000);

  it('goes when nobody has touched it for five minutes, and not before', async () => {
    const { did, here } = overTheFilm();
    void here.open(served([]));
    await pass(4);
    here.touched();
    await pass(4.9);
    expect(did).toEqual(['open']);
    await pass(0.2);
    expect(did).toEqual(['open', 'close']);
    // A console elsewhere on this machine opens none and keeps none.
    here.touched();
    await pass(20);
    expect(did).toEqual(['open', 'close']);
  });

  it('goes when the card is called up again, also while it is still being opened', async () => {
    const { did, here } = overTheFilm(2000);
    void here.open(served([]));
    void here.close();
    await pass(1);
    expect(did).toEqual(['open', 'close']);
    void here.close();
    void here.open(served([]));
    await pass(1);
    expect(did).toEqual(['open', 'close', 'open']);
  });

  it('that cannot be closed is told of, and tried again until it is', async () => {
    const said: string[] = [];
    let closed = 0;
    const host = {
      openConsole: () => Promise.resolve(),
      closeConsole: () => ((closed += 1) === 1 ? Promise.reject(new Error('it hangs')) : Promise.resolve()),
    };
    const here = new ConsoleHere(host, (line) => said.push(line));
    await here.open(served([]));
    await here.close();
    expect([closed, said]).toEqual([1, ['the console could not be closed here: it hangs']]);
    await pass(5);
    await pass(20);
    expect([closed, said.length]).toEqual([2, 1]);
  });
});

describe('ways to the console', () => {
  it('stand on the operator’s card only where the network may reach it', () => {
    expect(cardLines(served(network)).join()).toContain('123456');
    expect(cardLines(served([]))).toEqual([]);
    expect(cardLines(null)).toEqual([]);
  });

  it('open a window on the stage’s machine, or say why there is none', async () => {
    const opened: string[] = [];
    const said: string[] = [];
    const tell = (line: string): void => void said.push(line);
    const host = { openConsole: (address: string) => Promise.resolve(void opened.push(address)) };
    await new ConsoleHere(host, tell).open(served([]));
    expect(opened).toEqual(['http://127.0.0.1:1/#ticket']);
    await new ConsoleHere({}, tell).open(served([]));
    await new ConsoleHere(host, tell).open(null);
    expect(said).toHaveLength(2);
  });

  it('go by this machine’s own names and addresses, and by loopback alone where the network is shut out', () => {
    const address = { address: '192.0.2.1', family: 'IPv4', internal: false };
    const interfaces = { eth0: [address], lo: [{ ...address, address: '127.0.0.1', internal: true }] } as never;
    expect(networkAddresses(interfaces)).toEqual(['192.0.2.1']);
    expect(ownNames(true, interfaces, 'Gallery')).toEqual([
      '127.0.0.1',
      'localhost',
      'gallery',
      'gallery.local',
      '192.0.2.1',
    ]);
    expect(ownNames(false, interfaces, 'Gallery')).toEqual(['127.0.0.1', 'localhost']);
  });

  it.each([
    ['127.0.0.1', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['192.0.2.1', false],
    ['127.0.0.1.evil.example', false],
    ['', false],
  ])('take %s for this machine: %s', (address, is) => {
    expect(isLoopback(address)).toBe(is);
  });

  it('lead in Electron to the console’s own server only, in a sandbox without anything of ours', () => {
    expect(isOfOrigin('http://127.0.0.1:1/link', 'http://127.0.0.1:1')).toBe(true);
    expect(isOfOrigin('ws://127.0.0.1:1/link', 'http://127.0.0.1:1')).toBe(true);
    expect(isOfOrigin('http://127.0.0.1:12/', 'http://127.0.0.1:1')).toBe(false);
    expect(isOfOrigin('http://evil.example/', 'http://127.0.0.1:1')).toBe(false);
    expect(consoleWindowOptions().webPreferences).toMatchObject({ sandbox: true, nodeIntegration: false });
    expect(consoleWindowOptions().webPreferences?.preload).toBeUndefined();
  });
});
