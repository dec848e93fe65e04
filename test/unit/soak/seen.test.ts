import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { projectRoot } from '../../support/root.ts';

interface Seen {
  after(fault: string, atMs: number): void;
  appeared(pid: number): void;
  gone(pid: number, atMs: number): void;
  picture(pid: number, atMs: number, pixels: Uint8Array | null): void;
  judge(nowMs: number): void;
  end(nowMs: number): {
    longestStillMs: number;
    darkMs: number;
    darks: { ms: number }[];
    pictures: number;
    stillMsAfter: object;
  };
}
const file = pathToFileURL(join(projectRoot(), 'scripts/soak/watch-picture.mjs')).href;
const { Seen } = (await import(file)) as { Seen: new () => Seen };

const STILL = Uint8Array.of(100, 100, 100);
const BLACK = Uint8Array.of(0, 1, 0);
let seen: Seen;
beforeEach(() => (seen = new Seen()));

/** A film that moves ten times a second, [from, until). */
function film(pid: number, fromMs: number, untilMs: number): void {
  for (let atMs = fromMs; atMs < untilMs; atMs += 100)
    seen.picture(pid, atMs, Uint8Array.of(100, 100 + ((atMs / 100) % 50), 100));
}

describe('what a soak says that visitors saw', () => {
  it('a film that moves, from its first picture on: neither still nor dark', () => {
    seen.appeared(1);
    film(1, 5000, 10_000);
    expect(seen.end(10_000)).toMatchObject({ longestStillMs: 100, darkMs: 0, pictures: 50 });
  });

  it('a browser that hangs: still from its last picture until the one behind it moves', () => {
    for (const pid of [1, 2]) seen.appeared(pid);
    seen.picture(2, 0, STILL);
    film(1, 0, 1000);
    seen.gone(1, 3000);
    film(2, 3500, 4000);
    // What the second one showed before it was seen moves nobody.
    expect(seen.end(4000)).toMatchObject({ longestStillMs: 2600, darkMs: 0 });
  });

  it('a browser that dies with a black one behind it: dark until that one shows something', () => {
    for (const pid of [1, 2]) seen.appeared(pid);
    film(1, 0, 1000);
    seen.picture(2, 500, BLACK);
    seen.gone(1, 1000);
    film(2, 1800, 2500);
    expect(seen.end(2500).darks.map(({ ms }) => ms)).toEqual([800]);
  });

  it('a page that crashes: dark from then on, whenever its last picture comes', () => {
    for (const pid of [1, 2]) seen.appeared(pid);
    seen.picture(2, 0, STILL);
    film(1, 0, 900);
    seen.picture(1, 1000, null);
    seen.picture(1, 900, Uint8Array.of(100, 150, 100));
    seen.judge(1100);
    // So late that it was judged already.
    seen.picture(1, 950, Uint8Array.of(100, 160, 100));
    seen.gone(1, 1700);
    film(2, 1750, 2500);
    expect(seen.end(2500)).toMatchObject({ darkMs: 700 });
  });

  it('which harm it was that cost the time', () => {
    seen.appeared(1);
    film(1, 0, 1000);
    seen.after('a flood', 950);
    film(1, 1500, 2000);
    seen.after('a swap', 2050);
    film(1, 2200, 3000);
    expect(seen.end(3000).stillMsAfter).toEqual({ 'the start': 100, 'a flood': 600, 'a swap': 300 });
  });

  it('no browser at all: dark for as long, also before the next one has a page', () => {
    seen.appeared(1);
    film(1, 0, 1000);
    seen.gone(1, 1000);
    seen.judge(2000);
    seen.appeared(2);
    film(2, 6000, 7000);
    expect(seen.end(7000).darkMs).toBe(5000);
  });

  it.each([
    ['crashes', null],
    ['is black', BLACK],
    ['is as white as a browser without a page', Uint8Array.of(255, 255, 255)],
  ])('a page that %s: dark at once; before the film has begun it is not counted', (_, pixels) => {
    seen.appeared(1);
    seen.picture(1, 0, pixels);
    film(1, 500, 1000);
    seen.picture(1, 1000, pixels);
    expect(seen.end(1500).darkMs).toBe(500);
  });

  it('one that stood by and died unseen costs nothing', () => {
    for (const pid of [1, 2]) seen.appeared(pid);
    film(1, 0, 1000);
    seen.gone(2, 500);
    seen.appeared(3);
    seen.picture(3, 900, STILL);
    seen.gone(1, 1000);
    film(3, 1100, 2000);
    expect(seen.end(2000)).toMatchObject({ longestStillMs: 200, darkMs: 0 });
  });
});
