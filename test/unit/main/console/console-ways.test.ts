import { describe, expect, it } from 'vitest';
import { isLoopback, networkAddresses, ownNames } from '../../../../src/main/console/own-names.ts';
import { cardLines, openHere } from '../../../../src/main/console/ways-in.ts';
import type { Console } from '../../../../src/main/console/console.ts';
import type { Host } from '../../../../src/main/hosts/host.ts';
import { consoleWindowOptions, isOfOrigin } from '../../../../src/main/hosts/electron/window-policy.ts';

const network = ['http://192.0.2.1:4717'];
const served = (addresses: readonly string[]): Console =>
  ({ ways: () => ({ here: 'http://127.0.0.1:1/#ticket', network: addresses, code: '123456' }) }) as unknown as Console;

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
    const host = { openConsole: (address: string) => Promise.resolve(void opened.push(address)) } as unknown as Host;
    await openHere(host, served([]), tell);
    expect(opened).toEqual(['http://127.0.0.1:1/#ticket']);
    await openHere({} as Host, served([]), tell);
    await openHere(host, null, tell);
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
