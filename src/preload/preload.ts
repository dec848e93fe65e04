import { contextBridge, ipcRenderer } from 'electron';
import { openBridge } from './open-bridge.ts';

/**
 * The bridge between Electron and the stage page: messages over IPC, camera frames over a MessagePort that main hands
 * over once the page has loaded. A page sees `window.mien` and nothing else of Electron.
 */
contextBridge.exposeInMainWorld('mien', openBridge(ipcRenderer));
