import { EventEmitter } from 'node:events';

/**
 * A stand-in for the `electron` module that records what was asked of it. Electron's own binary is not on the machines
 * that this is tested on; `electron.d.ts` checks our calls by type, this checks what they amount to.
 */

interface Asked {
  readonly windows: StandInWindow[];
  readonly schemes: unknown[];
  readonly handlers: Map<string, (request: Request) => Promise<Response> | Response>;
  permissionRequest: PermissionRequestHandler | null;
  permissionCheck: PermissionCheckHandler | null;
  devicePermission: (() => boolean) | null;
  beforeRequest: ((details: { url: string }, answer: (said: { cancel: boolean }) => void) => void) | null;
  readonly awake: Set<number>;
  readonly forked: StandInUtility[];
  /** What the boxes said that were put up for somebody to read. */
  readonly boxes: string[];
  readonly paths: Map<string, string>;
  readonly removedSwitches: string[];
  /** What pages said on channels that nobody in main listened to. */
  readonly dropped: unknown[];
  /** The scripts of the pages that are loaded: a module script runs before the page's load event. */
  page: ((window: StandInWindow) => Promise<void>) | null;
  isSandboxed: boolean;
  hasGraphics: boolean;
  menu: unknown;
  exitStatus: number | null;
  hasQuit: boolean;
}

type PermissionRequestHandler = (
  contents: unknown,
  permission: string,
  answer: (granted: boolean) => void,
  details: { requestingUrl: string; isMainFrame: boolean; mediaTypes?: string[] },
) => void;
type PermissionCheckHandler = (
  contents: unknown,
  permission: string,
  origin: string,
  details: { isMainFrame: boolean; mediaType?: string },
) => boolean;

export const asked: Asked = {
  windows: [],
  schemes: [],
  handlers: new Map(),
  permissionRequest: null,
  permissionCheck: null,
  devicePermission: null,
  beforeRequest: null,
  awake: new Set(),
  forked: [],
  boxes: [],
  paths: new Map(),
  removedSwitches: [],
  dropped: [],
  page: null,
  isSandboxed: false,
  hasGraphics: true,
  menu: undefined,
  exitStatus: null,
  hasQuit: false,
};

/** The `ipcRenderer` of a page's preload script; a page that is loaded anew has another. */
class StandInRenderer extends EventEmitter {
  readonly #contents: StandInContents;

  constructor(contents: StandInContents) {
    super();
    this.#contents = contents;
  }

  /** On its way to another process: it comes later, and is dropped where nobody listens by then. */
  send(channel: string, message: unknown): void {
    const { mainFrame } = this.#contents;
    const copy: unknown = structuredClone(message);
    queueMicrotask(() => {
      const isHeard = ipcMain.emit(channel, { sender: this.#contents, senderFrame: mainFrame }, copy);
      if (!isHeard) asked.dropped.push(copy);
    });
  }
}

class StandInContents extends EventEmitter {
  renderer = new StandInRenderer(this);
  readonly mainFrame = { url: 'mien://show/' };
  readonly sent: { readonly channel: string; readonly message: unknown }[] = [];
  readonly ports: StandInPort[] = [];
  openHandler: (() => { action: string }) | null = null;
  isGone = false;

  setWindowOpenHandler(handler: () => { action: string }): void {
    this.openHandler = handler;
  }

  send(channel: string, message: unknown): void {
    this.sent.push({ channel, message });
    this.#bring(channel, message, []);
  }

  postMessage(channel: string, message: unknown, ports: StandInPort[]): void {
    this.sent.push({ channel, message });
    this.ports.push(...ports);
    this.#bring(channel, message, ports);
  }

  #bring(channel: string, message: unknown, ports: readonly StandInPort[]): void {
    const { renderer } = this;
    const copy: unknown = structuredClone(message);
    queueMicrotask(() => void renderer.emit(channel, { ports }, copy));
  }

  isDestroyed(): boolean {
    return this.isGone;
  }
}

export class StandInWindow extends EventEmitter {
  readonly webContents = new StandInContents();
  readonly options: Record<string, unknown> & { webPreferences: Record<string, unknown> };
  address: string | null = null;
  isShown = false;
  isDestroyed = false;

  constructor(options: StandInWindow['options']) {
    super();
    this.options = options;
    asked.windows.push(this);
  }

  async loadURL(address: string): Promise<void> {
    this.address = address;
    await this.#load();
    this.emit('ready-to-show');
  }

  /** Another page in the same window: its scripts run anew. */
  async reload(): Promise<void> {
    await this.#load();
  }

  async #load(): Promise<void> {
    this.webContents.emit('did-start-loading');
    this.webContents.renderer = new StandInRenderer(this.webContents);
    await asked.page?.(this);
    this.webContents.emit('did-finish-load');
  }

  show(): void {
    this.isShown = true;
  }

  /** As somebody closes it by hand. */
  close(): void {
    const asks = { isPrevented: false, preventDefault: () => void (asks.isPrevented = true) };
    this.emit('close', asks);
    if (!asks.isPrevented) this.destroy();
  }

  destroy(): void {
    this.isDestroyed = true;
    this.webContents.isGone = true;
    this.webContents.emit('destroyed');
    this.emit('closed');
  }
}

export class StandInPort extends EventEmitter {
  other: StandInPort | null = null;
  isStarted = false;

  start(): void {
    this.isStarted = true;
  }

  /** As a page listens. */
  set onmessage(listener: (event: { readonly data: unknown }) => void) {
    this.on('message', listener);
  }

  postMessage(data: unknown): void {
    this.other?.emit('message', { data: structuredClone(data) });
  }

  close(): void {
    this.emit('close');
  }
}

class StandInUtility extends EventEmitter {
  readonly pid = 4711;
  readonly script: string;
  readonly sent: unknown[] = [];
  isKilled = false;

  constructor(script: string) {
    super();
    this.script = script;
  }

  postMessage(message: unknown): void {
    this.sent.push(structuredClone(message));
  }

  kill(): boolean {
    this.isKilled = true;
    this.emit('exit', 0);
    return true;
  }
}

export const BrowserWindow = StandInWindow;
export class MessageChannelMain {
  readonly port1 = new StandInPort();
  readonly port2 = new StandInPort();

  constructor() {
    this.port1.other = this.port2;
    this.port2.other = this.port1;
  }
}
export const ipcMain = new EventEmitter();
export const Menu = { setApplicationMenu: (menu: unknown) => void (asked.menu = menu) };
/** Two displays, the primary one on the right. */
const displayAt = (id: number, x: number): object => ({
  id,
  bounds: { x, y: 0, width: 1920, height: 1080 },
  workArea: { x, y: 0, width: 1920, height: 1040 },
});
export const screen = Object.assign(new EventEmitter(), {
  getPrimaryDisplay: () => displayAt(1, 0),
  getAllDisplays: () => [displayAt(1, 0), displayAt(2, -1920)],
});
export const protocol = { registerSchemesAsPrivileged: (schemes: unknown[]) => void asked.schemes.push(...schemes) };
export const powerSaveBlocker = {
  start: (): number => {
    asked.awake.add(asked.awake.size + 1);
    return asked.awake.size;
  },
  stop: (id: number): void => void asked.awake.delete(id),
};
export const session = {
  fromPartition: () => ({
    protocol: {
      handle: (scheme: string, handler: (request: Request) => Promise<Response>) =>
        void asked.handlers.set(scheme, handler),
    },
    setPermissionRequestHandler: (handler: PermissionRequestHandler) => void (asked.permissionRequest = handler),
    setPermissionCheckHandler: (handler: PermissionCheckHandler) => void (asked.permissionCheck = handler),
    setDevicePermissionHandler: (handler: () => boolean) => void (asked.devicePermission = handler),
    webRequest: {
      onBeforeRequest: (handler: NonNullable<Asked['beforeRequest']>) => void (asked.beforeRequest = handler),
    },
  }),
};
export const utilityProcess = {
  fork: (script: string) => {
    const child = new StandInUtility(script);
    asked.forked.push(child);
    return child;
  },
};

class StandInApp extends EventEmitter {
  hasLock = true;
  isPackaged = true;
  /** Electron is ready only after the app's own module has run to its end. */
  ready: Promise<void> = Promise.resolve();
  readonly commandLine = { removeSwitch: (name: string) => void asked.removedSwitches.push(name) };

  getName(): string {
    return 'Mien';
  }

  getPath(name: string): string {
    return asked.paths.get(name) ?? '';
  }

  setPath(name: string, path: string): void {
    asked.paths.set(name, path);
  }

  disableHardwareAcceleration(): void {
    asked.hasGraphics = false;
  }

  enableSandbox(): void {
    asked.isSandboxed = true;
  }

  requestSingleInstanceLock(): boolean {
    return this.hasLock;
  }

  whenReady(): Promise<void> {
    return this.ready;
  }

  exit(status: number): void {
    asked.exitStatus = status;
  }

  quit(): void {
    asked.hasQuit = true;
  }
}
export const app = new StandInApp();
export const dialog = { showErrorBox: (_title: string, text: string) => void asked.boxes.push(text) };

/** Begins anew with nothing asked. */
export function forgetAll(): void {
  asked.windows.length = 0;
  asked.schemes.length = 0;
  asked.forked.length = 0;
  asked.boxes.length = 0;
  asked.removedSwitches.length = 0;
  asked.dropped.length = 0;
  asked.page = null;
  asked.paths.clear();
  asked.handlers.clear();
  asked.awake.clear();
  Object.assign(asked, { isSandboxed: false, hasGraphics: true, menu: undefined, exitStatus: null, hasQuit: false });
  ipcMain.removeAllListeners();
  app.removeAllListeners();
  screen.removeAllListeners();
}
