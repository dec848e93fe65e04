import type { Emotion } from '../protocol/emotions.ts';
import type { Box, Reading } from '../protocol/reading.ts';
import type { Scores } from '../protocol/emotions.ts';
import { audienceScores, viewerMeans } from './audience.ts';
import { dominance, restrict } from './dominance.ts';
import { BLIND_MS, JUMP_MS, STALE_MS } from './following-rules.ts';
import type { Mood, ReadingRules } from './mood.ts';
import { NO_MOOD } from './mood.ts';
import type { Nearest } from './nearest.ts';
import { isPresent, stepNearest } from './nearest.ts';
import type { Following } from './viewers.ts';
import { followFaces } from './viewers.ts';
import type { Viewer } from './viewer.ts';

/** All that is known of the room. Plain data: it can be kept as JSON and compared. */
export interface MoodState extends Following {
  readonly nearest: Nearest | null;
  /** Whether resting faces are being learnt (the opening plays). */
  readonly learning: boolean;
  /** A face that has not moved nor changed for so long is a picture. */
  readonly stillAfterMs: number;
  /** Capture time of the newest reading, or null before the first. */
  readonly readMs: number | null;
  /** Main's clock at the newest reading. */
  readonly nowMs: number;
  /** Until when somebody was there: of the watched time, for blindness is not absence. Null before the first reading. */
  readonly somebodyMs: number | null;
  /** Size of the newest frame, pixels. */
  readonly frame: { readonly width: number; readonly height: number };
}

/** Two minutes without the least movement: far longer than anybody stands like a statue before a film. */
export const STILL_AFTER_MS = 120_000;

/** A room of which nothing is known yet. */
export function emptyRoom(options: { readonly stillAfterMs?: number } = {}): MoodState {
  return {
    viewers: [],
    nextId: 1,
    nearest: null,
    learning: false,
    stillAfterMs: options.stillAfterMs ?? STILL_AFTER_MS,
    readMs: null,
    nowMs: 0,
    somebodyMs: null,
    frame: { width: 640, height: 480 },
  };
}

/** One reading further. `nowMs` is main's clock. Repeated and late readings change nothing. */
export function stepMood(state: MoodState, reading: Reading, nowMs: number): MoodState {
  const room = state.readMs !== null && nowMs < state.nowMs - JUMP_MS ? shifted(state, nowMs - state.nowMs) : state;
  const atMs = Math.min(nowMs, Math.max(reading.capturedAtMs, nowMs - STALE_MS));
  if (room.readMs !== null && atMs <= room.readMs) return room.nowMs >= nowMs ? room : { ...room, nowMs };
  const following = followFaces(
    room,
    { ...reading, capturedAtMs: atMs },
    { stillAfterMs: room.stillAfterMs, learning: room.learning, isPicture: () => false },
  );
  const blindMs = room.readMs === null ? 0 : Math.max(0, atMs - room.readMs - BLIND_MS);
  const somebody = following.viewers.filter((viewer) => isPresent(viewer, atMs));
  const lastSeenMs = somebody.reduce((last, viewer) => Math.max(last, viewer.seenMs), -Infinity);
  return {
    ...room,
    ...following,
    nearest: stepNearest(room.nearest, following.viewers, atMs),
    readMs: atMs,
    nowMs: Math.max(nowMs, room.nowMs),
    somebodyMs: Number.isFinite(lastSeenMs) ? lastSeenMs : (room.somebodyMs ?? atMs) + blindMs,
    frame: { width: reading.frameWidth, height: reading.frameHeight },
  };
}

/**
 * What the room feels over max(fromMs, nowMs - windowMs)..nowMs; `fromMs` is when the scene's reading opened.
 * `previousDominant` is the last mood's `dominant`, for the hysteresis; null at a new reading.
 */
export function moodAt(
  state: MoodState,
  rules: ReadingRules,
  span: { readonly fromMs: number; readonly nowMs: number },
  previousDominant: Emotion | null,
): Mood {
  // A clock that went back since the last reading: the readings' own time holds until the next one sets it right.
  const nowMs = span.nowMs < state.nowMs - JUMP_MS ? state.nowMs : span.nowMs;
  const openedMs = span.fromMs > nowMs ? -Infinity : span.fromMs;
  const fromMs = Math.max(openedMs, nowMs - rules.windowMs);
  const means = viewerMeans(state.viewers, rules, fromMs, nowMs);
  if (means.length === 0) return NO_MOOD;
  const scores = restrict(audienceScores(means, rules, state.nearest?.id ?? null), rules);
  return {
    scores,
    ...dominance(scores, rules, previousDominant),
    viewers: means.length,
    readings: means.reduce((most, mean) => Math.max(most, mean.readings), 0),
  };
}

/** Who is there. What was known holds for 2 s without readings; a machine that is blind for longer knows of nobody. */
export function presenceAt(
  state: MoodState,
  nowMs: number,
): { readonly viewers: number; readonly steadyForMs: number; readonly emptyForMs: number } {
  if (state.readMs === null || state.somebodyMs === null) return { viewers: 0, steadyForMs: 0, emptyForMs: 0 };
  const knownMs = Math.max(state.readMs, Math.min(nowMs, state.readMs + BLIND_MS));
  const readMs = state.readMs;
  const present = state.viewers.filter((viewer) => isPresent(viewer, readMs));
  if (present.length === 0) return { viewers: 0, steadyForMs: 0, emptyForMs: Math.max(0, knownMs - state.somebodyMs) };
  if (nowMs - readMs > BLIND_MS) return { viewers: 0, steadyForMs: 0, emptyForMs: 0 };
  const steadyForMs = present.reduce((most, viewer) => Math.max(most, knownMs - viewer.steadySinceMs), 0);
  return { viewers: present.length, steadyForMs, emptyForMs: 0 };
}

/** Begins or stops to learn the resting faces; on while the opening plays. */
export function learnBaseline(state: MoodState, on: boolean): MoodState {
  return state.learning === on ? state : { ...state, learning: on };
}

/**
 * After a session nothing of it is left: windows and resting faces are dropped, and who still stands there begins a
 * new visit under a new id. Only what belongs to the room stays (for how long a picture has hung still).
 */
export function forgetSession(state: MoodState): MoodState {
  const readMs = state.readMs;
  if (readMs === null) return state;
  let nextId = state.nextId;
  const viewers = state.viewers
    .filter((viewer) => viewer.seenMs === readMs)
    .map((viewer) => ({
      ...viewer,
      id: nextId++,
      sinceMs: readMs,
      steadySinceMs: readMs,
      samples: [],
      rest: null,
    }));
  return { ...state, viewers, nextId, nearest: null, somebodyMs: readMs };
}

/** A viewer as the console shows it. */
export interface ViewerView {
  readonly id: number;
  /** Pixels of the newest frame. */
  readonly box: Box;
  readonly scores: Scores | null;
  readonly quality: number;
  /** For how long this visit has gone on, milliseconds. */
  readonly forMs: number;
  readonly sinceMs: number;
  readonly isNearest: boolean;
  /** Taken for a picture, poster or screen: not read. */
  readonly ignored: boolean;
}

/** Everyone in view now, the largest face first. */
export function viewersOf(state: MoodState, nowMs: number): readonly ViewerView[] {
  const readMs = state.readMs;
  if (readMs === null || nowMs - readMs > BLIND_MS) return [];
  return state.viewers
    .filter((viewer) => (viewer.still.ignored ? viewer.seenMs === readMs : isPresent(viewer, readMs)))
    .sort((a, b) => b.size - a.size)
    .map((viewer) => ({
      id: viewer.id,
      box: boxOf(viewer, state.frame.height),
      scores: viewer.scores,
      quality: viewer.quality,
      forMs: Math.max(0, nowMs - viewer.sinceMs),
      sinceMs: viewer.sinceMs,
      isNearest: viewer.id === state.nearest?.id,
      ignored: viewer.still.ignored,
    }));
}

function boxOf(viewer: Viewer, frameHeight: number): Box {
  const { x, y, width, height } = viewer.place;
  return [(x - width / 2) * frameHeight, (y - height / 2) * frameHeight, width * frameHeight, height * frameHeight];
}

/** The same room with all its times moved: the clock jumped back, the visitors did not. */
function shifted(state: MoodState, byMs: number): MoodState {
  return {
    ...state,
    viewers: state.viewers.map((viewer) => ({
      ...viewer,
      sinceMs: viewer.sinceMs + byMs,
      seenMs: viewer.seenMs + byMs,
      steadySinceMs: viewer.steadySinceMs + byMs,
      samples: viewer.samples.map((sample) => ({ ...sample, atMs: sample.atMs + byMs })),
      still: { ...viewer.still, sinceMs: viewer.still.sinceMs + byMs },
    })),
    nearest: shiftedNearest(state.nearest, byMs),
    readMs: state.readMs === null ? null : state.readMs + byMs,
    nowMs: state.nowMs + byMs,
    somebodyMs: state.somebodyMs === null ? null : state.somebodyMs + byMs,
  };
}

function shiftedNearest(nearest: Nearest | null, byMs: number): Nearest | null {
  const challenger = nearest?.challenger ?? null;
  if (nearest === null || challenger === null) return nearest;
  return { id: nearest.id, challenger: { ...challenger, sinceMs: challenger.sinceMs + byMs } };
}
