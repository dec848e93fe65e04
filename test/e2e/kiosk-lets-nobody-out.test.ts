import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadFilm } from '../../src/main/film-files.ts';
import { createBrowserHost } from '../../src/main/hosts/browser/browser-host.ts';
import { devtoolsOver, type Devtools } from '../../src/main/hosts/browser/devtools.ts';
import { launchBrowser } from '../../src/main/hosts/browser/running-browser.ts';
import { startShow, type Show } from '../../src/main/show.ts';
import { chromiumPath } from '../support/chromium.ts';
import { projectRoot } from '../support/root.ts';

/** A display as the browser's own are, but drawn nowhere: the second is taller and stands to the right. */
const SCREENS = '--screen-info={1280x720}{720x1280}';
const PIN = '2468';
const FILM = {
  version: 2,
  title: 'A room',
  language: 'en',
  emotions: ['happiness', 'calm'],
  opening: 'open',
  privacy: { consent: 'button', notice: 'A camera can read you.', sign: 'The camera is on' },
  scenes: {
    open: { clip: { standIn: { title: 'open', seconds: 60 } }, next: 'a' },
    a: { clip: { standIn: { title: 'a', seconds: 60 } }, ending: 'end' },
  },
};

let folder: string;
let show: Show;
let pipe: Devtools;
const said: string[] = [];
let ended = 0;
/** Sessions of the pages, the one that leads first. */
const pages: string[] = [];

const call = (method: string, params: object = {}, page = pages[0]): Promise<Readonly<Record<string, unknown>>> =>
  pipe.call(method, params, page);

/** What an expression is in the page. */
async function see<T>(expression: string, page = pages[0]): Promise<T> {
  const { result } = (await call(
    'Runtime.evaluate',
    { expression, returnByValue: true, awaitPromise: true, allowUnsafeEvalBlockedByCSP: false },
    page,
  )) as unknown as { readonly result: { readonly value: T } };
  return result.value;
}
/** Words that visitors can read: of what lies over the picture, by its class. */
const words = (part: 'notice' | 'sign' | 'card'): Promise<string> =>
  see(
    `(() => { const part = document.querySelector('.overlay.${part}'); return part.hidden ? '' : part.innerText; })()`,
  );
const becomes = (part: 'notice' | 'sign' | 'card') => expect.poll(() => words(part), { timeout: 20_000, interval: 50 });

interface Key {
  readonly code: string;
  readonly key: string;
  readonly held?: readonly ('alt' | 'ctrl' | 'shift')[];
}
async function press({ code, key, held = [] }: Key): Promise<void> {
  const modifiers = held.reduce((sum, name) => sum + { alt: 1, ctrl: 2, shift: 8 }[name], 0);
  for (const type of ['rawKeyDown', 'keyUp']) await call('Input.dispatchKeyEvent', { type, code, key, modifiers });
}
const type = async (digits: string): Promise<void> => {
  for (const digit of digits) await press({ code: `Digit${digit}`, key: digit });
};

async function openPages(count: number): Promise<void> {
  const found = async (): Promise<readonly string[]> => {
    const { targetInfos } = (await pipe.call('Target.getTargets')) as unknown as {
      readonly targetInfos: readonly { readonly type: string; readonly targetId: string; readonly url: string }[];
    };
    return targetInfos.filter((target) => target.type === 'page').map(({ targetId }) => targetId);
  };
  await vi.waitFor(async () => expect(await found()).toHaveLength(count), { timeout: 40_000 });
  const sessions = await Promise.all(
    (await found()).map(async (targetId) => {
      const { sessionId } = await pipe.call('Target.attachToTarget', { targetId, flatten: true });
      return String(sessionId);
    }),
  );
  // The first page is the one on the display that was named first: the right one.
  const lefts = await Promise.all(sessions.map((session) => see<number>('screenX', session)));
  pages.push(...sessions.toSorted((a, b) => lefts[sessions.indexOf(b)]! - lefts[sessions.indexOf(a)]!));
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mien-kiosk-'));
  writeFileSync(join(folder, 'film.json'), JSON.stringify(FILM));
  // Nothing is read here: a process that is silent while it opens, as a slow one is.
  writeFileSync(join(folder, 'perception.mjs'), 'setInterval(() => undefined, 1e6);');
  const film = await loadFilm(folder);
  if (!film.ok) throw new Error(JSON.stringify(film.problems));
  const launcher = {
    ownerPid: process.pid,
    start: (order: Parameters<typeof launchBrowser>[0]) => {
      const running = launchBrowser({
        ...order,
        flags: [SCREENS, '--use-fake-device-for-media-stream', ...order.flags],
      });
      pipe = devtoolsOver(running);
      return { ...running, id: randomUUID() };
    },
  };
  const host = createBrowserHost({
    port: 0,
    browser: { path: chromiumPath(), how: 'found' },
    headless: true,
    kiosk: true,
    displays: [2, 1],
    cameraFile: null,
    perceptionScript: join(folder, 'perception.mjs'),
    width: 1280,
    height: 720,
    kept: { launcher, takeUp: () => Promise.resolve(null), keep: () => undefined, close: () => undefined },
  });
  show = await startShow(
    host,
    film,
    {
      film: folder,
      once: false,
      kiosk: true,
      camera: { kind: 'device', device: null, elseTrace: null },
      recogniser: 'wasm',
      modelsFolder: folder,
      journalFolder: null,
      stateFolder: null,
      zone: null,
      hours: null,
      pin: PIN,
      openingOnly: false,
      pagesFolder: join(projectRoot(), 'dist/pages'),
      seed: 1,
    },
    { tell: (line) => said.push(line), onVisit: () => undefined, onEnd: () => (ended += 1) },
  );
  await vi.waitFor(() => expect(said).toContain('a page has the stage'), { timeout: 60_000 });
  await openPages(2);
  const scene = 'document.documentElement.dataset.scene';
  await vi.waitFor(async () => expect(await see(scene)).toBe('open'), { timeout: 20_000 });
});
afterAll(async () => {
  await (show as Show | undefined)?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('the stage of a kiosk, in a real browser', () => {
  it('fills the chosen displays and shows the film on each', async () => {
    const look = '[screenX, screenY, innerWidth, innerHeight]';
    expect(await see(look)).toEqual([1280, 0, 720, 1280]);
    expect(await see(look, pages[1])).toEqual([0, 0, 1280, 720]);
    await expect.poll(() => see('document.documentElement.dataset.scene', pages[1])).toBe('open');
  });

  it('has no cursor anywhere', async () => {
    const cursors = `[...document.querySelectorAll('*')].map((element) => getComputedStyle(element).cursor)`;
    expect(new Set(await see<string[]>(cursors))).toEqual(new Set(['none']));
  });

  it('takes no key but the visitors’ and the operator’s: no zoom, reload, search, print, devtools, window or way back', async () => {
    await see(`globalThis.free = []; for (const type of ['keydown', 'wheel', 'contextmenu', 'dragover', 'drop', 'selectstart'])
      addEventListener(type, (event) => event.defaultPrevented || globalThis.free.push(type + ' ' + (event.key ?? '')));`);
    const before = await see('[devicePixelRatio, visualViewport.scale, performance.timeOrigin, history.length]');
    const ctrl = [
      'Equal =',
      'Minus -',
      'KeyR r',
      'KeyF f',
      'KeyP p',
      'KeyS s',
      'KeyW w',
      'KeyN n',
      'KeyT t',
      'KeyU u',
      'KeyL l',
    ];
    const keys: readonly Key[] = [
      ...ctrl.map((word): Key => ({ code: word.split(' ')[0]!, key: word.split(' ')[1]!, held: ['ctrl'] })),
      { code: 'KeyI', key: 'I', held: ['ctrl', 'shift'] },
      { code: 'KeyJ', key: 'J', held: ['ctrl', 'shift'] },
      { code: 'F4', key: 'F4', held: ['alt'] },
      { code: 'ArrowLeft', key: 'ArrowLeft', held: ['alt'] },
      ...['Escape', 'Tab', 'F1', 'F3', 'F5', 'F7', 'F11', 'F12', 'BrowserBack'].map((key) => ({ code: key, key })),
    ];
    for (const key of keys) await press(key);
    expect(await see('free')).toEqual([]);
    expect(await see('[devicePixelRatio, visualViewport.scale, performance.timeOrigin, history.length]')).toEqual(
      before,
    );
  });

  it('opens no window and no dialog, whatever its page asks for', async () => {
    expect(await see(`open('/', '_blank')`)).toBeNull();
    // A dialog would hold the page up until somebody answers.
    expect(await see(`(alert('a'), confirm('b'), print(), 'still here')`)).toBe('still here');
    const states = `Promise.all(['camera', 'midi', 'geolocation'].map(async (name) =>
      name + ' ' + (await navigator.permissions.query({ name })).state))`;
    // What is granted or denied asks nobody.
    expect((await see<string[]>(states)).filter((state) => state.endsWith('prompt'))).toEqual([]);
  });

  it('keeps no window or tab that somebody got open all the same', async () => {
    const isThere = async (): Promise<boolean> => {
      const { targetInfos } = await pipe.call('Target.getTargets');
      return (targetInfos as readonly { readonly url: string }[]).some(({ url }) => url.startsWith('file:'));
    };
    await pipe.call('Target.createTarget', { url: 'file:///', newWindow: true });
    await expect.poll(isThere).toBe(true);
    await expect.poll(isThere).toBe(false);
    expect(await see('document.documentElement.dataset.scene')).toBe('open');
  });

  it('runs no code but its own and reaches no network', async () => {
    const tried = await see<Record<string, string>>(`(async () => {
      const broken = [];
      addEventListener('securitypolicyviolation', (event) => broken.push(event.effectiveDirective));
      const say = async (act) => { try { await act(); return 'done'; } catch (error) { return error.name; } };
      const code = await say(() => new Function('return 1')());
      const asked = await say(() => fetch('https://example.com/'));
      const socket = await say(() => new Promise((done, failed) => {
        const opened = new WebSocket('ws://127.0.0.1:9/');
        opened.onopen = done; opened.onerror = () => failed(new TypeError());
      }));
      const inline = document.createElement('script');
      inline.textContent = 'globalThis.ran = true';
      document.head.append(inline);
      const picture = await say(() => new Promise((done, failed) => {
        const image = new Image(); image.onload = done; image.onerror = () => failed(new TypeError());
        image.src = 'https://example.com/a.png';
      }));
      return { code, asked, socket, picture, inline: String(globalThis.ran), broken: [...new Set(broken)].sort().join() };
    })()`);
    expect(tried).toEqual({
      code: 'EvalError',
      asked: 'TypeError',
      socket: 'TypeError',
      picture: 'TypeError',
      inline: 'undefined',
      broken: 'connect-src,img-src,script-src,script-src-elem',
    });
  });
});

describe('what visitors and staff can do at the stage', () => {
  it('is told that a camera can read them; with consent "button" it is off until the button, a key that is typed', async () => {
    await press({ code: 'Pause', key: 'Pause' });
    await becomes('notice').toBe('The camera is off: nobody is read.');
    await press({ code: 'Pause', key: 'Pause' });
    await becomes('notice').toBe('A camera can read you.');
    expect(await words('sign')).toBe('');
    await press({ code: 'Space', key: ' ' });
    await becomes('sign').toBe('The camera is on');
    expect(show.isIdle()).toBe(false);
  });

  it('is to watch without being read: the camera and its sign go, the film goes on', async () => {
    await press({ code: 'Digit0', key: '0' });
    await becomes('sign').toBe('');
    expect(show.isIdle()).toBe(false);
    expect(await see(`document.querySelectorAll('video.camera').length`)).toBe(0);
  });
});

describe('a mouse or a finger at the stage', () => {
  it('do not zoom or scroll it, by wheel or pinch', async () => {
    const wheel = { type: 'mouseWheel', x: 300, y: 300, deltaX: 0, deltaY: -240 };
    await call('Input.dispatchMouseEvent', wheel);
    await call('Input.dispatchMouseEvent', { ...wheel, modifiers: 2 });
    await call('Input.synthesizePinchGesture', { x: 300, y: 300, scaleFactor: 2, gestureSourceType: 'touch' });
    expect(await see('[devicePixelRatio, visualViewport.scale, scrollX, scrollY]')).toEqual([1, 1, 0, 0]);
    expect(await see('free')).toEqual([]);
  });

  it('get no context menu, select no text, and drop nothing on it', async () => {
    const address = await see('location.href');
    await see(`globalThis.menus = 0; addEventListener('contextmenu', () => globalThis.menus++)`);
    for (const kind of ['mousePressed', 'mouseReleased'])
      await call('Input.dispatchMouseEvent', { type: kind, x: 300, y: 300, button: 'right', clickCount: 1 });
    await expect.poll(() => see('menus')).toBe(1);
    await call('Input.dispatchMouseEvent', { type: 'mousePressed', x: 10, y: 10, button: 'left', clickCount: 1 });
    await call('Input.dispatchMouseEvent', { type: 'mouseMoved', x: 700, y: 1200, button: 'left', buttons: 1 });
    await call('Input.dispatchMouseEvent', { type: 'mouseReleased', x: 700, y: 1200, button: 'left', clickCount: 1 });
    expect(await see('String(getSelection())')).toBe('');
    const data = {
      items: [{ mimeType: 'text/uri-list', data: 'http://127.0.0.1:9/' }],
      files: [],
      dragOperationsMask: 1,
    };
    for (const kind of ['dragEnter', 'dragOver', 'drop'])
      await call('Input.dispatchDragEvent', { type: kind, x: 300, y: 300, data });
    expect(await see('free')).toEqual([]);
    expect(await see('location.href')).toBe(address);
  });
});

describe('the operator at the stage', () => {
  it('gets a card by the chord and the PIN alone, and ends the show with it', async () => {
    const chord: Key = { code: 'KeyM', key: 'M', held: ['ctrl', 'alt', 'shift'] };
    const enter: Key = { code: 'Enter', key: 'Enter' };
    await type(PIN);
    await press({ code: 'KeyE', key: 'e' });
    await press(chord);
    await type('1111');
    await press(enter);
    await expect.poll(() => said.join('\n')).toContain('a wrong PIN at the stage');
    expect([await words('card'), ended]).toEqual(['', 0]);
    await press(chord);
    await type(PIN);
    await press(enter);
    await becomes('card').toContain('E: end the show');
    await press({ code: 'KeyE', key: 'e' });
    await expect.poll(() => ended).toBe(1);
  });
});
