import { readFile, readdir, statfs } from 'node:fs/promises';
import { arch, availableParallelism, freemem, platform, release, totalmem } from 'node:os';
import { z } from 'zod';
import { WAITING_PAGE, createPages } from './web/pages.ts';
import { startBrowser, type BrowserProcess } from './hosts/browser/browser-process.ts';
import { findBrowser } from './hosts/browser/find-browser.ts';
import { startLoopbackServer } from './hosts/browser/loopback-server.ts';
import { chooseHost } from './hosts/choose-host.ts';
import { electronReady } from './hosts/find-electron.ts';
import { hasScreen } from './hosts/screen.ts';
import { findPlaces } from './places.ts';

/** One thing that was looked for on this machine. */
export interface Finding {
  readonly subject: 'machine' | 'host' | 'browser' | 'screen' | 'camera' | 'codec' | 'disk' | 'network' | 'recogniser';
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** What films are made of here; a browser without one of them cannot play such a film. */
const CODECS: Readonly<Record<string, string>> = {
  'VP9 in WebM': 'video/webm; codecs="vp9, opus"',
  'VP8 in WebM': 'video/webm; codecs="vp8, vorbis"',
  'AV1 in WebM': 'video/webm; codecs="av01.0.05M.08, opus"',
  'H.264 in MP4': 'video/mp4; codecs="avc1.640028, mp4a.40.2"',
  'HEVC in MP4': 'video/mp4; codecs="hvc1.1.6.L120.90"',
};

/** Gigabytes, to one decimal. */
const gigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GB`;

/** Looks at the machine without changing it or fetching anything. Takes a few seconds: a browser is asked for its codecs. */
export async function examine(): Promise<readonly Finding[]> {
  const browser = await findBrowser();
  return [
    {
      subject: 'machine',
      name: `${platform()} ${arch()}`,
      ok: true,
      detail: `${release()}, Node ${process.versions.node}, ${availableParallelism()} cores, ${gigabytes(freemem())} of ${gigabytes(totalmem())} free`,
    },
    screen(),
    ...hosts(browser?.path ?? null),
    browser === null
      ? { subject: 'browser', name: 'none', ok: false, detail: 'install Chrome, Chromium or Edge, or set CHROME_PATH' }
      : { subject: 'browser', name: browser.path, ok: true, detail: browser.how },
    ...(await cameras()),
    ...(browser === null ? [] : await codecs(browser.path)),
    await disk(),
  ];
}

function screen(): Finding {
  const isThere = hasScreen();
  const detail = isThere
    ? 'a window can be shown'
    : 'neither DISPLAY nor WAYLAND_DISPLAY is set: the stage is headless';
  return { subject: 'screen', name: 'screen', ok: isThere, detail };
}

function hosts(browser: string | null): readonly Finding[] {
  const ready = electronReady();
  const electron = ready ?? { missing: 'its binary is not there; play would fetch it where there is a screen' };
  const choice = chooseHost({ asked: null, headless: false, hasScreen: hasScreen(), electron, browser });
  const detail = (host: string): string => (choice.host === host ? `would be taken: ${choice.why}` : 'not taken');
  return [
    {
      subject: 'host',
      name: 'electron',
      ok: ready !== null,
      detail: 'missing' in electron ? `not taken: ${electron.missing}` : `${electron.path}; ${detail('electron')}`,
    },
    { subject: 'host', name: 'browser', ok: browser !== null, detail: detail('browser') },
  ];
}

async function cameras(): Promise<readonly Finding[]> {
  if (platform() !== 'linux') {
    return [
      { subject: 'camera', name: 'unknown', ok: false, detail: 'only a page can list the cameras of this system' },
    ];
  }
  const folder = '/sys/class/video4linux';
  const devices = await readdir(folder).catch((): string[] => []);
  if (devices.length === 0) {
    const detail = 'none: the moods would come from a recorded trace';
    return [{ subject: 'camera', name: 'none', ok: false, detail }];
  }
  return Promise.all(
    devices.map(async (device): Promise<Finding> => {
      const name = await readFile(`${folder}/${device}/name`, 'utf8').catch(() => '');
      return { subject: 'camera', name: `/dev/${device}`, ok: true, detail: name.trim() };
    }),
  );
}

async function codecs(browser: string): Promise<readonly Finding[]> {
  const answers = await askBrowser(
    browser,
    `(() => { const v = document.createElement('video'); return JSON.stringify(${JSON.stringify(Object.values(CODECS))}.map((t) => v.canPlayType(t))); })()`,
  ).catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
  if (typeof answers === 'string') return [{ subject: 'codec', name: 'unknown', ok: false, detail: answers }];
  return Object.keys(CODECS).map((name, index): Finding => {
    const answer = answers[index];
    return {
      subject: 'codec',
      name,
      ok: answer === 'probably',
      detail: answer ? `${answer} played` : 'not played',
    };
  });
}

/** Opens an empty page of ours in a browser and evaluates an expression that gives a list of words as JSON. */
async function askBrowser(path: string, expression: string): Promise<readonly string[]> {
  const places = findPlaces();
  const server = await startLoopbackServer({
    port: 0,
    pages: (place) =>
      createPages({
        ...place,
        pagesFolder: places.pages,
        stagePage: 'stage/index.html',
        filmFolder: () => places.films,
      }),
    onLink: (socket) => socket.terminate(),
    onRefused: () => undefined,
  });
  let browser: BrowserProcess | null = null;
  try {
    const look = {
      address: server.origin + WAITING_PAGE,
      headless: true,
      kiosk: false,
      cameraFile: null,
      width: 320,
      height: 240,
    };
    browser = await startBrowser(path, { ...look, asRoot: process.getuid?.() === 0 });
    const { targetInfos } = await browser.devtools.call('Target.getTargets');
    const page = (targetInfos as readonly { type: string; targetId: string }[]).find(({ type }) => type === 'page');
    const { sessionId } = await browser.devtools.call('Target.attachToTarget', {
      targetId: page?.targetId,
      flatten: true,
    });
    const { result } = await evaluated(browser, expression, String(sessionId));
    return z.array(z.string()).parse(JSON.parse(z.object({ value: z.string() }).parse(result).value));
  } finally {
    await browser?.close();
    await server.close();
  }
}

/** A page that is still on its way to its address has nothing to evaluate in; so long is it waited for. */
const LOADING_MS = 10_000;
const LOOK_AGAIN_MS = 100;

async function evaluated(
  { devtools }: BrowserProcess,
  expression: string,
  sessionId: string,
): Promise<Readonly<Record<string, unknown>>> {
  for (const until = Date.now() + LOADING_MS; ;) {
    try {
      return await devtools.call('Runtime.evaluate', { expression }, sessionId);
    } catch (error) {
      if (Date.now() > until) throw error;
    }
    await new Promise((done) => setTimeout(done, LOOK_AGAIN_MS));
  }
}

async function disk(): Promise<Finding> {
  const { bavail, bsize } = await statfs(findPlaces().films);
  const free = bavail * bsize;
  return { subject: 'disk', name: 'free', ok: free > 2 ** 30, detail: `${gigabytes(free)} where the films lie` };
}
