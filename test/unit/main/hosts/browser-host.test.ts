import { rmSync } from 'node:fs';
import { Hono } from 'hono';
import { afterEach, describe, expect, it } from 'vitest';
import { createBrowserHost, type BrowserHostOptions } from '../../../../src/main/hosts/browser/browser-host.ts';
import type { BrowserOrder, NamedBrowser } from '../../../../src/main/hosts/browser/running-browser.ts';

type Params = Record<string, unknown>;

const SCREENS = [0, 10].map((left) => ({ left, top: 0, width: 10, height: 10, isPrimary: left === 0 }));
const ANSWERS: Record<string, object> = {
  'Target.getTargets': { targetInfos: [{ type: 'page', targetId: 'stage', url: '' }] },
  'Target.attachToTarget': { sessionId: 's' },
  'Emulation.getScreenInfos': { screenInfos: SCREENS },
  'Browser.getWindowForTarget': { windowId: 4 },
  'SystemInfo.getProcessInfo': { processInfo: [] },
};

/** Answers as Chromium does, two displays and all, but for what the test holds back. */
class FakeBrowser implements NamedBrowser {
  readonly id: string;
  readonly pid = undefined;
  readonly exited: Promise<string>;
  readonly cleaned: Promise<void>;
  readonly asked: (readonly [string, Params])[] = [];
  end: (how: string) => void = () => undefined;
  /** What happens in the place of an answer. */
  readonly instead: Readonly<Record<string, (answer: () => void, browser: FakeBrowser) => void>>;
  #hear: (text: string) => void = () => undefined;

  constructor(id: string, { profileFolder }: BrowserOrder, instead: FakeBrowser['instead']) {
    this.id = id;
    this.instead = instead;
    this.exited = new Promise((resolve) => (this.end = resolve));
    this.cleaned = this.exited.then(() => rmSync(profileFolder, { recursive: true, force: true }));
  }

  say(text: string): void {
    const { id, method, params } = JSON.parse(text) as { id: number; method: string; params: Params };
    this.asked.push([method, params]);
    if (method === 'Browser.close') this.end('closed');
    const answer = (): void => this.#hear(JSON.stringify({ id, result: ANSWERS[method] ?? {} }));
    const act = this.instead[method] ?? ((done): void => done());
    queueMicrotask(() => act(answer, this));
  }

  onText(listener: (text: string) => void): void {
    this.#hear = listener;
  }

  kill(): void {
    this.end('killed');
  }
}

let closing: () => Promise<void> = () => Promise.resolve();
afterEach(() => closing());

/** A host and all browsers that it has started. @param instead of the first one, the second one, and so on. */
async function served(over: Partial<BrowserHostOptions>, ...instead: readonly FakeBrowser['instead'][]) {
  const started: FakeBrowser[] = [];
  const lost: string[] = [];
  const fronts: string[] = [];
  const host = createBrowserHost({
    port: 0,
    browser: { path: '/chromium', how: 'found' },
    headless: true,
    kiosk: false,
    cameraFile: null,
    perceptionScript: '/perception.js',
    width: 1280,
    height: 720,
    kept: {
      launcher: {
        ownerPid: process.pid,
        start: (order) => {
          const browser = new FakeBrowser(`browser-${started.length}`, order, instead[started.length] ?? {});
          started.push(browser);
          return browser;
        },
      },
      takeUp: () => Promise.resolve(null),
      keep: () => undefined,
      close: () => undefined,
    },
    ...over,
  });
  closing = () => host.close();
  const { address } = await host.serve({
    pages: () => new Hono(),
    onLink: () => undefined,
    onStageLost: (reason) => void lost.push(reason),
    onFront: (browser) => void fronts.push(browser),
    onNote: () => undefined,
  });
  return { host, started, lost, fronts, address: address ?? '' };
}

describe('a film on several displays', () => {
  it('is let in on each of them, whichever of the windows asks first', async () => {
    const { host, started, address } = await served({ displays: [1, 2] });
    await host.openStage();
    const led = started[0]!.asked
      .filter(([method]) => method === 'Page.navigate' || method === 'Target.createTarget')
      .map(([method, { url }]) => [method, url]);
    const stage = `${address}&browser=browser-0`;
    expect(led).toEqual([
      ['Page.navigate', stage],
      ['Target.createTarget', stage],
    ]);
  });
});

describe('a browser that dies while it is made the stage', () => {
  it('is not shown, also where it only failed to fill the displays: another one is to be opened at once', async () => {
    const dies: FakeBrowser['instead'] = { 'Browser.getWindowForTarget': (_, browser) => browser.end('it died') };
    const { host, fronts } = await served({ displays: [1, 2] }, dies);
    await expect(host.openStage()).rejects.toThrow('the browser is gone');
    expect(fronts).toEqual([]);
    await host.openStage();
    expect(fronts).toEqual(['browser-1']);
  });
});

describe('a browser that is given up', () => {
  it('is not told of when it dies while the one that takes its place is on its way: that one would be closed for it', async () => {
    let answer = null as (() => void) | null;
    const held: FakeBrowser['instead'] = { 'Page.navigate': (navigated) => void (answer = navigated) };
    const { host, started, lost, fronts } = await served({ spare: true }, {}, held);
    await host.openStage();
    await expect.poll(() => answer).not.toBeNull();
    const opening = host.openStage();
    started[0]!.end('it died');
    await new Promise((done) => setImmediate(done));
    answer?.();
    await opening;
    expect([lost, fronts]).toEqual([[], ['browser-0', 'browser-1']]);
    started[1]!.end('it died too');
    await expect.poll(() => lost).toEqual(['it died too']);
  });
});

describe('a host that is closed while a browser is on its way to the stage', () => {
  it('takes it along: it would go on without its show', async () => {
    let isLed = false;
    const { host, started, fronts } = await served({}, { 'Page.navigate': () => void (isLed = true) });
    const opening = host.openStage();
    await expect.poll(() => isLed).toBe(true);
    const failed = expect(opening).rejects.toThrow('the browser is gone');
    await host.close();
    await failed;
    expect([await started[0]!.exited, fronts]).toEqual(['closed', []]);
  });

  it('takes it along as well where it was not started yet', async () => {
    const { host, started, fronts } = await served({});
    const failed = expect(host.openStage()).rejects.toThrow('nothing is served any more');
    // So far that a folder is being made for it.
    for (let ticks = 0; ticks < 20; ticks += 1) await Promise.resolve();
    await host.close();
    await failed;
    expect([await started[0]!.exited, fronts]).toEqual(['closed', []]);
  });
});
