import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StageLink } from '../../../../src/main/hosts/host.ts';
import type { DisplayChoice } from '../../../../src/main/hosts/displays.ts';
import { createElectronHost } from '../../../../src/main/hosts/electron/electron-host.ts';
import { createPages } from '../../../../src/main/web/pages.ts';
import { BRIDGE_CHANNELS } from '../../../../src/protocol/bridge.ts';
import { encodeFrame } from '../../../../src/protocol/frame-codec.ts';
import type { StageToMain } from '../../../../src/protocol/messages.ts';
import { app, asked, forgetAll, ipcMain, screen, type StandInWindow } from '../../../stand-ins/electron.ts';

vi.mock('electron', () => import('../../../stand-ins/electron.ts'));

let folder: string;
let links: StageLink[];
let notes: string[];
let lost: string[];
let closed: number;

beforeEach(async () => {
  forgetAll();
  folder = mkdtempSync(join(tmpdir(), 'mien-electron-'));
  mkdirSync(join(folder, 'stage'));
  writeFileSync(join(folder, 'stage', 'index.html'), '<p>stage</p>');
  writeFileSync(join(folder, 'sea.webm'), '0123456789');
  links = [];
  notes = [];
  lost = [];
  closed = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function openHost(
  kiosk = false,
  displays?: DisplayChoice,
): Promise<{ host: ReturnType<typeof createElectronHost>; window: StandInWindow }> {
  const host = createElectronHost({
    preload: '/app/preload.cjs',
    perceptionScript: '/app/perception.js',
    kiosk,
    displays,
  });
  await host.serve({
    pages: (place) =>
      createPages({ ...place, pagesFolder: folder, stagePage: 'stage/index.html', filmFolder: () => folder }),
    onLink: (link) => links.push(link),
    onStageLost: (reason) => lost.push(reason),
    onClosed: () => (closed += 1),
    onFront: () => undefined,
    onNote: (line) => notes.push(line),
  });
  await host.openStage();
  return { host, window: asked.windows[0]! };
}

const ask = async (address: string, headers: Record<string, string> = {}): Promise<Response> =>
  asked.handlers.get('mien')!(new Request(address, { headers }));

describe("Electron's window", () => {
  it('is sandboxed and isolated, has no Node, no devtools, no webview', async () => {
    const { window } = await openHost();
    expect(window.options.webPreferences).toMatchObject({
      preload: '/app/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      devTools: false,
      navigateOnDragDrop: false,
    });
    expect(window.address).toBe('mien://show/');
    expect(window.isShown).toBe(true);
    expect(asked.menu).toBeNull();
  });

  it('fills the screen for good in a kiosk', async () => {
    const { window } = await openHost(true);
    expect(window.options).toMatchObject({ kiosk: true, fullscreen: true, frame: false, backgroundColor: '#000000' });
  });

  it('fills the chosen displays, one window each, and the primary one where none of them is there', async () => {
    const { host } = await openHost(true, [2, 1, 2]);
    // Counted from the left: the second is the primary one, at 0.
    expect(asked.windows.map(({ options }) => [options.x, options.y, options.width, options.height])).toEqual([
      [0, 0, 1920, 1080],
      [-1920, 0, 1920, 1080],
    ]);
    expect(asked.windows.every(({ options, isShown }) => options.kiosk === true && isShown)).toBe(true);
    expect(links).toHaveLength(2);
    screen.emit('display-removed');
    expect(lost).toEqual(['the displays have changed']);
    await host.close();
    screen.emit('display-removed');
    expect(lost).toHaveLength(1);
    forgetAll();
    await openHost(false, [7]);
    expect(asked.windows.map(({ options }) => [options.x, options.fullscreen, options.frame])).toEqual([
      [0, true, false],
    ]);
    expect(notes).toContain('there is no display 7 now');
  });

  it('ends the show when it is closed by hand; in a kiosk it cannot be closed, and one that is gone all the same is told', async () => {
    const { window } = await openHost();
    window.close();
    expect([closed, lost]).toEqual([1, []]);
    forgetAll();
    const several = await openHost(false, 'all');
    several.window.close();
    await several.host.close();
    expect([closed, lost, asked.windows.every(({ isDestroyed }) => isDestroyed)]).toEqual([2, [], true]);
    forgetAll();
    const kiosk = await openHost(true);
    kiosk.window.close();
    expect([closed, lost, kiosk.window.isDestroyed]).toEqual([2, [], false]);
    kiosk.window.destroy();
    expect([closed, lost]).toEqual([2, ["the stage's window was closed"]]);
    await kiosk.host.openStage();
    await kiosk.host.close();
    expect([lost.length, asked.windows.every(({ isDestroyed }) => isDestroyed)]).toEqual([1, true]);
  });

  it('opens no other window and goes nowhere else', async () => {
    const { window } = await openHost();
    expect(window.webContents.openHandler?.()).toEqual({ action: 'deny' });
    for (const event of ['will-navigate', 'will-attach-webview']) {
      const preventDefault = vi.fn();
      window.webContents.emit(event, { preventDefault });
      expect(preventDefault, event).toHaveBeenCalledOnce();
    }
  });

  it('asks nothing of any network', async () => {
    await openHost();
    const isCancelled = (url: string): boolean => {
      let said = false;
      asked.beforeRequest?.({ url }, ({ cancel }) => (said = cancel));
      return said;
    };
    expect(isCancelled('mien://show/film/sea.webm')).toBe(false);
    for (const url of ['https://example.com/', 'http://127.0.0.1/', 'file:///etc/passwd', 'mien://shows/', 'ws://x/']) {
      expect(isCancelled(url), url).toBe(true);
    }
  });
});

describe("Electron's permissions", () => {
  const request = (permission: string, requestingUrl: string, mediaTypes?: string[], isMainFrame = true): boolean => {
    let said = false;
    const details = { requestingUrl, isMainFrame, ...(mediaTypes === undefined ? {} : { mediaTypes }) };
    asked.permissionRequest?.(null, permission, (granted) => (said = granted), details);
    return said;
  };

  it('grant the camera to our own page only', async () => {
    await openHost();
    expect(request('media', 'mien://show/', ['video'])).toBe(true);
    expect(request('media', 'https://evil.example/', ['video'])).toBe(false);
    expect(request('media', 'mien://show.evil.example/', ['video'])).toBe(false);
    expect(request('media', 'mien://show/', ['video'], false)).toBe(false);
    expect(asked.permissionCheck?.(null, 'media', 'mien://show', { isMainFrame: true, mediaType: 'video' })).toBe(true);
    expect(asked.permissionCheck?.(null, 'media', 'null', { isMainFrame: true, mediaType: 'video' })).toBe(false);
  });

  it('grant no microphone and no device', async () => {
    await openHost();
    expect(request('media', 'mien://show/', ['audio'])).toBe(false);
    expect(request('media', 'mien://show/', ['video', 'audio'])).toBe(false);
    for (const permission of [
      'geolocation',
      'usb',
      'serial',
      'hid',
      'clipboard-read',
      'openExternal',
      'display-capture',
    ]) {
      expect(request(permission, 'mien://show/'), permission).toBe(false);
    }
    expect(asked.devicePermission?.()).toBe(false);
  });
});

describe("Electron's own scheme", () => {
  it('answers with the pages, a strict policy, and ranges of clips', async () => {
    await openHost();
    const page = await ask('mien://show/');
    expect([page.status, await page.text()]).toEqual([200, '<p>stage</p>']);
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
    const part = await ask('mien://show/film/sea.webm', { range: 'bytes=2-4' });
    expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([206, '234', 'bytes 2-4/10']);
  });

  it('answers no other name and no foreign page', async () => {
    await openHost();
    expect((await ask('mien://other/')).status).toBe(421);
    expect((await ask('mien://show/', { origin: 'https://evil.example' })).status).toBe(403);
  });
});

describe("Electron's link to the page", () => {
  const say = (window: StandInWindow, message: unknown, senderFrame: unknown = window.webContents.mainFrame): void =>
    void ipcMain.emit(BRIDGE_CHANNELS.toMain, { sender: window.webContents, senderFrame }, message);
  const hello: StageToMain = { type: 'hello', stageNowMs: 1, visible: true };

  it('hears its own page, and nothing that does not parse or comes from a frame in it', async () => {
    const { window } = await openHost();
    const heard: StageToMain[] = [];
    links[0]!.onMessage((message) => heard.push(message));
    say(window, hello);
    say(window, { type: 'hello' });
    say(window, hello, { url: 'https://evil.example/' });
    expect(heard).toEqual([hello]);
    expect(notes).toHaveLength(2);
  });

  it('takes frames over a MessagePort and says how many bytes it took', async () => {
    const { window } = await openHost();
    const sizes: number[] = [];
    links[0]!.onFrame((bytes) => sizes.push(bytes.length));
    const port = window.webContents.ports[0]!;
    const taken: unknown[] = [];
    port.on('message', ({ data }: { data: unknown }) => taken.push(data));
    const frame = encodeFrame({ capturedAtMs: 1, width: 4, height: 2, format: 'grey', pixels: new Uint8Array(8) });
    port.postMessage(frame);
    port.postMessage('not a frame');
    expect([sizes, taken]).toEqual([[32], [32]]);
  });

  it('closes with the page, and tells the show when it crashes or hangs', async () => {
    const { window } = await openHost();
    const closed = vi.fn();
    links[0]!.onClosed(closed);
    window.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    window.emit('unresponsive');
    expect(closed).toHaveBeenCalledOnce();
    expect(lost).toEqual(["the stage's page ended (crashed)", "the stage's page hangs"]);
  });
});

describe("Electron's graphics process", () => {
  const gone = (reason: string, type = 'GPU'): void => void app.emit('child-process-gone', {}, { type, reason });

  it.each(['crashed', 'killed', 'oom', 'abnormal-exit'])(
    'has the stage opened anew where it ends under it (%s), and the show is told why',
    async (reason) => {
      const { host } = await openHost();
      gone(reason);
      expect(lost).toEqual([`the graphics process ended (${reason})`]);
      await host.close();
      gone(reason);
      expect(lost).toHaveLength(1);
    },
  );

  it('is told and no more where it cannot be started, ends in order, or has no stage to lose', async () => {
    const { host } = await openHost();
    gone('launch-failed');
    gone('clean-exit');
    await host.closeStage();
    gone('crashed');
    expect(notes).toEqual(
      ['launch-failed', 'clean-exit', 'crashed'].map((why) => `the graphics process ended (${why})`),
    );
    expect(lost).toEqual([]);
  });

  it('is not mistaken for another that ends: perception has a watchdog of its own', async () => {
    await openHost();
    gone('killed', 'Utility');
    expect([lost, notes]).toEqual([[], []]);
  });
});

describe("Electron's window for the console", () => {
  it('lies above the stage until it is closed, by the show or by the operator', async () => {
    const { host, window } = await openHost(true);
    await host.openConsole?.('http://127.0.0.1:1/#ticket');
    const opened = asked.windows.at(-1)!;
    expect([opened.address, opened.isShown, opened.options.alwaysOnTop]).toEqual([
      'http://127.0.0.1:1/#ticket',
      true,
      true,
    ]);
    await host.closeConsole?.();
    await host.closeConsole?.();
    expect([opened.isDestroyed, window.isDestroyed, lost]).toEqual([true, false, []]);
    await host.openConsole?.('http://127.0.0.1:1/#another');
    const second = asked.windows.at(-1)!;
    second.emit('closed');
    await host.closeConsole?.();
    // What the operator has closed is not there any more to be closed.
    expect(second.isDestroyed).toBe(false);
  });
});

describe("Electron's processes", () => {
  it('run perception apart, keep the screen lit, and end with the show', async () => {
    const { host, window } = await openHost();
    const perception = host.forkPerception();
    expect(asked.forked[0]?.script).toBe('/app/perception.js');
    perception.send({ type: 'beat', id: 1 });
    expect(asked.forked[0]?.sent).toEqual([{ type: 'beat', id: 1 }]);
    host.keepAwake(true);
    expect(asked.awake.size).toBe(1);
    await host.close();
    // The program itself ends once its status is known.
    expect([asked.awake.size, window.isDestroyed, asked.hasQuit]).toEqual([0, true, false]);
    expect(lost).toEqual([]);
  });
});

describe("Electron's start", () => {
  it('enters the sandbox, registers its scheme, and ends where another show runs', async () => {
    app.hasLock = false;
    const argv = process.argv;
    process.argv = ['/opt/Mien/mien', '--', 'play', '--camera', 'none', '--no-journal'];
    vi.stubEnv('MIEN_KEEP', folder);
    await import('../../../../src/main/hosts/electron/electron-main.ts');
    expect(asked.isSandboxed).toBe(true);
    await expect.poll(() => asked.exitStatus, { timeout: 20_000 }).not.toBeNull();
    app.hasLock = true;
    process.argv = argv;
    process.exitCode = 0;
    vi.unstubAllEnvs();
    // The film of the other one is not covered by a box.
    expect(asked.boxes).toEqual([]);
    expect(asked.schemes).toMatchObject([
      { scheme: 'mien', privileges: { standard: true, secure: true, stream: true } },
    ]);
    expect([asked.exitStatus, asked.windows.length]).toEqual([1, 0]);
  });
});
