import type { Emotion, Scores } from '../protocol/emotions.ts';
import { EMOTIONS } from '../protocol/emotions.ts';
import type { Stillness } from './stillness.ts';

/** A face's box in units of the frame's height, so that a change of the camera's resolution moves nobody. */
export interface Place {
  /** Centre. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One number an emotion, in the order of `EMOTIONS`; sums to 1. Arrays, since a window holds hundreds of them. */
export type Vector = readonly number[];

/** What was read of one viewer within some 50 ms: one reading, or a few merged at high rates. */
export interface Sample {
  readonly atMs: number;
  /** How far it is to be trusted, 0..1; 0 where the face was seen but not legible. */
  readonly quality: number;
  readonly scores: Vector;
  /** Linear size of the face, in frame heights. */
  readonly size: number;
  /** Readings that went into it, and how many of them were legible. */
  readonly looks: number;
  readonly legible: number;
}

/** All that is remembered of a viewer's readings, oldest first: `past` by the second, then `recent` as they came. */
export interface Window {
  readonly past: readonly Sample[];
  readonly recent: readonly Sample[];
}

/** Mean of the face while the opening played. */
export interface RestingFace {
  /** For how long it was read, milliseconds, weighted by quality. */
  readonly learntMs: number;
  readonly mean: Vector;
}

/** A face followed over time. */
export interface Viewer {
  readonly id: number;
  readonly place: Place;
  /** Movement of the centre, frame heights a second. */
  readonly velocity: readonly [number, number];
  /** Linear size (root of the area) in frame heights, smoothed over some 0.3 s. */
  readonly size: number;
  /** When this visit began and when the face was last seen, capture times. */
  readonly sinceMs: number;
  readonly seenMs: number;
  /** Since when it has been there without a gap longer than a missed detection. */
  readonly steadySinceMs: number;
  /** Whether it was ever there steadily for `CONFIRM_MS`: not a detector's ghost. */
  readonly confirmed: boolean;
  readonly window: Window;
  readonly rest: RestingFace | null;
  readonly still: Stillness;
  /** The newest look at it, for the console. */
  readonly scores: Scores | null;
  readonly quality: number;
}

export function vectorOf(scores: Scores): Vector {
  return EMOTIONS.map((emotion) => scores[emotion]);
}

export function indexOfEmotion(emotion: Emotion): number {
  return EMOTIONS.indexOf(emotion);
}

/** Root of the area: the linear size that stands for nearness. */
export function sizeOf(place: Place): number {
  return Math.sqrt(place.width * place.height);
}
