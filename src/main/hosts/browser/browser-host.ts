import { forkPerceptionChild } from '../child-perception.ts';
import type { Host, Service, StageOpened } from '../host.ts';
import { removeLeftProfiles, startBrowser, type BrowserProcess } from './browser-process.ts';
import { watchBeat } from './browser-beat.ts';
import { enterStage } from './enter-stage.ts';
import type { FoundBrowser } from './find-browser.ts';
import { startLoopbackServer, type LoopbackServer } from './loopback-server.ts';
import { WAITING_PAGE } from '../../web/pages.ts';
import { webSocketLink } from './web-socket-link.ts';

export interface BrowserHostOptions {
  readonly port: number;
  /** The browser to open the stage in, or null: the pages are served and somebody opens the address. */
  readonly browser: FoundBrowser | null;
  readonly headless: boolean;
  readonly kiosk: boolean;
  readonly cameraFile: string | null;
  /** The built perception process. */
  readonly perceptionScript: string;
  readonly width: number;
  readonly height: number;
}

/** The show in a plain browser: an HTTP server on loopback, a WebSocket a page, an application window for the stage. */
export function createBrowserHost(options: BrowserHostOptions): Host {
  let server: LoopbackServer | null = null;
  let stage: BrowserProcess | null = null;
  let service: Service | null = null;

  const closeStage = async (): Promise<void> => {
    const closing = stage;
    stage = null;
    await closing?.close();
  };

  return {
    name: 'browser',
    serve: async (asked) => {
      service = asked;
      void removeLeftProfiles();
      server = await startLoopbackServer({
        port: options.port,
        pages: asked.pages,
        onLink: (socket) =>
          asked.onLink(webSocketLink(socket, (reason) => asked.onNote(`refused from a page: ${reason}`))),
        onRefused: (reason) => asked.onNote(`refused: ${reason}`),
      });
      return { address: server.address };
    },
    openStage: async (): Promise<StageOpened> => {
      if (server === null) return { opened: false, why: 'nothing is served yet' };
      if (options.browser === null) return { opened: false, why: 'no browser was found' };
      await closeStage();
      const opened = await startBrowser(options.browser.path, {
        address: server.origin + WAITING_PAGE,
        headless: options.headless,
        kiosk: options.kiosk,
        cameraFile: options.cameraFile,
        asRoot: process.getuid?.() === 0,
        width: options.width,
        height: options.height,
      });
      stage = opened;
      watch(opened);
      await enterStage(opened.devtools, server.address);
      return { opened: true, how: `${options.browser.path}${options.headless ? ', headless' : ', as a window'}` };
    },
    closeStage,
    forkPerception: () => forkPerceptionChild(options.perceptionScript),
    // The browser holds the screen awake itself while a film plays in a visible page.
    keepAwake: () => undefined,
    close: async () => {
      await closeStage();
      await server?.close();
      server = null;
    },
  };

  /** Tells the show of a browser that ended, or a page in it that crashed, unless the show itself closed it. */
  function watch(opened: BrowserProcess): void {
    const stopBeat = watchBeat(opened.devtools, () => {
      if (stage === opened) service?.onStageLost('the browser no longer answers');
    });
    void opened.exited.then((how) => {
      stopBeat();
      if (stage !== opened) return;
      stage = null;
      void opened.close();
      service?.onStageLost(how);
    });
    opened.devtools.onEvent(({ method }) => {
      if (method === 'Target.targetCrashed' && stage === opened) service?.onStageLost("the stage's page crashed");
    });
    opened.devtools.call('Target.setDiscoverTargets', { discover: true }).catch(() => undefined);
  }
}
