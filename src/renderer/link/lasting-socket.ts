/** First wait before a new try, and the longest one: a restarted show is back on the stage within a second or two. */
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 1000;

export interface LastingSocketListener {
  /** At each (re)connection. */
  readonly onOpened?: () => void;
  readonly onText?: (text: string) => void;
  readonly onClosed?: () => void;
}

/** A WebSocket that reconnects for ever. While it is cut, what is sent is dropped. */
export class LastingSocket {
  readonly #address: string;
  readonly #listener: LastingSocketListener;
  #socket: WebSocket | null = null;
  #retryMs = FIRST_RETRY_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #finished = false;

  constructor(address: string, listener: LastingSocketListener = {}) {
    this.#address = address;
    this.#listener = listener;
    this.#open();
  }

  #open(): void {
    const socket = new WebSocket(this.#address);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.onopen = () => {
      this.#retryMs = FIRST_RETRY_MS;
      this.#listener.onOpened?.();
    };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (typeof data === 'string') this.#listener.onText?.(data);
    };
    socket.onclose = () => {
      this.#socket = null;
      if (this.#finished) return;
      this.#listener.onClosed?.();
      this.#timer = setTimeout(() => this.#open(), this.#retryMs);
      this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
    };
  }

  /** What is sent may be changed as soon as this returns: the browser has taken a copy. */
  send(data: string | Uint8Array<ArrayBuffer>): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(data);
  }

  pendingBytes(): number {
    return this.#socket?.bufferedAmount ?? 0;
  }

  close(): void {
    this.#finished = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
  }
}
