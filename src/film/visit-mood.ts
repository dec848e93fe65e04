import type { Emotion } from '../protocol/emotions.ts';
import { NO_MOOD, type Mood } from '../mood/mood.ts';
import { moodAt } from '../mood/mood-fold.ts';
import type { CompiledFilm, CompiledScene } from './compiled-film.ts';
import { sceneOf } from './film-fold.ts';
import type { VisitState } from './visit.ts';

/** The pace at which the mood is followed back through a scene, for what stays dominant by hysteresis. */
const FOLLOW_MS = 500;
/** Readings are kept for a minute; further back there is nothing to follow. */
const FOLLOW_BACK_MS = 60_000;

/** Whether a scene can go on before its end, so that it has to feel the mood all the while. */
export function feelsThroughout(scene: CompiledScene): boolean {
  return scene.repeat === null || scene.hold || scene.rules.some((rule) => rule.at.kind !== 'end');
}

/**
 * The mood of the scene now: over its own reading window, and no later than its reading closed. It depends on the
 * readings of the scene alone, not on how often it was asked for, so that a rehearsal and the show agree.
 */
export function moodNow(film: CompiledFilm, state: VisitState, nowMs: number): Mood {
  if (state.closed !== null) return state.closed;
  const scene = film.scenes[sceneOf(state.film)];
  if (scene === undefined) return NO_MOOD;
  const { rules, opensMs, closesMs } = scene.reading;
  const fromMs = state.sceneStartMs + opensMs;
  // Reading has not opened yet: nothing counts.
  if (fromMs > nowMs) return { ...NO_MOOD, why: 'reading has not opened yet in this scene' };
  const untilMs = closesMs === null ? nowMs : Math.min(nowMs, state.sceneStartMs + closesMs);
  const feel = (atMs: number, before: Emotion | null): Mood =>
    moodAt(state.room, rules, { fromMs, nowMs, untilMs: atMs }, before);
  if (feelsThroughout(scene)) return feel(untilMs, state.felt);
  const bare = feel(untilMs, null);
  // Where it is clear, what was dominant before changes nothing; only a doubtful mood is followed from the beginning.
  if (bare.dominant !== null || bare.scores === null) return bare;
  let before: Emotion | null = null;
  for (let atMs = Math.max(fromMs, untilMs - FOLLOW_BACK_MS) + FOLLOW_MS; atMs < untilMs; atMs += FOLLOW_MS) {
    before = feel(atMs, before).dominant;
  }
  return before === null ? bare : feel(untilMs, before);
}

/** When the reading of the scene closes, or null where it is open to its end. */
export function closesAtMs(film: CompiledFilm, state: VisitState): number | null {
  const closesMs = film.scenes[sceneOf(state.film)]?.reading.closesMs ?? null;
  return closesMs === null ? null : state.sceneStartMs + closesMs;
}
