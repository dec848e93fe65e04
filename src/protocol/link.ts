/**
 * One connection between main and a page, whoever carries it: a WebSocket on loopback (browser host) or Electron's
 * ports. Messages arrive parsed; what does not parse never reaches a listener, the carrier reports it as refused.
 */
export interface Link<Out, In> {
  send(message: Out): void;
  onMessage(listener: (message: In) => void): void;
  /** Camera frames as `frame-codec.ts` lays them out. Main only listens, pages only send. */
  onFrame(listener: (bytes: Uint8Array) => void): void;
  sendFrame(bytes: Uint8Array): void;
  /** Bytes handed over but not yet gone: the sender of frames drops a frame rather than queue behind one. */
  pendingBytes(): number;
  onClosed(listener: () => void): void;
  close(): void;
}
