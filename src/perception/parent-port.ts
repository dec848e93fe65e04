/** The connection to main, whichever of the two carries it: Electron's `utilityProcess` or Node's `fork`. */
export interface ParentPort {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Main is gone: nobody will ever read the answer. */
  onClosed(listener: () => void): void;
}

/** Electron's `process.parentPort`, as far as it is used; messages come wrapped in an event. */
interface ElectronParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

/** Node's end of `child_process.fork`, as far as it is used. */
interface ForkedProcess {
  readonly parentPort?: ElectronParentPort;
  send?(message: unknown): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'disconnect', listener: () => void): unknown;
}

/** @throws where the process was started by hand: it is of no use alone. */
export function connectToParent(process: ForkedProcess): ParentPort {
  const { parentPort } = process;
  if (parentPort !== undefined) {
    return {
      send: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', (event) => listener(event.data)),
      // Electron ends a utility process together with its parent.
      onClosed: () => undefined,
    };
  }
  if (process.send === undefined) throw new Error('the perception process is started by main, not by hand');
  return {
    send: (message) => void process.send?.(message),
    onMessage: (listener) => void process.on('message', listener),
    onClosed: (listener) => void process.on('disconnect', listener),
  };
}
