import { describe, expect, it } from 'vitest';
import { browserFlags } from '../../../../src/main/hosts/browser/browser-flags.ts';
import { browserCandidates } from '../../../../src/main/hosts/browser/find-browser.ts';
import { chooseHost, wantsElectron, type HostFacts } from '../../../../src/main/hosts/choose-host.ts';

const FACTS: HostFacts = {
  asked: null,
  headless: false,
  hasScreen: true,
  electron: { path: '/electron' },
  browser: '/chromium',
};

describe('the choice of the host', () => {
  it.each([
    ['Electron, where it is and there is a screen', {}, { host: 'electron' }],
    [
      'a browser as a window, without Electron',
      { electron: { missing: 'gone' } },
      { host: 'browser', stage: 'window' },
    ],
    ['a headless browser, without a screen', { hasScreen: false }, { host: 'browser', stage: 'headless' }],
    ['a headless browser, where that is asked for', { headless: true }, { host: 'browser', stage: 'headless' }],
    ['an address to open, without a browser', { electron: null, browser: null }, { host: 'browser', stage: 'none' }],
    ['the browser, where it is asked for', { asked: 'browser' }, { host: 'browser', stage: 'window' }],
    [
      'none, where Electron is asked for and missing',
      { asked: 'electron', electron: { missing: 'x' } },
      { host: 'none' },
    ],
  ] as const)('is %s, and says why', (_, facts, choice) => {
    const chosen = chooseHost({ ...FACTS, ...facts });
    expect(chosen).toMatchObject(choice);
    expect(chosen.why).not.toBe('');
  });

  it('looks for Electron, which may start a download, only where it would be run', () => {
    expect(wantsElectron({ asked: null, headless: false, hasScreen: true })).toBe(true);
    expect(wantsElectron({ asked: null, headless: false, hasScreen: false })).toBe(false);
    expect(wantsElectron({ asked: null, headless: true, hasScreen: true })).toBe(false);
    expect(wantsElectron({ asked: 'browser', headless: false, hasScreen: true })).toBe(false);
    expect(wantsElectron({ asked: 'electron', headless: false, hasScreen: false })).toBe(true);
  });
});

describe("the browser's command line", () => {
  const look = {
    address: 'http://127.0.0.1:1/wait',
    profileFolder: '/tmp/profile',
    headless: false,
    kiosk: true,
    cameraFile: null,
    asRoot: false,
    width: 1280,
    height: 720,
  };

  it('lets nothing out to a network, keeps the sandbox, and writes no crash dump of a visitor', () => {
    const flags = browserFlags(look);
    expect(flags).toContain('--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1');
    expect(flags).toContain('--test-type');
    expect(flags).toContain('--disable-breakpad');
    expect(flags).not.toContain('--no-sandbox');
    expect(flags.at(-1)).toBe('--app=http://127.0.0.1:1/wait');
  });

  it('fills the screen for good in a kiosk, without a bar, a bubble, a question or a gesture', () => {
    const flags = browserFlags(look);
    for (const flag of [
      '--kiosk',
      '--start-fullscreen',
      '--no-first-run',
      '--no-default-browser-check',
      '--noerrdialogs',
      '--disable-session-crashed-bubble',
      '--hide-crash-restore-bubble',
      '--disable-infobars',
      '--disable-notifications',
      '--disable-print-preview',
      '--disable-pinch',
      '--overscroll-history-navigation=0',
    ])
      expect(flags).toContain(flag);
    expect(flags.find((flag) => flag.startsWith('--disable-features='))).toMatch(
      /Translate.*OverscrollHistoryNavigation/,
    );
    expect(browserFlags({ ...look, kiosk: false })).not.toContain('--kiosk');
  });

  it('opens no window where a browser is to stand by without one, which would lie over the film', () => {
    const flags = browserFlags({ ...look, address: null });
    expect(flags.at(-1)).toBe('--no-startup-window');
    expect(flags.some((flag) => flag.startsWith('--app'))).toBe(false);
  });

  it('gives a recorded camera in place of a real one', () => {
    const flags = browserFlags({ ...look, headless: true, cameraFile: '/a.y4m' });
    expect(flags).toContain('--use-file-for-fake-video-capture=/a.y4m');
    expect(flags).not.toContain('--kiosk');
    expect(flags.at(-1)).toBe(look.address);
  });
});

describe('the search for a browser', () => {
  it('begins with CHROME_PATH and goes through the PATH, the steadiest names first', () => {
    const env = { CHROME_PATH: '/my/chrome', PATH: '/usr/bin:/opt/bin' };
    const paths = browserCandidates({ platform: 'linux', env, home: '/home/a' }).map(({ path }) => path);
    expect(paths.slice(0, 3)).toEqual(['/my/chrome', '/usr/bin/google-chrome-stable', '/opt/bin/google-chrome-stable']);
    expect(paths).toContain('/usr/bin/chromium');
  });
});
