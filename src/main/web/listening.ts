import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Listens, and nobody else on that port. @returns the port. Rejects with Node's error where it is taken. */
export function listenOn(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Refuses to make a WebSocket of a request. */
export function turnAway(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}

/** Connections that have asked for nothing yet: a page asks at once. Beyond this the oldest gives way to a new one. */
const MOST_SILENT = 32;

/**
 * Whoever holds connections open and says nothing keeps no page out: at the limit the system would turn away the next clip, and
 * the film would stand still until the silent ones are timed out.
 */
export function letSilentGiveWay(server: Server): void {
  const silent = new Set<Socket>();
  server.on('connection', (socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
    const [oldest] = silent;
    if (silent.size > MOST_SILENT) oldest?.destroy();
  });
  const spoken = ({ socket }: IncomingMessage): void => void silent.delete(socket);
  server.on('request', spoken).on('upgrade', spoken);
}
