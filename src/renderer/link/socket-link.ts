import type { Link } from '../../protocol/link.ts';
import { mainToStageSchema, type MainToStage, type StageToMain } from '../../protocol/messages.ts';
import { parseText } from '../../protocol/parse-message.ts';

/** First wait before a new try, and the longest one: a restarted show is back on the stage within a second or two. */
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 1000;

/**
 * A link over a WebSocket that reconnects for ever. While it is cut, what is sent is dropped: main asks again by
 * welcoming the page anew, and facts of a minute ago help nobody.
 */
export class SocketLink implements Link<StageToMain, MainToStage> {
  readonly #address: string;
  readonly #onOpened: () => void;
  readonly #messageListeners: ((message: MainToStage) => void)[] = [];
  readonly #closedListeners: (() => void)[] = [];
  #socket: WebSocket | null = null;
  #retryMs = FIRST_RETRY_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #finished = false;

  constructor(address: string, onOpened: () => void) {
    this.#address = address;
    this.#onOpened = onOpened;
    this.#open();
  }

  #open(): void {
    const socket = new WebSocket(this.#address);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.onopen = () => {
      this.#retryMs = FIRST_RETRY_MS;
      this.#onOpened();
    };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (typeof data !== 'string') return;
      const parsed = parseText(mainToStageSchema, data);
      if (!parsed.ok) console.warn(`refused a message from main: ${parsed.reason}`);
      else for (const listener of this.#messageListeners) listener(parsed.value);
    };
    socket.onclose = () => {
      this.#socket = null;
      if (this.#finished) return;
      for (const listener of this.#closedListeners) listener();
      this.#timer = setTimeout(() => this.#open(), this.#retryMs);
      this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
    };
  }

  get #isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  send(message: StageToMain): void {
    if (this.#isOpen) this.#socket?.send(JSON.stringify(message));
  }

  onMessage(listener: (message: MainToStage) => void): void {
    this.#messageListeners.push(listener);
  }

  onFrame(): void {
    // Main sends no frames.
  }

  sendFrame(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#isOpen) this.#socket?.send(bytes);
  }

  pendingBytes(): number {
    return this.#socket?.bufferedAmount ?? 0;
  }

  onClosed(listener: () => void): void {
    this.#closedListeners.push(listener);
  }

  close(): void {
    this.#finished = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
  }
}
