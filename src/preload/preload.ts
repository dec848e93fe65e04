import { contextBridge, ipcRenderer } from 'electron';
import { BRIDGE_CHANNELS, type Bridge } from '../protocol/bridge.ts';

/**
 * The bridge between Electron and the stage page: messages over IPC, camera frames over a MessagePort that main hands
 * over once the page has loaded. A page sees `window.mien` and nothing else of Electron.
 */

const waiting: unknown[] = [];
let listener: ((message: unknown) => void) | null = null;
let frames: MessagePort | null = null;
let pending = 0;

ipcRenderer.on(BRIDGE_CHANNELS.toPage, (_event, message: unknown) => {
  if (listener === null) waiting.push(message);
  else listener(message);
});

ipcRenderer.on(BRIDGE_CHANNELS.frames, (event) => {
  const port = event.ports[0];
  if (port === undefined) return;
  frames?.close();
  frames = port;
  pending = 0;
  port.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'number') pending = Math.max(0, pending - data);
  };
});

const bridge: Bridge = {
  send: (message) => ipcRenderer.send(BRIDGE_CHANNELS.toMain, message),
  onMessage: (next) => {
    listener = next;
    for (const message of waiting.splice(0)) next(message);
  },
  sendFrame: (bytes) => {
    if (frames === null) return;
    pending += bytes.length;
    // Electron cannot transfer an ArrayBuffer through its ports (electron#34905): this is the one copy of a frame.
    frames.postMessage(bytes);
  },
  pendingBytes: () => pending,
};

contextBridge.exposeInMainWorld('mien', bridge);
