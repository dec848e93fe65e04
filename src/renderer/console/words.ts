import type { ShowNow } from '../../protocol/console-messages.ts';
import type { Emotion } from '../../protocol/emotions.ts';
import type { RoomFeed } from '../../protocol/room-feed.ts';

/** Colours of the emotions on a dark ground: apart for most eyes, each at least 4.5:1 against it. */
export const EMOTION_COLOURS: Readonly<Record<Emotion, string>> = {
  anger: '#ee7b6b',
  disgust: '#a5c05f',
  fear: '#b39af0',
  happiness: '#f0bd4a',
  sadness: '#78b0f0',
  surprise: '#ef9ccb',
  calm: '#5fcabb',
};

/** 83,000 ms is "1:23". */
export function minutes(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** What the piece is doing, in one sentence. */
export function stateSentence(now: ShowNow): string {
  if (now.isStopped) return 'Stopped: the screen is dark and the camera is off.';
  if (now.isClosed) return 'Closed by the opening hours.';
  if (!now.hasPage) return 'No screen is connected: the film goes on unseen.';
  if (now.isDark) return 'Blackout: the film goes on behind it, the camera is off.';
  if (now.isHeld) return 'This scene is held.';
  if (now.isInSession) return `A visit is on, ${minutes(now.sessionMs)} so far.`;
  if (now.without === 'visits') return 'The opening plays over and over.';
  return 'Waiting for somebody to come.';
}

/** Who is there and what they show, in one sentence. */
export function roomSentence(now: ShowNow, room: RoomFeed | null): string {
  if (now.forced !== null) return `You force ${now.forced}: nobody is read.`;
  if (now.isPaused) return 'Reading is paused: nobody is read.';
  if (now.isDark) return 'The screen is dark: nobody is read.';
  if (now.without === 'camera' || now.without === 'visits') return 'Nobody is read.';
  const count = room?.viewers.filter(({ ignored }) => !ignored).length ?? 0;
  if (room === null || count === 0) return now.camera.state === 'off' ? 'Nobody is read.' : 'Nobody is in view.';
  const who = count === 1 ? 'One person is in view' : `${count} people are in view`;
  return `${who}; ${room.mood.dominant === null ? 'no mood is clear' : `the mood is ${room.mood.dominant}`}.`;
}

const CAMERA_TROUBLE: Readonly<Partial<Record<ShowNow['camera']['state'], string>>> = {
  none: 'There is no camera; the stage goes on looking for one.',
  lost: 'The camera is lost; the film takes its own way.',
  denied: 'The camera may not be used.',
  frozen: "The camera's picture is frozen; it is opened anew.",
  black: "The camera's picture is black: something may cover the lens.",
};

/** Whether something wants the operator's hand. */
export function trouble(now: ShowNow): string | null {
  if (now.isClosed) return null;
  if (!now.hasPage) return 'The stage has no screen.';
  const { state, label, insteadOf } = now.camera;
  if (state === 'live' && insteadOf !== null) return `The camera "${insteadOf}" is not there; "${label}" is in use.`;
  return CAMERA_TROUBLE[state] ?? null;
}

const LESS: Readonly<Record<ShowNow['without'], string | null>> = {
  nothing: null,
  recogniser: 'Reading with the simplest recogniser after repeated failures.',
  camera: 'Running without the camera after repeated failures.',
  visits: 'Only the opening plays after repeated failures.',
};

/** What a show that kept failing does without: it goes on, but somebody should know. */
export function lessSentence(now: ShowNow): string | null {
  return LESS[now.without];
}

/** A screen of this many pictures a second or more is usual, of no more than that likewise. */
const [LEAST_HERTZ, MOST_HERTZ] = [47, 145];

/** Null where each picture of the film stands as long as the next, or it is not known. */
export function rateSentence(rates: ShowNow['rates']): string | null {
  if (rates === null) return null;
  const times = rates.screen / rates.film;
  if (times > 0.9 && Math.abs(times - Math.round(times)) < 0.02) return null;
  const film = Math.round(rates.film);
  const even = [1, 2, 3, 4, 5, 6].map((n) => n * film).filter((hertz) => hertz >= LEAST_HERTZ && hertz <= MOST_HERTZ);
  const said = `The film has ${film} pictures a second and the screen shows ${Math.round(rates.screen)}, so some stand longer than others.`;
  return even.length === 0 ? said : `${said} Set the screen to ${even.slice(0, 2).join(' or ')} Hz if it can.`;
}
