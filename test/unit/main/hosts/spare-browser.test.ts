import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BrowserProcess } from '../../../../src/main/hosts/browser/browser-process.ts';
import type { PageLink } from '../../../../src/main/hosts/browser/page-sockets.ts';
import { SpareBrowser } from '../../../../src/main/hosts/browser/spare-browser.ts';
import { endIfStopped, watchBrowser, watchLink } from '../../../../src/main/hosts/browser/browser-watch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function fakeBrowser() {
  const done: string[] = [];
  let end: (how: string) => void = () => undefined;
  const exited = new Promise<string>((resolve) => (end = resolve));
  let crash = (): void => undefined;
  const browser: BrowserProcess = {
    running: {
      id: 'browser',
      pid: 1,
      say: () => undefined,
      onText: () => undefined,
      exited,
      cleaned: exited.then(() => undefined),
      kill: () => undefined,
    },
    devtools: {
      call: (method) =>
        Promise.resolve(method === 'SystemInfo.getProcessInfo' ? { processInfo: [{ id: 7, type: 'renderer' }] } : {}),
      onEvent: (listener) =>
        void (crash = () => listener({ method: 'Target.targetCrashed', params: {}, sessionId: undefined })),
    },
    exited,
    close: () => Promise.resolve(void done.push('close')),
    kill: () => void done.push('kill'),
  };
  return { browser, done, end: (how: string) => end(how), crash: () => crash() };
}

describe('a browser that stands by', () => {
  it('is started when all is calm, once, and handed out once', async () => {
    const opened = fakeBrowser();
    let started = 0;
    const spare = new SpareBrowser({
      open: () => Promise.resolve((started += 1)).then(() => opened.browser),
      linkOf: () => 'linked',
      onChange: () => undefined,
      onNote: () => undefined,
    });
    spare.want();
    spare.want();
    await vi.advanceTimersByTimeAsync(10_000);
    spare.want();
    await vi.advanceTimersByTimeAsync(10_000);
    expect([started, spare.isThere]).toEqual([1, true]);
    expect(await spare.call()).toBe(opened.browser);
    expect([await spare.call(), spare.isThere]).toEqual([null, false]);
    await spare.close();
    expect(opened.done).toEqual([]);
  });

  it('is waited for where it is on its way: quicker than to start another', async () => {
    const { browser } = fakeBrowser();
    const spare = new SpareBrowser({
      open: () => new Promise((resolve) => setTimeout(() => resolve(browser), 3000)),
      linkOf: () => 'linked',
      onChange: () => undefined,
      onNote: () => undefined,
    });
    spare.want(0);
    await vi.advanceTimersByTimeAsync(1);
    const called = spare.call();
    await vi.advanceTimersByTimeAsync(3000);
    expect(await called).toBe(browser);
  });

  it('is started again when it dies, after a wait that grows, and ends with the show', async () => {
    const all = [fakeBrowser(), fakeBrowser(), fakeBrowser(), fakeBrowser()];
    const notes: string[] = [];
    let started = 0;
    const spare = new SpareBrowser({
      open: () => Promise.resolve(all[started++]!.browser),
      linkOf: () => 'linked',
      onChange: () => undefined,
      onNote: (line) => notes.push(line),
    });
    spare.want(0);
    await vi.advanceTimersByTimeAsync(1);
    all[0]!.end('SIGKILL');
    await vi.advanceTimersByTimeAsync(400);
    expect([started, spare.isThere, notes.length]).toEqual([1, false, 1]);
    await vi.advanceTimersByTimeAsync(200);
    expect([started, spare.isThere]).toEqual([2, true]);
    all[1]!.end('SIGKILL');
    await vi.advanceTimersByTimeAsync(1900);
    expect(started).toBe(2);
    await vi.advanceTimersByTimeAsync(200);
    expect([started, spare.isThere]).toEqual([3, true]);
    // One that has stood for a while is worth another at once.
    await vi.advanceTimersByTimeAsync(21_000);
    all[2]!.end('SIGKILL');
    await vi.advanceTimersByTimeAsync(600);
    expect([started, spare.isThere]).toEqual([4, true]);
    await spare.close();
    expect(all[3]!.done).toEqual(['close']);
  });
});

describe('a browser that stands by and whose page does not speak to the show', () => {
  /** @param link at the moment, of the first browser. */
  const standing = (link: () => PageLink) => {
    const all = [fakeBrowser(), fakeBrowser()];
    const notes: string[] = [];
    let started = 0;
    const spare = new SpareBrowser({
      open: () => Promise.resolve(all[started++]!.browser),
      linkOf: (browser) => (browser === all[0]!.browser ? link() : 'linked'),
      onChange: () => undefined,
      onNote: (line) => notes.push(line),
    });
    spare.want(0);
    return { spare, all, notes, started: () => started };
  };

  // The machine of the test may be busy, and a first word is given its time: at most half a minute.
  it.each([
    ['awaited', 32_000],
    ['lost', 4000],
  ] as const)('is ended (%s), and another is started: in front it would be a dead page', async (link, withinMs) => {
    const { spare, all, notes, started } = standing(() => link);
    await vi.advanceTimersByTimeAsync(withinMs);
    expect([all[0]!.done, notes]).toEqual([
      ['kill'],
      ['the browser that stood by is lost: its page does not speak to the show'],
    ]);
    await vi.advanceTimersByTimeAsync(1000);
    expect([started(), await spare.call()]).toEqual([2, all[1]!.browser]);
  });

  it('is left in peace where it comes back within a second, and once it has the stage', async () => {
    let link: PageLink = 'linked';
    const { spare, all, notes } = standing(() => link);
    for (let times = 0; times < 20; times += 1) {
      link = link === 'lost' ? 'linked' : 'lost';
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(await spare.call()).toBe(all[0]!.browser);
    link = 'lost';
    await vi.advanceTimersByTimeAsync(60_000);
    expect([notes, all[0]!.done]).toEqual([[], []]);
  });
});

describe('what is noticed of a browser', () => {
  it.each([
    ['it ends', (fake: ReturnType<typeof fakeBrowser>) => fake.end('it ended'), 'it ended'],
    ['its page crashes', (fake: ReturnType<typeof fakeBrowser>) => fake.crash(), "the stage's page crashed"],
  ] as const)('%s: told at once, and once', async (_, harm, told) => {
    const fake = fakeBrowser();
    const lost: string[] = [];
    watchBrowser(
      fake.browser,
      (reason) => lost.push(reason),
      true,
      () => Promise.resolve(false),
    );
    await vi.advanceTimersByTimeAsync(10_000);
    expect(lost).toEqual([]);
    harm(fake);
    await vi.advanceTimersByTimeAsync(1);
    fake.end('again');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(lost).toEqual([told]);
  });

  it('one of its processes is stopped: told within a second, though the browser itself answers', async () => {
    const fake = fakeBrowser();
    const lost: string[] = [];
    let stopped = 0;
    watchBrowser(
      fake.browser,
      (reason) => lost.push(reason),
      true,
      (pid) => Promise.resolve(pid === stopped),
    );
    await vi.advanceTimersByTimeAsync(5000);
    expect(lost).toEqual([]);
    stopped = 7;
    await vi.advanceTimersByTimeAsync(1000);
    expect(lost).toEqual(['a process of the browser was stopped']);
  });
});

it('a browser that is stopped before it has said which processes it has: told within a second as well', async () => {
  const fake = fakeBrowser();
  const devtools = { ...fake.browser.devtools, call: () => new Promise<never>(() => undefined) };
  const lost: string[] = [];
  watchBrowser(
    { ...fake.browser, devtools },
    (reason) => lost.push(reason),
    true,
    (pid) => Promise.resolve(pid === fake.browser.running.pid),
  );
  await vi.advanceTimersByTimeAsync(1000);
  expect(lost).toEqual(['a process of the browser was stopped']);
});

describe('the link of the stage’s page', () => {
  it('is missed where it was there: told once, within three seconds; its first word is for others to wait for', async () => {
    let link: PageLink = 'awaited';
    let lost = 0;
    const stop = watchLink(
      () => link,
      () => (lost += 1),
    );
    await vi.advanceTimersByTimeAsync(120_000);
    link = 'linked';
    await vi.advanceTimersByTimeAsync(60_000);
    expect(lost).toBe(0);
    link = 'lost';
    await vi.advanceTimersByTimeAsync(4000);
    expect(lost).toBe(1);
    await vi.advanceTimersByTimeAsync(60_000);
    stop();
    expect(lost).toBe(1);
  });
});

describe('a browser that is stopped while it starts', () => {
  it('is ended: whoever waits for it would wait for ever', async () => {
    const fake = fakeBrowser();
    let killed = 0;
    const running = { ...fake.browser.running, kill: () => void (killed += 1) };
    let isStopped = false;
    const stopLooking = endIfStopped({ running }, (pid) => Promise.resolve(isStopped && pid === 1));
    await vi.advanceTimersByTimeAsync(2000);
    expect(killed).toBe(0);
    isStopped = true;
    await vi.advanceTimersByTimeAsync(300);
    expect(killed).toBeGreaterThan(0);
    stopLooking();
  });
});
