import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ShowStore } from '../../../../src/renderer/console/show-store.ts';

/** A socket of the page, as the test opens, feeds and cuts it. */
class Socket {
  static readonly OPEN = 1;
  readyState = 0;
  isClosed = false;
  onopen: () => void = () => undefined;
  onmessage: (event: { readonly data: unknown }) => void = () => undefined;
  onclose: () => void = () => undefined;

  constructor() {
    sockets.push(this);
  }

  opens(): void {
    this.readyState = Socket.OPEN;
    this.onopen();
  }
  hears(): void {
    this.onmessage({ data: JSON.stringify({ type: 'place', isLocal: false }) });
  }
  /** Nobody answers: the browser tells of the end long after. */
  close(): void {
    this.isClosed = true;
  }
}

let sockets: Socket[];
let store: ShowStore;

beforeEach(async () => {
  sockets = [];
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', Socket);
  vi.stubGlobal('window', { location: { protocol: 'http:', host: '127.0.0.1' } });
  vi.stubGlobal('fetch', () => Promise.resolve({ ok: true, status: 200 }));
  store = new ShowStore();
  await store.open();
  sockets[0]!.opens();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a phone that has left the network', () => {
  it('does not show what it heard last as if it were now: the link is lost after some seconds, and tried again', async () => {
    for (let heard = 0; heard < 20; heard += 1) {
      sockets[0]!.hears();
      await vi.advanceTimersByTimeAsync(500);
    }
    expect(store.state().link).toBe('open');
    await vi.advanceTimersByTimeAsync(4000);
    expect(store.state().link).toBe('lost');
    expect(sockets[0]!.isClosed).toBe(true);
    await vi.advanceTimersByTimeAsync(1000);
    expect(sockets).toHaveLength(2);
    sockets[1]!.opens();
    expect(store.state().link).toBe('open');
    // The end of the first is told at last.
    sockets[0]!.onclose();
    sockets[0]!.hears();
    expect(store.state()).toMatchObject({ link: 'open' });
  });

  it('connects once where the link ends at once', async () => {
    sockets[0]!.onclose();
    expect(store.state().link).toBe('lost');
    await vi.advanceTimersByTimeAsync(1000);
    expect(sockets).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(3000);
    expect(sockets).toHaveLength(2);
  });
});
