import { WAITING_PAGE } from '../../web/pages.ts';
import type { KeptBrowsers, KeptStage } from '../../supervisor/kept-browsers.ts';
import { forkPerceptionChild } from '../child-perception.ts';
import type { DisplayChoice } from '../displays.ts';
import { SPARE_MARK, type Host, type Service, type StageOpened } from '../host.ts';
import { browserProcess, removeLeftProfiles, startBrowser, type BrowserProcess } from './browser-process.ts';
import { endIfStopped, watchBrowser, watchLink } from './browser-watch.ts';
import { enterStage, openStageWindow, type WindowPlace } from './enter-stage.ts';
import { fillDisplays } from './fill-displays.ts';
import type { FoundBrowser } from './find-browser.ts';
import { startLoopbackServer, type LoopbackServer } from './loopback-server.ts';
import { ownLauncher } from './running-browser.ts';
import { closeOthers, keepOthersOut } from './other-pages.ts';
import { PageSockets, type PageLink } from './page-sockets.ts';
import { SpareBrowser, type StandingBrowser } from './spare-browser.ts';
import { watchDisplays } from './watch-displays.ts';

export interface BrowserHostOptions {
  readonly port: number;
  /** The browser to open the stage in, or null: the pages are served and somebody opens the address. */
  readonly browser: FoundBrowser | null;
  readonly headless: boolean;
  readonly kiosk: boolean;
  /** Displays that the film fills. Default: whichever the system puts the window on. */
  readonly displays?: DisplayChoice | undefined;
  /** Whether a second browser stands by, to take the stage when the first dies. Default: none does. */
  readonly spare?: boolean;
  readonly cameraFile: string | null;
  /** The built perception process. */
  readonly perceptionScript: string;
  readonly width: number;
  readonly height: number;
  /** Browsers that the supervisor holds. Default: they are children of this process. */
  readonly kept?: KeptBrowsers | null;
}

/** The show in a plain browser: an HTTP server on loopback, a WebSocket a page, an application window for the stage. */
export function createBrowserHost(options: BrowserHostOptions): Host {
  let server: LoopbackServer | null = null;
  let stage: BrowserProcess | null = null;
  /** A stage that is still seen while another is on its way to take its place: what becomes of it is no news. */
  let givenUp: BrowserProcess | null = null;
  let sockets: PageSockets | null = null;
  let service: Service | null = null;
  /** What a show before this one left running, until it is taken up. */
  let found: KeptStage | null = null;

  /** The opening of a stage that is under way, and browsers that are being led there. */
  let opening: Promise<unknown> = Promise.resolve();
  const onTheWay = new Set<BrowserProcess>();

  /** Of the first display that the film fills. */
  let place: WindowPlace | null = null;

  /** A browser that was started or taken up: forgotten when it is gone, alone in a kiosk. @returns the same. */
  const ours = (browser: BrowserProcess): BrowserProcess => {
    const told = (line: string): void => service?.onNote(line);
    void browser.exited.then(() => sockets?.forget(browser.running.id));
    if (options.kiosk && server !== null) keepOthersOut(browser.devtools, server.origin, told);
    return browser;
  };

  /** @param hasWindow else it has none, and no page, until it is given one. */
  const start = async (path: string, hasWindow: boolean): Promise<BrowserProcess> => {
    if (server === null) throw new Error('nothing is served');
    const { origin } = server;
    const look = {
      address: hasWindow ? origin + WAITING_PAGE : null,
      headless: options.headless,
      kiosk: options.kiosk,
      cameraFile: options.cameraFile,
      asRoot: process.getuid?.() === 0,
      width: options.width,
      height: options.height,
    };
    const started = await startBrowser(path, look, options.kept?.launcher ?? ownLauncher);
    ours(started);
    // A start button may be a MIDI instrument; nobody is there to answer the browser's question.
    // Chromium asks for the right to system messages even where a page wants none.
    for (const permission of [{ name: 'midi' }, { name: 'midi', sysex: true }]) {
      const granted = { permission, setting: 'granted', origin };
      started.devtools.call('Browser.setPermission', granted).catch(() => undefined);
    }
    return started;
  };

  /** Brings a browser's page to the stage, and windows of it to the chosen displays. One that cannot be brought there is closed. */
  const lead = async (browser: BrowserProcess, enter: (address: string) => Promise<void>, mark = ''): Promise<void> => {
    const stopLooking = endIfStopped(browser);
    let isGone = false;
    void browser.exited.then(() => (isGone = true));
    onTheWay.add(browser);
    try {
      if (server === null) throw new Error('nothing is served any more');
      const address = `${server.address}&browser=${browser.running.id}${mark}`;
      await enter(address);
      if (options.displays !== undefined) {
        const told = (line: string): void => service?.onNote(line);
        // A film on another display than the chosen one is better than none.
        place = await fillDisplays(browser.devtools, options.displays, address, told).catch((error: unknown) => {
          // Nobody would see its film on any.
          if (isGone) throw error;
          told(`the displays cannot be filled: ${String(error)}`);
          return null;
        });
      }
    } catch (error) {
      await browser.close();
      throw error;
    } finally {
      stopLooking();
      onTheWay.delete(browser);
    }
  };

  const open = async (path: string): Promise<BrowserProcess> => {
    const started = await start(path, true);
    await lead(started, (address) => enterStage(started.devtools, address));
    return started;
  };

  /**
   * A browser that stands by. Without a screen its page is ready. On a screen a window of its own would lie over the film (no window
   * system lets a program open one behind another's): it runs without one, and gets it when it is called.
   */
  const openSpare = async (): Promise<StandingBrowser> => {
    if (options.browser === null) throw new Error('no browser was found');
    const started = await start(options.browser.path, options.headless);
    if (!options.headless) {
      return { ...started, enter: () => lead(started, (address) => openStageWindow(started.devtools, address, place)) };
    }
    await lead(started, (address) => enterStage(started.devtools, address), `#${SPARE_MARK}`);
    return started;
  };

  const note = (): void => {
    if (server === null) return;
    const { port, token } = server;
    options.kept?.keep({ port, token, stage: stage?.running ?? null, spare: spare.running });
  };
  const linkOf = ({ running }: BrowserProcess): PageLink => sockets?.linkOf(running.id) ?? 'awaited';
  const spare = new SpareBrowser({
    open: openSpare,
    linkOf: (browser) => (browser.enter === undefined ? linkOf(browser) : 'linked'),
    onChange: note,
    onNote: (line) => service?.onNote(line),
  });

  /** Browsers that were ended, or are about to be, and are not quite gone. */
  let leaving: Promise<unknown> = Promise.resolve();

  const closeStage = async (): Promise<void> => {
    const closing = stage;
    stage = null;
    await closing?.close();
  };

  const closeConsole = async (): Promise<void> => {
    if (stage !== null && server !== null) await closeOthers(stage.devtools, server.origin);
  };

  /** A browser shows the film from now on, and is looked after. */
  const show = (opened: BrowserProcess): void => {
    if (server === null) {
      // The show has ended meanwhile.
      leaving = Promise.all([leaving, opened.close()]);
      return;
    }
    stage = opened;
    service?.onFront(opened.running.id);
    const lost = (reason: string): void => {
      if (stage === opened && givenUp !== opened) service?.onStageLost(reason);
    };
    watchBrowser(opened, lost, options.spare === true);
    if (options.displays !== undefined) {
      void opened.exited.then(watchDisplays(opened.devtools, () => lost('the displays have changed')));
    }
    if (options.spare === true) {
      spare.want();
      // Whoever opens a stage waits for its first word by itself.
      void opened.exited.then(
        watchLink(
          () => linkOf(opened),
          () => lost('its page speaks to the show no more'),
        ),
      );
    }
    note();
  };

  const openStage = async (): Promise<StageOpened> => {
    if (options.browser === null) return { opened: false, why: 'no browser was found' };
    givenUp = stage;
    const left = found;
    found = null;
    // One without a window can be given it by the show that started it alone.
    if (left?.spare && options.headless) spare.take(ours(browserProcess(left.spare)));
    else left?.spare?.kill();
    if (left?.stage) {
      // Its page has gone on with the film meanwhile, and comes back to this show by itself.
      show(ours(browserProcess(left.stage)));
      // Nobody would close what an operator of that show has left open.
      closeConsole().catch(() => undefined);
      return { opened: true, how: 'the browser that the show before this one left', isUp: true };
    }
    const standing = await spare.call();
    if (standing !== null) {
      const lost = stage;
      stage = null;
      leaving = Promise.all([leaving, lost?.running.cleaned]);
      // What hangs shows its last picture until there is another.
      await standing.enter?.().catch((error: unknown) => {
        lost?.kill();
        throw error;
      });
      // What was there goes at once, in front of the one behind it.
      lost?.kill();
      show(standing);
      const how = 'the browser that stood by';
      return standing.enter === undefined ? { opened: true, how, isUp: true } : { opened: true, how };
    }
    await closeStage();
    show(await open(options.browser.path));
    return { opened: true, how: `${options.browser.path}${options.headless ? ', headless' : ', as a window'}` };
  };

  return {
    name: 'browser',
    serve: async (asked) => {
      service = asked;
      void removeLeftProfiles();
      const joined = new PageSockets((reason) => asked.onNote(`refused from a page: ${reason}`));
      sockets = joined;
      found = (await options.kept?.takeUp()) ?? null;
      server = await startLoopbackServer({
        port: found !== null && options.port === 0 ? found.port : options.port,
        ...(found === null ? {} : { token: found.token }),
        pages: asked.pages,
        onLink: (socket, purpose) => {
          const link = joined.join(socket, purpose);
          if (link !== null) asked.onLink(link);
        },
        onRefused: (reason) => asked.onNote(`refused: ${reason}`),
      });
      return { address: server.address };
    },
    openStage: () => {
      const opened = openStage();
      opening = opened.catch(() => undefined);
      return opened;
    },
    openConsole: async (address) => {
      if (stage === null) throw new Error('no browser shows the stage');
      await stage.devtools.call('Target.createTarget', { url: address, newWindow: true });
    },
    closeConsole,
    hasSpare: () => spare.isThere,
    closeStage,
    forkPerception: () => forkPerceptionChild(options.perceptionScript),
    // The browser holds the screen awake itself while a film plays in a visible page.
    keepAwake: () => undefined,
    close: async () => {
      const serving = server;
      // Whatever comes to the stage from here on is closed.
      server = null;
      await Promise.all([closeStage(), spare.close(), opening, ...[...onTheWay].map((browser) => browser.close())]);
      await leaving;
      await serving?.close();
      options.kept?.close();
    },
  };
}
