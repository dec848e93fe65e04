/**
 * The one object that Electron's preload script puts on a page, and the channels behind it. The browser host has none
 * of this: there the page opens a WebSocket. Messages are parsed at both ends, so here they are unknown.
 */
export interface Bridge {
  /** In order; what is said before main listens is held until it does. */
  send(message: unknown): void;
  /** Every message from main, in order; those that came before the first listener are kept for it. */
  onMessage(listener: (message: unknown) => void): void;
  /** One encoded camera frame (frame-codec.ts), copied once on its way to main's MessagePort. */
  sendFrame(bytes: Uint8Array): void;
  /** Bytes of frames that main has not yet said it took. */
  pendingBytes(): number;
}

/** Electron IPC channels. Messages travel as plain objects on `toMain` and `toPage`. */
export const BRIDGE_CHANNELS = {
  toMain: 'mien:to-main',
  toPage: 'mien:to-page',
  /**
   * Main sends this with one MessagePort, and listens to `toMain` from then on; the page's frames go into the port, and main
   * posts back each frame's byte count.
   */
  frames: 'mien:frames',
} as const;
