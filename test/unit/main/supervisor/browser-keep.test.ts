import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { BrowserOrder, RunningBrowser } from '../../../../src/main/hosts/browser/running-browser.ts';
import { BrowserKeep } from '../../../../src/main/supervisor/browser-keep.ts';
import { keptBrowsers, type Channel } from '../../../../src/main/supervisor/kept-browsers.ts';
import type { ToSupervisor } from '../../../../src/main/supervisor/supervision-messages.ts';

class FakeBrowser implements RunningBrowser {
  readonly pid = 1;
  readonly heard: string[] = [];
  readonly exited: Promise<string>;
  readonly cleaned: Promise<void>;
  speak: (text: string) => void = () => undefined;
  end: (how: string) => void = () => undefined;
  helpersEnded: Promise<void> = Promise.resolve();
  constructor() {
    this.exited = new Promise((resolve) => (this.end = resolve));
    this.cleaned = this.exited.then(() => this.helpersEnded);
  }
  say = (text: string): void => void this.heard.push(text);
  onText = (listener: (text: string) => void): void => void (this.speak = listener);
  kill = (): void => this.end('SIGKILL');
}

/** A supervisor's keep, and shows that are started under it one after another. */
function house() {
  const launched: FakeBrowser[] = [];
  const orders: BrowserOrder[] = [];
  const keep = new BrowserKeep((order) => {
    orders.push(order);
    launched.push(new FakeBrowser());
    return launched.at(-1)!;
  });
  const startShow = () => {
    const events = new EventEmitter();
    const channel = Object.assign(events, {
      connected: true,
      ppid: 4711,
      env: { MIEN_FALL_BACK: '0' },
      // As between processes: only what survives as data, and later.
      send: (message: ToSupervisor) => {
        const copy = structuredClone(message);
        queueMicrotask(() => keep.hear(copy));
        return true;
      },
    }) as unknown as Channel;
    keep.serve((message) => {
      queueMicrotask(() => events.emit('message', structuredClone(message)));
    });
    return { kept: keptBrowsers(channel)!, events };
  };
  return { keep, launched, orders, startShow };
}
const settled = () => new Promise((done) => setTimeout(done, 5));
const ORDER = { path: '/browser', flags: ['--flag'], profileFolder: '/profile' };

describe('browsers that the supervisor holds', () => {
  it('speak with the show as if they were its own', async () => {
    const { startShow, launched, orders } = house();
    const { kept } = startShow();
    expect(kept.launcher.ownerPid).toBe(4711);
    const browser = kept.launcher.start(ORDER);
    const heard: string[] = [];
    browser.onText((text) => heard.push(text));
    browser.say('{"id":1}');
    await settled();
    launched[0]!.speak('{"id":1,"result":{}}');
    await settled();
    expect([orders, launched[0]!.heard, heard]).toEqual([[ORDER], ['{"id":1}'], ['{"id":1,"result":{}}']]);
    browser.kill();
    expect(await browser.exited).toBe('SIGKILL');
    await browser.cleaned;
  });

  it('outlive a show that dies: the next one takes them up, with the port and the token that their pages know', async () => {
    const { startShow, launched } = house();
    const first = startShow().kept;
    const [stage, spare, forgotten] = [ORDER, ORDER, ORDER].map((order) => first.launcher.start(order));
    first.keep({ port: 4712, token: 'secret', stage: stage!, spare: spare! });
    await settled();
    // It is killed here: nothing of it is heard again.
    const second = await startShow().kept.takeUp();
    expect(second).toMatchObject({ port: 4712, token: 'secret' });
    second!.stage!.say('hello');
    second!.spare!.say('hello too');
    await settled();
    expect(launched.map(({ heard }) => heard)).toEqual([['hello'], ['hello too'], []]);
    // What nobody remembers is ended.
    expect(await launched[2]!.exited).toBe('SIGKILL');
    expect(forgotten).toBeDefined();
  });

  it('that died with the show are not taken up, and a first show finds nothing', async () => {
    const { startShow, launched } = house();
    const first = startShow().kept;
    expect(await first.takeUp()).toBeNull();
    const stage = first.launcher.start(ORDER);
    first.keep({ port: 4712, token: 'secret', stage, spare: null });
    await settled();
    launched[0]!.end('crashed');
    await settled();
    expect(await startShow().kept.takeUp()).toMatchObject({ stage: null, spare: null });
  });

  it('that died while a show began are not taken up either, though their helpers are still there', async () => {
    const { startShow, launched } = house();
    const first = startShow().kept;
    const [stage, spare] = [ORDER, ORDER].map((order) => first.launcher.start(order));
    first.keep({ port: 4712, token: 'secret', stage: stage!, spare: spare! });
    await settled();
    launched[0]!.helpersEnded = new Promise(() => undefined);
    launched[0]!.end('crashed');
    // Told to the show before: the next one hears nothing of it.
    await settled();
    const second = await startShow().kept.takeUp();
    expect(second).toMatchObject({ stage: null });
    expect(second!.spare).not.toBeNull();
  });

  it('are ended as soon as a page in them crashes, also while no show listens: the one that stood by is taken up', async () => {
    const { startShow, launched } = house();
    const first = startShow();
    const [stage, spare] = [ORDER, ORDER].map((order) => first.kept.launcher.start(order));
    first.kept.keep({ port: 4712, token: 'secret', stage: stage!, spare: spare! });
    await settled();
    first.kept.close();
    launched[0]!.speak('{"method":"Target.targetInfoChanged","params":{"title":"Target.targetCrashed"}}');
    launched[1]!.speak('{"method":"Target.targetInfoChanged","params":{"title":"Target.targetCrashed"}}');
    launched[0]!.speak('{"method":"Target.targetCrashed","params":{"targetId":"1","status":"crashed","errorCode":11}}');
    expect(await launched[0]!.exited).toBe('SIGKILL');
    await settled();
    const second = await startShow().kept.takeUp();
    expect(second).toMatchObject({ port: 4712, token: 'secret', stage: null });
    expect(second!.spare).not.toBeNull();
  });

  it('end with the supervisor, and count as gone where it is gone', async () => {
    const { keep, startShow, launched } = house();
    const { kept, events } = startShow();
    const browser = kept.launcher.start(ORDER);
    await settled();
    events.emit('disconnect');
    expect(await browser.exited).toMatch('supervisor');
    await keep.close();
    expect(await launched[0]!.exited).toBe('SIGKILL');
  });

  it('are taken up of a supervisor that was killed, under the names that its show knew; one that cannot be is told and ended', async () => {
    const lasting = { browser: { pid: 4194303, startedAt: '1' }, guard: { pid: 4194303, startedAt: '1' } };
    const held = {
      show: null,
      kept: { port: 4712, token: 'secret', stage: 'one', spare: 'two' },
      browsers: ['one', 'two', 'three'].map((id) => ({ id, ...lasting, profileFolder: `/nowhere/${id}` })),
    };
    const { keep, startShow } = house();
    const notes: string[] = [];
    const stage = new FakeBrowser();
    keep.takeUp(
      held,
      (line) => notes.push(line),
      ({ profileFolder }) => {
        if (profileFolder.endsWith('two')) throw new Error('no such pipe');
        return profileFolder.endsWith('one') ? Object.assign(stage, { lasting: null }) : null;
      },
    );
    const taken = await startShow().kept.takeUp();
    expect(taken).toMatchObject({ port: 4712, token: 'secret', spare: null });
    taken!.stage!.say('hello');
    await settled();
    expect([stage.heard, notes]).toEqual([['hello'], ['a browser could not be taken up: no such pipe']]);
  });

  it('end no show by a supervisor that was killed a moment ago: a word that cannot be sent is no error of the process', async () => {
    const events = new EventEmitter();
    const heardBy: unknown[] = [];
    const channel = Object.assign(events, {
      connected: true,
      ppid: 4711,
      env: { MIEN_FALL_BACK: '0' },
      // As Node does it: whoever does not listen for it has it as an error of the process.
      send: (_message: ToSupervisor, told?: (error: Error) => void) => {
        const error = new Error('write EPIPE');
        heardBy.push(told);
        if (told === undefined) events.emit('error', error);
        else told(error);
        return false;
      },
    }) as unknown as Channel;
    const asked = keptBrowsers(channel)!.takeUp();
    events.emit('disconnect');
    expect(heardBy).toEqual([expect.any(Function)]);
    await expect(asked).resolves.toBeNull();
  });

  it('are not asked for where no supervisor started the show', () => {
    expect(keptBrowsers({ ...process, env: {}, send: () => true })).toBeNull();
    expect(
      keptBrowsers({ ...process, env: { MIEN_FALL_BACK: '0' }, send: undefined } as unknown as Channel),
    ).toBeNull();
  });
});
