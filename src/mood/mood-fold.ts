import type { Emotion } from '../protocol/emotions.ts';
import type { Reading } from '../protocol/reading.ts';
import { audienceScores, viewerMeans } from './audience.ts';
import { shiftRoom } from './clock-jump.ts';
import { dominance, restrict, shareOfFilm } from './dominance.ts';
import { JUMP_MS, STALE_MS } from './following-rules.ts';
import type { Mood, ReadingRules } from './mood.ts';
import { NO_MOOD } from './mood.ts';
import { stepNearest } from './nearest.ts';
import { hangsThere, stepPictures } from './pictures.ts';
import { somebodyUntil } from './presence.ts';
import type { MoodState } from './room.ts';
import type { Place } from './viewer.ts';
import { followFaces } from './viewers.ts';
import { whyNobody } from './why-nobody.ts';
import { EMPTY_WINDOW } from './window.ts';

/**
 * The door of this room: readings go in by `stepMood`, moods and presence come out. A fold over plain data whose clock
 * is an argument, so that playing, rehearsing, simulating and replaying are the same code over other readings.
 */
export { presenceAt, type Presence } from './presence.ts';
export { emptyRoom, type MoodState } from './room.ts';
export { viewersOf, type ViewerView } from './viewer-view.ts';

/**
 * One reading further. `nowMs` is main's clock, and the reading's capture time is believed up to 3 s behind it.
 * A reading that is repeated or comes after a newer one changes nothing. Where the clock went back, what is known of
 * the room goes back with it.
 */
export function stepMood(state: MoodState, reading: Reading, nowMs: number): MoodState {
  const room = nowMs < state.nowMs - JUMP_MS ? shiftRoom(state, nowMs - state.nowMs) : state;
  const atMs = Math.min(nowMs, Math.max(reading.capturedAtMs, nowMs - STALE_MS));
  if (room.readMs !== null && atMs <= room.readMs) return { ...room, nowMs: Math.max(room.nowMs, nowMs) };
  const { stillAfterMs, learning } = room;
  const isPicture = (place: Place): boolean => hangsThere(room.pictures, place);
  const { viewers, nextId } = followFaces(room, reading.faces, {
    atMs,
    frameHeight: reading.frameHeight,
    stillAfterMs,
    learning,
    isPicture,
  });
  // Every field by name: a spread costs ten times as much here, and a simulation steps a million times.
  return {
    viewers,
    nextId,
    nearest: stepNearest(room.nearest, viewers, atMs),
    pictures: stepPictures(room.pictures, viewers, atMs),
    stillAfterMs,
    learning,
    readMs: atMs,
    nowMs: Math.max(room.nowMs, nowMs),
    somebodyMs: somebodyUntil(room, viewers, atMs),
    frame: { width: reading.frameWidth, height: reading.frameHeight },
  };
}

/**
 * What the room feels over max(fromMs, untilMs - windowMs)..untilMs; `fromMs` is when the scene's reading opened,
 * `untilMs` when it closed, `nowMs` where it has not.
 * `previousDominant` is the last mood's `dominant`, for the hysteresis; null at a new reading. Ask at an even pace of
 * the clock (10 times a second), not at each reading, and the mood is the same at every frame rate.
 */
export function moodAt(
  state: MoodState,
  rules: ReadingRules,
  span: { readonly fromMs: number; readonly nowMs: number; readonly untilMs?: number },
  previousDominant: Emotion | null,
): Mood {
  // A clock that went back since the last reading: the readings' own time holds until the next one sets it right.
  const nowMs = span.nowMs < state.nowMs - JUMP_MS ? state.nowMs : span.nowMs;
  const openedMs = span.fromMs > nowMs ? -Infinity : span.fromMs;
  const untilMs = Math.min(nowMs, span.untilMs ?? nowMs);
  const fromMs = Math.max(openedMs, untilMs - rules.windowMs);
  const means = viewerMeans(state.viewers, rules, fromMs, untilMs);
  if (means.length === 0) return { ...NO_MOOD, why: whyNobody(state, fromMs, untilMs) };
  const all = audienceScores(means, rules, state.nearest?.id ?? null);
  const scores = restrict(all, rules);
  const { dominant, leading, lead, why } = dominance(scores, rules, previousDominant, shareOfFilm(all, rules));
  let readings = 0;
  for (const mean of means) readings = Math.max(readings, mean.readings);
  return { scores, dominant, leading, lead, viewers: means.length, readings, why };
}

/** Begins or stops to learn the resting faces; on while the opening plays. */
export function learnBaseline(state: MoodState, on: boolean): MoodState {
  return state.learning === on ? state : { ...state, learning: on };
}

/**
 * After a session nothing of it is left: windows and resting faces are dropped, and who still stands there begins a
 * new visit under a new id. Only what belongs to the room stays: pictures, and for how long a face has been still.
 */
export function forgetSession(state: MoodState): MoodState {
  const { readMs } = state;
  if (readMs === null) return state;
  const there = state.viewers.filter((viewer) => viewer.seenMs === readMs);
  return {
    ...state,
    viewers: there.map((viewer, index) => ({
      ...viewer,
      id: state.nextId + index,
      sinceMs: readMs,
      steadySinceMs: readMs,
      confirmed: false,
      window: EMPTY_WINDOW,
      rest: null,
    })),
    nextId: state.nextId + there.length,
    nearest: null,
    somebodyMs: readMs,
  };
}

/** Nobody is looked at any more: who was there is forgotten at once. It is blindness, and nobody counts as having left. */
export function leaveRoom(state: MoodState): MoodState {
  return { ...state, viewers: [], nearest: null, readMs: null, somebodyMs: null };
}
