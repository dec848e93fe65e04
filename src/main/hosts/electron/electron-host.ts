import { BrowserWindow, Menu, app, powerSaveBlocker, screen, session, utilityProcess } from 'electron';
import { chooseDisplays, missingLine, type DisplayChoice } from '../displays.ts';
import type { Host, PerceptionProcess, Service, StageOpened } from '../host.ts';
import { openConsoleWindow } from './console-window.ts';
import { electronLink } from './electron-link.ts';
import { ORIGIN, SCHEME, isOurs, mayUse, stageWindowOptions } from './window-policy.ts';

export interface ElectronHostOptions {
  readonly preload: string;
  readonly perceptionScript: string;
  readonly kiosk: boolean;
  /** Displays that the film fills. Default: the primary one. */
  readonly displays?: DisplayChoice | undefined;
}

/**
 * Ends of a graphics process that take what was on the screen along. Chromium starts it anew, in software after the third time;
 * whether a film's clip is still decoded then nobody knows, so the stage is opened anew as well.
 */
const TAKES_THE_PICTURE: ReadonlySet<Electron.Details['reason']> = new Set([
  'abnormal-exit',
  'crashed',
  'killed',
  'oom',
  'memory-eviction',
]);

/** The show in Electron: our own scheme instead of a server, a bridge instead of a socket. */
export function createElectronHost(options: ElectronHostOptions): Host {
  let service: Service | null = null;
  /** The first leads; the others show the same film. */
  let stage: readonly BrowserWindow[] = [];
  let operators: BrowserWindow | null = null;
  let awake: number | null = null;

  const closeStage = (): Promise<void> => {
    const closing = stage;
    stage = [];
    for (const window of closing) window.destroy();
    return Promise.resolve();
  };

  const keepAwake = (on: boolean): void => {
    if (awake !== null) powerSaveBlocker.stop(awake);
    awake = on ? powerSaveBlocker.start('prevent-display-sleep') : null;
  };

  /** Where the stage's windows go. */
  const places = (): readonly Electron.Rectangle[] => {
    const primary = screen.getPrimaryDisplay();
    if (options.displays === undefined) return [primary.workArea];
    const all = screen.getAllDisplays().map(({ id, bounds: { x, y, width, height } }) => {
      return { left: x, top: y, width, height, isPrimary: id === primary.id };
    });
    const { chosen, missing } = chooseDisplays(all, options.displays);
    const line = missingLine(missing);
    if (line !== null) service?.onNote(line);
    return chosen.map(({ left, top, width, height }) => ({ x: left, y: top, width, height }));
  };

  const openWindow = (bounds: Electron.Rectangle): BrowserWindow => {
    const fills = options.kiosk || options.displays !== undefined;
    const window = new BrowserWindow(
      stageWindowOptions({ kiosk: options.kiosk, fills, preload: options.preload, bounds }),
    );
    const lost = (reason: string): void => {
      if (stage.includes(window)) service?.onStageLost(reason);
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
    // By hand, that is: a window that we destroy is not asked first.
    window.on('close', (event) => {
      // Alt+F4, or Electron asked to quit: the desktop would be seen until another window has its film.
      if (options.kiosk) event.preventDefault();
      if (options.kiosk || !stage.includes(window)) return;
      stage = stage.filter((other) => other !== window);
      service?.onClosed?.();
    });
    window.on('closed', () => lost("the stage's window was closed"));
    window.once('ready-to-show', () => window.show());
    return window;
  };

  /** A projector was switched on or off: the windows are laid out anew. */
  const displaysChanged = (): void => {
    if (stage.length > 0) service?.onStageLost('the displays have changed');
  };

  const childGone = (_event: unknown, { type, reason }: Pick<Electron.Details, 'type' | 'reason'>): void => {
    if (type !== 'GPU') return;
    const line = `the graphics process ended (${reason})`;
    if (stage.length > 0 && TAKES_THE_PICTURE.has(reason)) service?.onStageLost(line);
    else service?.onNote(line);
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
      app.on('child-process-gone', childGone);
      if (options.displays !== undefined) {
        screen.on('display-added', displaysChanged);
        screen.on('display-removed', displaysChanged);
      }
      return Promise.resolve({ address: null });
    },
    openStage: async (): Promise<StageOpened> => {
      await closeStage();
      const windows = places().map((bounds) => openWindow(bounds));
      stage = windows;
      // The first one first: it leads.
      for (const window of windows) await window.loadURL(`${ORIGIN}/`);
      return {
        opened: true,
        how: windows.length === 1 ? 'a window of Electron' : `${windows.length} windows of Electron`,
      };
    },
    closeStage,
    openConsole: async (address) => {
      const opened = await openConsoleWindow(address);
      operators = opened;
      opened.once('closed', () => {
        if (operators === opened) operators = null;
      });
    },
    closeConsole: () => {
      operators?.destroy();
      return Promise.resolve();
    },
    forkPerception: () => forkUtility(options.perceptionScript),
    keepAwake,
    close: async () => {
      keepAwake(false);
      app.off('child-process-gone', childGone);
      screen.off('display-added', displaysChanged);
      screen.off('display-removed', displaysChanged);
      // Electron itself ends with the show's status, which `app.quit()` would not wait for.
      await closeStage();
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
