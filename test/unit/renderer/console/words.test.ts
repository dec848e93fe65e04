import { describe, expect, it } from 'vitest';
import { WITHOUT, type ShowNow } from '../../../../src/protocol/console-messages.ts';
import type { RoomFeed } from '../../../../src/protocol/room-feed.ts';
import {
  lessSentence,
  rateSentence,
  roomSentence,
  stateSentence,
  trouble,
} from '../../../../src/renderer/console/words.ts';

const NOW: ShowNow = {
  type: 'status',
  scene: 'sea',
  sceneMs: 0,
  clipMs: 1000,
  isInSession: false,
  sessionMs: 0,
  sessions: 0,
  hasPage: true,
  isPaused: false,
  isClosed: false,
  isStopped: false,
  isDark: false,
  without: 'nothing',
  isHeld: false,
  forced: null,
  volume: 1,
  subtitles: null,
  soundTrack: null,
  camera: { state: 'off', label: '', wanted: null, insteadOf: null, all: [] },
  recogniser: { wanted: 'auto', all: ['auto'] },
  zone: null,
  rates: null,
  uptimeSeconds: 1,
};

const now = (state: ShowNow['camera']['state'], isClosed = false): ShowNow => ({
  ...NOW,
  isClosed,
  camera: { ...NOW.camera, state },
});

describe('the console', () => {
  it('says nothing more of a show that plays as it was asked for', () => {
    expect([lessSentence(NOW), trouble(NOW)]).toEqual([null, null]);
    expect(stateSentence(NOW)).toBe('Waiting for somebody to come.');
    expect(roomSentence(now('live'), null)).toBe('Nobody is in view.');
  });

  it('says of a show without a camera that nobody is read, not that nobody is there', () => {
    expect(roomSentence(now('off'), null)).toBe('Nobody is read.');
    const viewer = { ignored: false };
    const room = { viewers: [viewer], mood: { dominant: null } } as unknown as RoomFeed;
    // Moods of a trace have people, and no camera.
    expect(roomSentence(now('off'), room)).toBe('One person is in view; no mood is clear.');
  });

  it.each(WITHOUT.slice(1))(
    'says in a sentence of its own that a show does without, after repeated failures: %s',
    (without) => {
      expect(lessSentence({ ...NOW, without })).toContain('after repeated failures');
    },
  );

  it('waits for nobody where only the opening plays, and looks for nobody without a camera', () => {
    expect(stateSentence({ ...NOW, without: 'visits' })).toBe('The opening plays over and over.');
    expect(stateSentence({ ...NOW, without: 'camera' })).toBe('Waiting for somebody to come.');
    for (const without of ['camera', 'visits'] as const) {
      expect(roomSentence({ ...NOW, without }, null)).toBe('Nobody is read.');
    }
  });
});

describe('what wants the hand of the operator', () => {
  it.each(['none', 'lost', 'denied', 'frozen', 'black'] as const)('a camera that is %s', (state) => {
    expect(trouble(now(state))).toContain('camera');
    // In a closed house it is off.
    expect(trouble(now(state, true))).toBeNull();
  });

  it('a camera that is in use in place of another, which is not there', () => {
    const camera = { state: 'live' as const, label: 'Built-in', wanted: 'Hall', insteadOf: 'Hall', all: ['Built-in'] };
    expect(trouble({ ...NOW, camera })).toBe('The camera "Hall" is not there; "Built-in" is in use.');
    expect(trouble({ ...NOW, camera: { ...camera, state: 'lost' } })).toContain('lost');
  });

  it.each(['live', 'off'] as const)('not a camera that is %s', (state) => {
    expect(trouble(now(state))).toBeNull();
  });
});

describe("the console's first sentences", () => {
  const OFF = { ...NOW, isInSession: true, sessionMs: 83_000 };
  const LIVE = { ...OFF, camera: { ...NOW.camera, state: 'live' as const } };

  it.each([
    [LIVE, 'A visit is on, 1:23 so far.', 'Nobody is in view.'],
    [{ ...OFF, isPaused: true }, 'A visit is on, 1:23 so far.', 'Reading is paused: nobody is read.'],
    [
      { ...OFF, isDark: true },
      'Blackout: the film goes on behind it, the camera is off.',
      'The screen is dark: nobody is read.',
    ],
    [
      { ...OFF, isDark: true, isClosed: true, isStopped: true },
      'Stopped: the screen is dark and the camera is off.',
      'The screen is dark: nobody is read.',
    ],
  ])('say what the show is doing and whether anybody is read (case %#)', (now, state, room) => {
    expect([stateSentence(now), roomSentence(now, null), trouble(now)]).toEqual([state, room, null]);
  });
});

describe('a screen whose rate does not suit the film', () => {
  it.each([
    [25, 60, 'Set the screen to 50 or 75 Hz if it can.'],
    [24, 60, 'Set the screen to 48 or 72 Hz if it can.'],
    [30, 50, 'Set the screen to 60 or 90 Hz if it can.'],
    [50, 60, 'Set the screen to 50 or 100 Hz if it can.'],
    [60, 30, 'Set the screen to 60 or 120 Hz if it can.'],
  ])('is told with one that would: %d on %d', (film, screen, advice) => {
    const sentence = rateSentence({ film, screen });
    expect(sentence).toContain(`The film has ${film} pictures a second and the screen shows ${screen}`);
    expect(sentence).toContain(advice);
  });

  it.each([
    [25, 50],
    [25.01, 74.97],
    [29.97, 59.94],
    [30, 60],
    [24, 144],
    [60, 60],
  ])('is none of these: %d on %d', (film, screen) => {
    expect(rateSentence({ film, screen })).toBeNull();
  });

  it('is not told before it is known, nor with advice that no screen could follow', () => {
    expect(rateSentence(null)).toBeNull();
    expect(rateSentence({ film: 7, screen: 60 })).toMatch(/longer than others\.$/);
  });
});
