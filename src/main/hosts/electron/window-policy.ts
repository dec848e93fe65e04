/** What a window of the show may do. Decisions only, nothing of Electron: the host asks, the tests hold it to them. */

/** Our own scheme; nothing else is ever loaded. */
export const SCHEME = 'mien';
export const ORIGIN = `${SCHEME}://show`;

/** Whether an address is a page of ours. */
export function isOurs(address: string): boolean {
  return address === ORIGIN || address.startsWith(`${ORIGIN}/`);
}

/** The camera for our own page, full screen, a lit screen, loudspeakers and the notes of a start button for it too; no microphone, and nothing for anybody else. */
export function mayUse(
  permission: string,
  asking: { readonly address: string; readonly isMainFrame: boolean; readonly mediaTypes: readonly string[] | null },
): boolean {
  if (!isOurs(asking.address) || !asking.isMainFrame) return false;
  if (permission === 'media') return asking.mediaTypes === null || asking.mediaTypes.every((type) => type === 'video');
  return ['fullscreen', 'screen-wake-lock', 'midi', 'speaker-selection'].includes(permission);
}

/** Whether an address is of a server's origin, by HTTP or by a WebSocket. */
export function isOfOrigin(address: string, origin: string): boolean {
  return [origin, origin.replace(/^http/, 'ws')].some((own) => address.startsWith(`${own}/`));
}

/** Options of the console's window: a page like any other from outside, with nothing of ours in it. */
export function consoleWindowOptions(): Electron.BrowserWindowConstructorOptions {
  return {
    width: 1200,
    height: 860,
    show: false,
    alwaysOnTop: true,
    title: 'Mien console',
    backgroundColor: '#0d1013',
    autoHideMenuBar: true,
    webPreferences: {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      devTools: false,
      partition: 'mien-console',
    },
  };
}

export interface WindowLook {
  readonly kiosk: boolean;
  /** Whether it fills its display; in a kiosk it does for good. */
  readonly fills: boolean;
  readonly preload: string;
  readonly bounds: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** Options of the stage's window: hardened as Electron's security checklist says, and nothing on it but the film. */
export function stageWindowOptions(look: WindowLook): Electron.BrowserWindowConstructorOptions {
  return {
    ...look.bounds,
    show: false,
    title: 'Mien',
    backgroundColor: '#000000',
    frame: !look.fills,
    kiosk: look.kiosk,
    fullscreen: look.fills,
    autoHideMenuBar: true,
    webPreferences: {
      preload: look.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: false,
      disableDialogs: true,
      // The film goes on when something covers it, and its sound needs no click first.
      backgroundThrottling: false,
      autoplayPolicy: 'no-user-gesture-required',
      // Nothing of a visit is kept on disk: a session in memory, gone with the window.
      partition: 'mien-stage',
    },
  };
}
