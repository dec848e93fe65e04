import { rmSync } from 'node:fs';
import { Hono } from 'hono';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createBrowserHost } from '../../../../src/main/hosts/browser/browser-host.ts';
import type { NamedBrowser } from '../../../../src/main/hosts/browser/running-browser.ts';
import type { KeptStage } from '../../../../src/main/supervisor/kept-browsers.ts';

type Target = { readonly type: string; readonly targetId: string; readonly url: string };

let targets: Target[] = [];
let asked: (readonly [string, Record<string, unknown>])[] = [];
let tell: (method: string, target: Target) => void = () => undefined;
let notes: string[] = [];
let closing: () => Promise<void> = () => Promise.resolve();
afterEach(async () => {
  await closing();
  targets = [];
  asked = [];
  notes = [];
  vi.useRealTimers();
});

/** A browser that writes down what it is told, and answers as Chromium does. */
function recordingBrowser(profileFolder: string | null): NamedBrowser {
  let hear: (text: string) => void = () => undefined;
  let end: (how: string) => void = () => undefined;
  const exited = new Promise<string>((resolve) => (end = resolve));
  const answers: Record<string, () => object> = {
    'Target.getTargets': () => ({ targetInfos: targets }),
    'Target.attachToTarget': () => ({ sessionId: 's' }),
    'SystemInfo.getProcessInfo': () => ({ processInfo: [] }),
  };
  return {
    id: 'browser',
    pid: undefined,
    say: (text) => {
      const { id, method, params } = JSON.parse(text) as {
        id: number;
        method: string;
        params: Record<string, unknown>;
      };
      asked.push([method, params]);
      if (method === 'Target.closeTarget') targets = targets.filter(({ targetId }) => targetId !== params.targetId);
      if (method === 'Browser.close') end('closed');
      else queueMicrotask(() => hear(JSON.stringify({ id, result: answers[method]?.() ?? {} })));
    },
    onText: (listener) => {
      hear = listener;
      tell = (method, targetInfo) => hear(JSON.stringify({ method, params: { targetInfo } }));
    },
    exited,
    cleaned: exited.then(() => {
      if (profileFolder !== null) rmSync(profileFolder, { recursive: true, force: true });
    }),
    kill: () => end('killed'),
  };
}

/** A host with a stage; `left`: a show before it has left the browser. @returns its own origin as well. */
async function opened(left: boolean, kiosk = true) {
  const found: KeptStage = { port: 0, token: 'token', stage: recordingBrowser(null), spare: null };
  const host = createBrowserHost({
    port: 0,
    browser: { path: '/chromium', how: 'found' },
    headless: true,
    kiosk,
    cameraFile: null,
    perceptionScript: '/perception.js',
    width: 1280,
    height: 720,
    kept: {
      launcher: { ownerPid: process.pid, start: ({ profileFolder }) => recordingBrowser(profileFolder) },
      takeUp: () => Promise.resolve(left ? found : null),
      keep: () => undefined,
      close: () => undefined,
    },
  });
  closing = () => host.close();
  const { address } = await host.serve({
    pages: () => new Hono(),
    onLink: () => undefined,
    onStageLost: (reason) => expect.unreachable(reason),
    onFront: () => undefined,
    onNote: (line) => void notes.push(line),
  });
  const { origin } = new URL(address ?? '');
  targets = [
    { type: 'page', targetId: 'stage', url: `${origin}/` },
    { type: 'page', targetId: 'second display', url: `${origin}/#x` },
    { type: 'worker', targetId: 'camera', url: `${origin}/assets/camera.js` },
  ];
  return { host, open: () => host.openStage() };
}

const closed = () => asked.filter(([method]) => method === 'Target.closeTarget').map(([, { targetId }]) => targetId);

describe("the console in the stage's browser", () => {
  it('is opened in a window of its own, and closed; the film’s own pages stay', async () => {
    const { host, open } = await opened(false);
    await expect(host.openConsole?.('http://127.0.0.1:1/#ticket')).rejects.toThrow('no browser shows the stage');
    await open();
    await host.openConsole?.('http://127.0.0.1:1/#ticket');
    expect(asked).toContainEqual(['Target.createTarget', { url: 'http://127.0.0.1:1/#ticket', newWindow: true }]);
    targets.push({ type: 'page', targetId: 'console', url: 'http://127.0.0.1:1/' });
    await host.closeConsole?.();
    expect(closed()).toEqual(['console']);
    await host.closeConsole?.();
    expect(closed()).toEqual(['console']);
  });

  it('that a show before this one left over the film is closed when its browser is taken up', async () => {
    const { open } = await opened(true);
    targets.push({ type: 'page', targetId: 'console', url: 'http://127.0.0.1:1/' });
    await open();
    await expect.poll(closed).toEqual(['console']);
  });

  it('is not missed where there is none, nor a stage', async () => {
    const { host } = await opened(false);
    await expect(host.closeConsole?.()).resolves.toBeUndefined();
  });
});

describe('a page that the show did not open', () => {
  const NEW_TAB = { type: 'page', targetId: 'new tab', url: 'chrome://newtab/' };
  const CONSOLE = { type: 'page', targetId: 'console', url: 'http://127.0.0.1:1/' };
  const BLANK = { type: 'page', targetId: 'blank', url: 'about:blank' };
  const LOST = { type: 'page', targetId: 'lost', url: 'chrome-error://chromewebdata/' };

  /** They come up, and so much time passes. */
  async function comeUp(ms: number, ...pages: readonly Target[]): Promise<void> {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    targets.push(...pages);
    for (const page of pages) tell('Target.targetCreated', page);
    await vi.advanceTimersByTimeAsync(ms);
  }

  it('is closed in a kiosk, and told of; the console and a stage that lost its server stay', async () => {
    const { open } = await opened(false);
    await open();
    await comeUp(1100, NEW_TAB, CONSOLE, LOST);
    expect(closed()).toEqual(['new tab']);
    expect(notes).toContain("a page that is not the show's was closed: chrome://newtab/");
  });

  it('is closed when it has come to an address of its own, or has had long to get one', async () => {
    const { open } = await opened(false);
    await open();
    await comeUp(5000, BLANK);
    expect(closed()).toEqual([]);
    await vi.advanceTimersByTimeAsync(6000);
    expect(closed()).toEqual(['blank']);
    const typed = { ...NEW_TAB, url: 'file:///' };
    targets = [...targets.filter((target) => target !== BLANK), typed];
    tell('Target.targetInfoChanged', typed);
    await vi.advanceTimersByTimeAsync(1100);
    expect(closed()).toEqual(['blank', 'new tab']);
  });

  it('is not the last page of a browser, which would end with it', async () => {
    const { open } = await opened(false);
    await open();
    targets = [];
    await comeUp(11_000, NEW_TAB);
    expect(closed()).toEqual([]);
  });

  it('goes with the console that it was opened from', async () => {
    const { host, open } = await opened(false, false);
    await open();
    targets.push(NEW_TAB, CONSOLE);
    await host.closeConsole?.();
    expect(closed()).toEqual(['new tab', 'console']);
  });

  it('is left alone beside a stage that is no kiosk', async () => {
    const { open } = await opened(false, false);
    await open();
    await comeUp(11_000, NEW_TAB);
    expect(closed()).toEqual([]);
  });
});
