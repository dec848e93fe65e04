import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConsoleDesk, type ConsoleDeskOptions } from '../../../../src/main/console/console-desk.ts';
import type { ConsoleLink } from '../../../../src/main/console/console-link.ts';
import type { ConsoleToMain, MainToConsole, ShowNow, Staging } from '../../../../src/protocol/console-messages.ts';
import { roomFeedSchema, type RoomFeed } from '../../../../src/protocol/room-feed.ts';
import type { FakePage } from '../../../support/fake-page.ts';
import { wholeShow, type WholeShow } from '../../../support/whole-show.ts';
import { crossroads } from '../../film/small-films.ts';

const ONE_PERSON: RoomFeed = {
  type: 'room',
  atMs: 0,
  frame: { width: 320, height: 240 },
  viewers: [{ id: 1, box: [1, 1, 50, 50], scores: null, quality: 1, forMs: 500, isNearest: true, ignored: false }],
  mood: { scores: { calm: 1 }, dominant: 'calm', why: 'calm leads' },
  timings: { readMs: 20, captureToMoodMs: 40, readingsPerSecond: 10 },
};

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
    temperature: () => 61.5,
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

  it('are told each second how warm the machine is, how many pictures the stage shows, and how many it dropped in that second alone', () => {
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
      { picturesPerSecond: 24, picturesDropped: 3, temperature: 61.5 },
      { picturesPerSecond: 20.5, picturesDropped: 4 },
      { picturesPerSecond: null, picturesDropped: 0 },
    ]);
    desk.close();
  });

  it('show nobody any more when the room has not been read for three seconds, or at once when that is said', () => {
    let nowMs = 0;
    const heard: MainToConsole[] = [];
    const desk = deskOf({ nowMs: () => nowMs });
    desk.attach({ ...linkOf(false).link, send: (message) => heard.push(message) > 0 });
    const rooms = (): (readonly [number, RoomFeed['mood']['dominant']])[] =>
      heard.flatMap((message) =>
        message.type === 'room' ? [[message.viewers.length, message.mood.dominant] as const] : [],
      );
    const pass = (ms: number): void => {
      nowMs += ms;
      vi.advanceTimersByTime(ms);
    };
    desk.room(ONE_PERSON);
    pass(2000);
    expect(rooms()).toEqual([[1, 'calm']]);
    pass(2000);
    expect(rooms()).toEqual([
      [1, 'calm'],
      [0, null],
    ]);
    pass(10_000);
    expect(rooms()).toHaveLength(2);
    desk.room(ONE_PERSON);
    desk.forgetRoom();
    desk.forgetRoom();
    expect(rooms().slice(2)).toEqual([
      [1, 'calm'],
      [0, null],
    ]);
    expect(roomFeedSchema.safeParse(heard.findLast(({ type }) => type === 'room')).success).toBe(true);
    pass(1000);
    const sample = heard.at(-1);
    expect(sample?.type === 'samples' ? sample.samples : []).toMatchObject([{ scores: null, readingsPerSecond: 0 }]);
    desk.close();
  });
});

describe('a console', () => {
  let folder = '';
  let whole: WholeShow;
  beforeEach(async () => {
    vi.useRealTimers();
    folder = mkdtempSync(join(tmpdir(), 'mien-forgets-'));
    whole = await wholeShow(folder, crossroads());
  });
  afterEach(async () => {
    whole.operator.close();
    await whole.show.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ['somebody presses 0', (page) => page.tell({ type: 'unreadPressed' })],
    ['the staff pause', (page) => page.tell({ type: 'pausePressed' })],
    ['the camera is unplugged', (page) => page.tell({ type: 'camera', state: 'lost', label: 'Hall', detail: '' })],
  ] as const satisfies readonly (readonly [string, (page: FakePage) => void])[])(
    'shows nobody in view as soon as %s',
    async (_, act) => {
      const { page, operator } = whole;
      await operator.do({ do: 'force', emotion: 'calm' });
      await vi.waitFor(() => expect(operator.inView).toBe(1));
      await operator.do({ do: 'force', emotion: null });
      expect(operator.inView).toBe(1);
      act(page);
      // What was told before the answer has come before it.
      await operator.do({ do: 'hold', on: false });
      expect(operator.inView).toBe(0);
    },
  );
});
