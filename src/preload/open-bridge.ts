import { BRIDGE_CHANNELS, type Bridge } from '../protocol/bridge.ts';

/** What of Electron's `ipcRenderer` the bridge uses. */
export interface Ipc {
  on(channel: string, listener: (event: { readonly ports: readonly MessagePort[] }, message: unknown) => void): unknown;
  send(channel: string, message: unknown): void;
}

/** A page says hello before main listens, and presses a key or two at most. */
const MOST_HELD = 64;

/**
 * The page's end of the bridge. Main listens only once the page has loaded, which is after the page's script has said hello, and
 * Electron drops a message that nobody listens to: what the page says is held until main's port for frames has come, which
 * main sends as soon as it listens. A page that is loaded anew has a bridge of its own, which holds again.
 */
export function openBridge(ipc: Ipc): Bridge {
  const waiting: unknown[] = [];
  let held: unknown[] | null = [];
  let listener: ((message: unknown) => void) | null = null;
  let frames: MessagePort | null = null;
  let pending = 0;

  ipc.on(BRIDGE_CHANNELS.toPage, (_event, message) => {
    if (listener === null) waiting.push(message);
    else listener(message);
  });

  ipc.on(BRIDGE_CHANNELS.frames, ({ ports }) => {
    const port = ports[0];
    if (port === undefined) return;
    frames?.close();
    frames = port;
    pending = 0;
    port.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (typeof data === 'number') pending = Math.max(0, pending - data);
    };
    const said = held ?? [];
    held = null;
    for (const message of said) ipc.send(BRIDGE_CHANNELS.toMain, message);
  });

  return {
    send: (message) => {
      if (held === null) ipc.send(BRIDGE_CHANNELS.toMain, message);
      else if (held.length < MOST_HELD) held.push(message);
    },
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
}
