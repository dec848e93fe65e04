import { BrowserWindow, session } from 'electron';
import { consoleWindowOptions, isOfOrigin } from './window-policy.ts';

/**
 * The operator's page above the stage: it talks to the console's own server on this machine and to nothing else, and may
 * use no device. Resolves when it is shown.
 */
export async function openConsoleWindow(address: string): Promise<BrowserWindow> {
  const { origin } = new URL(address);
  const operators = session.fromPartition('mien-console');
  operators.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  operators.setPermissionCheckHandler(() => false);
  operators.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isOfOrigin(details.url, origin) }));
  const window = new BrowserWindow(consoleWindowOptions());
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  window.webContents.on('will-navigate', (event) => event.preventDefault());
  await window.loadURL(address);
  window.show();
  return window;
}
