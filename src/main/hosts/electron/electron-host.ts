import { BrowserWindow, Menu, app, powerSaveBlocker, screen, session, utilityProcess } from 'electron';
import type { Host, PerceptionProcess, Service, StageOpened } from '../host.ts';
import { openConsoleWindow } from './console-window.ts';
import { electronLink } from './electron-link.ts';
import { ORIGIN, SCHEME, isOurs, mayUse, stageWindowOptions } from './window-policy.ts';

export interface ElectronHostOptions {
  readonly preload: string;
  readonly perceptionScript: string;
  readonly kiosk: boolean;
}

/** The show in Electron: our own scheme instead of a server, a bridge instead of a socket. */
export function createElectronHost(options: ElectronHostOptions): Host {
  let service: Service | null = null;
  let stage: BrowserWindow | null = null;
  let awake: number | null = null;

  const closeStage = (): Promise<void> => {
    const closing = stage;
    stage = null;
    closing?.destroy();
    return Promise.resolve();
  };

  const keepAwake = (on: boolean): void => {
    if (awake !== null) powerSaveBlocker.stop(awake);
    awake = on ? powerSaveBlocker.start('prevent-display-sleep') : null;
  };

  return {
    name: 'electron',
    serve: (asked) => {
      service = asked;
      const visitors = session.fromPartition('mien-stage');
      const guard = { hosts: ['show'], origins: [ORIGIN], token: null };
      const pages = asked.pages({ origin: ORIGIN, guard });
      visitors.protocol.handle(SCHEME, async (request) => pages.fetch(request));
      visitors.setPermissionRequestHandler((_contents, permission, answer, details) => {
        const mediaTypes = 'mediaTypes' in details ? (details.mediaTypes ?? null) : null;
        answer(mayUse(permission, { address: details.requestingUrl, isMainFrame: details.isMainFrame, mediaTypes }));
      });
      visitors.setPermissionCheckHandler((_contents, permission, origin, details) => {
        const mediaTypes = details.mediaType === undefined ? null : [details.mediaType];
        return mayUse(permission, { address: origin, isMainFrame: details.isMainFrame, mediaTypes });
      });
      visitors.setDevicePermissionHandler(() => false);
      // Our own scheme is all that a page may ask for; the machine's network is not its business.
      visitors.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isOurs(details.url) }));
      Menu.setApplicationMenu(null);
      return Promise.resolve({ address: null });
    },
    openStage: async (): Promise<StageOpened> => {
      await closeStage();
      const window = new BrowserWindow(
        stageWindowOptions({
          kiosk: options.kiosk,
          preload: options.preload,
          bounds: screen.getPrimaryDisplay().workArea,
        }),
      );
      stage = window;
      const lost = (reason: string): void => {
        if (stage === window) service?.onStageLost(reason);
      };
      const { webContents } = window;
      webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
      webContents.on('will-navigate', (event) => event.preventDefault());
      webContents.on('will-attach-webview', (event) => event.preventDefault());
      webContents.on('did-finish-load', () => {
        service?.onLink(electronLink(webContents, (reason) => service?.onNote(`refused from a page: ${reason}`)));
      });
      webContents.on('render-process-gone', (_event, details) => lost(`the stage's page ended (${details.reason})`));
      window.on('unresponsive', () => lost("the stage's page hangs"));
      window.on('closed', () => lost("the stage's window was closed"));
      window.once('ready-to-show', () => window.show());
      await window.loadURL(`${ORIGIN}/`);
      return { opened: true, how: 'a window of Electron' };
    },
    closeStage,
    openConsole: openConsoleWindow,
    forkPerception: () => forkUtility(options.perceptionScript),
    keepAwake,
    close: async () => {
      keepAwake(false);
      await closeStage();
      app.quit();
    },
  };
}

/** The perception process as Electron's utility process: its own sandbox of crashes, ended together with main. */
function forkUtility(script: string): PerceptionProcess {
  const child = utilityProcess.fork(script, [], { serviceName: 'Mien perception', stdio: 'ignore' });
  return {
    get pid() {
      return child.pid;
    },
    send: (message) => child.postMessage(message),
    sendFrame: (bytes) => {
      child.postMessage(bytes);
      return true;
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', (code) => listener(`status ${code}`)),
    kill: () => void child.kill(),
  };
}
