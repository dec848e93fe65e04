import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConsoleDesk } from '../../../../src/main/console/console-desk.ts';
import type { ConsoleLink } from '../../../../src/main/console/console-link.ts';
import type { ConsoleToMain, ShowNow, Staging } from '../../../../src/protocol/console-messages.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A page's socket: what it says is heard, what it is sent is lost. */
function linkOf(isLocal: boolean): { link: ConsoleLink; say: (message: ConsoleToMain) => void } {
  let say: (message: ConsoleToMain) => void = () => undefined;
  const link: ConsoleLink = {
    isLocal,
    send: () => true,
    sendFrame: () => undefined,
    onMessage: (listener) => void (say = listener),
    onClosed: () => undefined,
    close: () => undefined,
  };
  return { link, say: (message) => say(message) };
}

describe("the operators' pages", () => {
  it('that somebody uses are told of where they are on the stage’s machine, and may lie over the film', () => {
    let touched = 0;
    const desk = new ConsoleDesk({
      nowMs: () => 0,
      now: () => new Date(),
      status: () => ({ type: 'status' }) as ShowNow,
      staging: () => ({ type: 'staging' }) as Staging,
      memoryMb: () => 1,
      obey: () => ({ done: true }),
      pair: () => ({ code: '123456', addresses: [] }),
      onTouched: () => (touched += 1),
      onArrive: () => undefined,
    });
    const [here, far] = [linkOf(true), linkOf(false)];
    for (const { link } of [here, far]) desk.attach(link);
    far.say({ type: 'touched' });
    expect(touched).toBe(0);
    here.say({ type: 'touched' });
    expect(touched).toBe(1);
    desk.close();
  });
});
