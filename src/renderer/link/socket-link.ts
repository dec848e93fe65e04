import type { Link } from '../../protocol/link.ts';
import { mainToStageSchema, type MainToStage, type StageToMain } from '../../protocol/messages.ts';
import { parseText } from '../../protocol/parse-message.ts';
import { LastingSocket } from './lasting-socket.ts';

/**
 * A link over a WebSocket that reconnects for ever. What was sent while it was cut is not sent again: main asks by
 * welcoming the page anew, and facts of a minute ago help nobody.
 */
export class SocketLink implements Link<StageToMain, MainToStage> {
  readonly #messageListeners: ((message: MainToStage) => void)[] = [];
  readonly #closedListeners: (() => void)[] = [];
  readonly #socket: LastingSocket;

  constructor(address: string, onOpened: () => void) {
    this.#socket = new LastingSocket(address, {
      onOpened,
      onText: (text) => {
        const parsed = parseText(mainToStageSchema, text);
        if (!parsed.ok) console.warn(`refused a message from main: ${parsed.reason}`);
        else for (const listener of this.#messageListeners) listener(parsed.value);
      },
      onClosed: () => {
        for (const listener of this.#closedListeners) listener();
      },
    });
  }

  send(message: StageToMain): void {
    this.#socket.send(JSON.stringify(message));
  }

  onMessage(listener: (message: MainToStage) => void): void {
    this.#messageListeners.push(listener);
  }

  onFrame(): void {
    // Main sends no frames.
  }

  sendFrame(bytes: Uint8Array<ArrayBuffer>): void {
    this.#socket.send(bytes);
  }

  pendingBytes(): number {
    return this.#socket.pendingBytes();
  }

  onClosed(listener: () => void): void {
    this.#closedListeners.push(listener);
  }

  close(): void {
    this.#socket.close();
  }
}
