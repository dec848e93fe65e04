import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { PageSockets } from '../../../../src/main/hosts/browser/page-sockets.ts';
import type { LinkAsked } from '../../../../src/main/hosts/browser/loopback-server.ts';
import type { StageLink } from '../../../../src/main/hosts/host.ts';
import { encodeFrame } from '../../../../src/protocol/frame-codec.ts';

const PAGE = '5f0c9b1e-0000-4000-8000-000000000001';
const BROWSER = '5f0c9b1e-0000-4000-8000-00000000000b';
const OTHER = '5f0c9b1e-0000-4000-8000-000000000002';

class Socket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  bufferedAmount = 0;
  close(): void {
    this.readyState = 3;
    this.emit('close');
  }
  frame(capturedAtMs: number): void {
    const pixels = new Uint8Array(4);
    this.emit('message', Buffer.from(encodeFrame({ capturedAtMs, width: 2, height: 2, format: 'grey', pixels })), true);
  }
}

function house(): {
  readonly refused: string[];
  readonly sockets: PageSockets;
  readonly page: (
    id: string | null,
    browser?: string,
  ) => {
    readonly socket: Socket;
    readonly link: StageLink;
    readonly frames: number[];
  };
  readonly camera: (framesOf: string, browser?: string) => Socket;
} {
  const refused: string[] = [];
  const sockets = new PageSockets((reason) => refused.push(reason));
  const join = (
    asked: Pick<LinkAsked, 'page' | 'framesOf'>,
    browser: string | null = null,
  ): [Socket, StageLink | null] => {
    const socket = new Socket();
    return [socket, sockets.join(socket as unknown as WebSocket, { ...asked, browser })];
  };
  return {
    refused,
    sockets,
    page: (id, browser) => {
      const [socket, link] = join({ page: id, framesOf: null }, browser);
      if (link === null) throw new Error('a page got no link');
      const frames: number[] = [];
      link.onFrame((bytes) => frames.push(bytes.length));
      return { socket, link, frames };
    },
    camera: (framesOf, browser) => {
      const [socket, link] = join({ page: null, framesOf }, browser);
      expect(link).toBeNull();
      return socket;
    },
  };
}

describe('the sockets of pages and of their cameras', () => {
  it('give a page the frames of its own camera, and of no other', () => {
    const { page, camera } = house();
    const [ours, theirs] = [page(PAGE), page(OTHER)];
    camera(PAGE).frame(1);
    expect([ours.frames.length, theirs.frames.length]).toEqual([1, 0]);
  });

  it('take frames over the page itself as well, for a browser that cannot read a camera beside it', () => {
    const { page } = house();
    const ours = page(null);
    ours.socket.frame(1);
    expect(ours.frames).toHaveLength(1);
  });

  it('cut off a camera whose page is gone', () => {
    const { page, camera } = house();
    const ours = page(PAGE);
    const eyes = camera(PAGE);
    ours.socket.close();
    eyes.frame(1);
    expect(eyes.readyState).toBe(3);
    expect(ours.frames).toHaveLength(0);
  });

  it('go on with a page that came back before its first socket was given up', () => {
    const { page, camera } = house();
    const before = page(PAGE);
    const after = page(PAGE);
    before.socket.close();
    camera(PAGE).frame(1);
    expect([before.frames.length, after.frames.length]).toEqual([0, 1]);
  });

  it('tell whether a page of a browser is linked: one of its pages is enough, its camera is not', () => {
    const { sockets, page, camera } = house();
    const links = (): string[] => [BROWSER, OTHER].map((browser) => sockets.linkOf(browser));
    camera(PAGE, BROWSER);
    page(null);
    expect(links()).toEqual(['awaited', 'awaited']);
    const [left, right] = [page(PAGE, BROWSER), page(OTHER, BROWSER)];
    expect([left.link.browser, links()]).toEqual([BROWSER, ['linked', 'awaited']]);
    left.socket.close();
    expect(links()).toEqual(['linked', 'awaited']);
    right.socket.close();
    expect(links()).toEqual(['lost', 'awaited']);
  });

  it('keep nothing of a browser that is gone: over weeks there are many', () => {
    const { sockets, page } = house();
    const ours = page(PAGE, BROWSER);
    sockets.forget(BROWSER);
    expect(sockets.linkOf(BROWSER)).toBe('linked');
    ours.socket.close();
    expect(sockets.linkOf(BROWSER)).toBe('awaited');
  });

  it('refuse bytes that are no frame, wherever they come from', () => {
    const { page, camera, refused } = house();
    const ours = page(PAGE);
    camera(PAGE).emit('message', Buffer.from('no frame at all'), true);
    expect(refused).toHaveLength(1);
    expect(ours.frames).toHaveLength(0);
  });
});
