import type { WebSocket, WebSocketServer } from 'ws';

/** A phone that is there answers in well under a second; one that fell asleep or left the network never does. */
const PING_EVERY_MS = 15_000;

/**
 * Cuts off sockets whose other end has gone without a word: the system itself takes a quarter of an hour to notice, and holds
 * one that it is not asked to write to for open for ever. Whoever has not answered one ping by the next is gone.
 * @returns ends it.
 */
export function cutOffSilent(sockets: WebSocketServer): () => void {
  const asked = new WeakSet<WebSocket>();
  const timer = setInterval(() => {
    for (const socket of sockets.clients) {
      if (asked.has(socket)) {
        socket.terminate();
        continue;
      }
      asked.add(socket);
      socket.once('pong', () => asked.delete(socket));
      socket.ping();
    }
  }, PING_EVERY_MS);
  return () => clearInterval(timer);
}
