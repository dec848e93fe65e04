import type { WebSocket } from 'ws';
import { consoleToMainSchema, type ConsoleToMain, type MainToConsole } from '../../protocol/console-messages.ts';
import { parseText } from '../../protocol/parse-message.ts';
import { RateLimit } from './rate-limit.ts';

/** A slider that is dragged sends some 20 commands a second. */
const MOST_MESSAGES_A_SECOND = 50;
/** A page that does not take what it is sent gets nothing more until it does: two frames of the camera (1280x720, I420). */
const MOST_WAITING = 3 * 1024 * 1024;
const POLICY = 1008;

/** Main's end of a console's socket. Nothing that a page sends can throw here. */
export interface ConsoleLink {
  /** Whether the page is on the stage's own machine. */
  readonly isLocal: boolean;
  /** @returns whether it was taken: a page that is far behind gets nothing. */
  send(message: MainToConsole): boolean;
  /** A camera frame, to a page on this machine alone. */
  sendFrame(bytes: Uint8Array): void;
  onMessage(listener: (message: ConsoleToMain) => void): void;
  onClosed(listener: () => void): void;
  close(): void;
}

export function consoleLink(
  socket: WebSocket,
  isLocal: boolean,
  onRefused: (reason: string) => void,
  nowMs: () => number,
): ConsoleLink {
  const listeners: ((message: ConsoleToMain) => void)[] = [];
  const messages = new RateLimit(MOST_MESSAGES_A_SECOND, 1000);
  const mayTake = (): boolean => socket.readyState === socket.OPEN && socket.bufferedAmount < MOST_WAITING;

  socket.on('message', (data, isBinary) => {
    if (socket.readyState !== socket.OPEN) return;
    if (!messages.take('', nowMs())) {
      onRefused(`more than ${MOST_MESSAGES_A_SECOND} messages in a second; the console is cut off`);
      socket.close(POLICY, 'too many messages');
      return;
    }
    if (isBinary || !Buffer.isBuffer(data)) {
      onRefused('a message that is no text');
      return;
    }
    const parsed = parseText(consoleToMainSchema, data.toString('utf8'));
    if (!parsed.ok) onRefused(parsed.reason);
    else for (const listener of listeners) listener(parsed.value);
  });
  socket.on('error', (error) => onRefused(error.message));

  return {
    isLocal,
    send: (message) => {
      const taken = mayTake();
      if (taken) socket.send(JSON.stringify(message));
      return taken;
    },
    sendFrame: (bytes) => {
      if (isLocal && mayTake()) socket.send(bytes);
    },
    onMessage: (listener) => void listeners.push(listener),
    onClosed: (listener) => void socket.once('close', listener),
    close: () => socket.close(),
  };
}
