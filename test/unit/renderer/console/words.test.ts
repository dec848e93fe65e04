import { describe, expect, it } from 'vitest';
import type { ShowNow } from '../../../../src/protocol/console-messages.ts';
import { roomSentence, stateSentence, trouble } from '../../../../src/renderer/console/words.ts';

const NOW: ShowNow = {
  type: 'status',
  scene: 'open',
  sceneMs: 0,
  clipMs: 1000,
  isInSession: true,
  sessionMs: 83_000,
  sessions: 1,
  hasPage: true,
  isPaused: false,
  isClosed: false,
  isStopped: false,
  isDark: false,
  isHeld: false,
  forced: null,
  volume: 1,
  subtitles: null,
  soundTrack: null,
  camera: { state: 'live', label: 'a camera', wanted: null, all: [] },
  recogniser: { wanted: 'auto', all: ['auto'] },
  zone: null,
  uptimeSeconds: 1,
  temperature: null,
};

describe("the console's first sentences", () => {
  const OFF = { ...NOW, camera: { ...NOW.camera, state: 'off' } } as const;

  it.each([
    [NOW, 'A visit is on, 1:23 so far.', 'Nobody is in view.'],
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
