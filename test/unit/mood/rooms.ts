import type { Emotion, Scores } from '../../../src/protocol/emotions.ts';
import { EMOTIONS, scoresFrom } from '../../../src/protocol/emotions.ts';
import type { Face, Reading } from '../../../src/protocol/reading.ts';
import type { MoodState } from '../../../src/mood/mood-fold.ts';
import { emptyRoom, stepMood } from '../../../src/mood/mood-fold.ts';
import type { ReadingRules } from '../../../src/mood/mood.ts';

/** Rooms and visitors to test with: a 640x480 frame, faces placed by their centre in pixels. */

export const RULES: ReadingRules = {
  emotions: ['happiness', 'sadness', 'calm'],
  weights: {},
  windowMs: 4000,
  confidence: 0.4,
  margin: 0.1,
  audience: 'nearest',
  baseline: false,
};

/** Scores with some emotions named; what is left is shared by the others, so that they sum to 1. */
export function feels(named: Partial<Record<Emotion, number>>): Scores {
  const rest = 1 - Object.values(named).reduce((sum, value) => sum + value, 0);
  const others = EMOTIONS.filter((emotion) => named[emotion] === undefined).length;
  return scoresFrom(EMOTIONS.map((emotion) => named[emotion] ?? Math.max(0, rest) / Math.max(1, others)));
}

export const HAPPY = feels({ happiness: 0.9 });
export const SAD = feels({ sadness: 0.9 });
export const CALM = feels({ calm: 0.9 });

/** A face by the centre of its box and its side, pixels. */
export function face(x: number, y: number, size: number, scores: Scores | null = CALM, quality = 1): Face {
  return {
    box: [x - size / 2, y - size / 2, size, size],
    scores,
    quality: scores === null ? 0 : quality,
    detection: 0.95,
  };
}

export function reading(capturedAtMs: number, ...faces: readonly Face[]): Reading {
  return { type: 'reading', capturedAtMs, frameWidth: 640, frameHeight: 480, faces, tookMs: 10 };
}

export interface Step {
  readonly atMs: number;
  readonly room: MoodState;
}

/** Plays what a scene shows at each time, at an even rate, and gives every state on the way. */
export function playScene(
  scene: (atMs: number) => readonly Face[],
  options: { readonly fromMs?: number; readonly toMs: number; readonly perSecond?: number; readonly room?: MoodState },
): readonly Step[] {
  const { fromMs = 0, toMs, perSecond = 10 } = options;
  let room = options.room ?? emptyRoom();
  const steps: Step[] = [];
  for (let index = 0; fromMs + (index * 1000) / perSecond <= toMs + 1e-6; index++) {
    const atMs = fromMs + (index * 1000) / perSecond;
    room = stepMood(room, reading(atMs, ...scene(atMs)), atMs);
    steps.push({ atMs, room });
  }
  return steps;
}

export function lastRoom(steps: readonly Step[]): MoodState {
  return steps.at(-1)!.room;
}

/** Someone who stands there: sways as people do, by some 4 % of the face's size over seconds. */
export function standing(atMs: number, x: number, y: number, size: number, scores: Scores | null = CALM): Face {
  const turn = (2 * Math.PI * atMs) / 5000;
  return face(x + 0.05 * size * Math.sin(turn), y + 0.02 * size * Math.cos(turn * 0.7), size, scores);
}

/** A generator of numbers from 0 to 1 by a seed (mulberry32), so that every run tests the same. */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
