import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConsoleDesk, type ConsoleDeskOptions } from '../../../../src/main/console/console-desk.ts';
import type { ConsoleLink } from '../../../../src/main/console/console-link.ts';
import type { ConsoleToMain, MainToConsole, ShowNow, Staging } from '../../../../src/protocol/console-messages.ts';

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

function deskOf(over: Partial<ConsoleDeskOptions> = {}): ConsoleDesk {
  return new ConsoleDesk({
    nowMs: () => 0,
    now: () => new Date(),
    status: () => ({ type: 'status' }) as ShowNow,
    staging: () => ({ type: 'staging' }) as Staging,
    memoryMb: () => 1,
    pictures: () => ({ picturesPerSecond: null, picturesDropped: 0 }),
    obey: () => ({ done: true }),
    pair: () => ({ code: '123456', addresses: [] }),
    onTouched: () => undefined,
    onArrive: () => undefined,
    ...over,
  });
}

describe("the operators' pages", () => {
  it('that somebody uses are told of where they are on the stage’s machine, and may lie over the film', () => {
    let touched = 0;
    const desk = deskOf({ onTouched: () => (touched += 1) });
    const [here, far] = [linkOf(true), linkOf(false)];
    for (const { link } of [here, far]) desk.attach(link);
    far.say({ type: 'touched' });
    expect(touched).toBe(0);
    here.say({ type: 'touched' });
    expect(touched).toBe(1);
    desk.close();
  });

  it('are told each second how many pictures the stage shows, and how many it dropped in that second alone', () => {
    const counted = [
      { picturesPerSecond: 24, picturesDropped: 3 },
      { picturesPerSecond: 20.5, picturesDropped: 7 },
      { picturesPerSecond: null, picturesDropped: 7 },
    ];
    const heard: MainToConsole[] = [];
    const desk = deskOf({ pictures: () => counted.shift()! });
    desk.attach({ ...linkOf(true).link, send: (message) => heard.push(message) > 0 });
    vi.advanceTimersByTime(3000);
    const samples = heard.flatMap((message) => (message.type === 'samples' ? message.samples : []));
    expect(samples).toMatchObject([
      { picturesPerSecond: 24, picturesDropped: 3 },
      { picturesPerSecond: 20.5, picturesDropped: 4 },
      { picturesPerSecond: null, picturesDropped: 0 },
    ]);
    desk.close();
  });
});
