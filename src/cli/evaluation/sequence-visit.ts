import { emptyRoom, learnBaseline, moodAt, stepMood } from '../../mood/mood-fold.ts';
import type { Mood } from '../../mood/mood.ts';
import { usualRules } from '../../mood/usual-rules.ts';
import type { Emotion } from '../../protocol/emotions.ts';
import type { Reading } from '../../protocol/reading.ts';

/** A camera's pace. */
const FRAME_MS = 1000 / 15;
/** So long the resting face is seen in the opening, as in scripts/study-mood.mjs. */
export const OPENING_MS = 4000;
/**
 * So long the last picture is held. An expression stands for half a second to four seconds (Ekman, Emotions Revealed,
 * 2003), while posed sequences are cut at its peak, some of them two pictures after it began; and a film that reads
 * until its scene ends decides a moment after its last frame was captured, not in that instant.
 */
export const HELD_MS = 1000;

/** What a camera would have read of a sequence. Each list is gone through over and over for as long as it lasts. */
export interface SequenceReadings {
  /** Of the first picture. */
  readonly opening: readonly Reading[];
  /** Of each picture, in order. */
  readonly scene: readonly Reading[];
  /** Of the last picture. */
  readonly held: readonly Reading[];
}

/**
 * The mood at the end of a visit that begins with the first picture in the opening and ends with the last one held, by
 * the rules of a film that states none of its own: a window of 4 s, the resting face taken off. Whether the first
 * picture shows a resting face the baseline finds out by itself: where something else than calm leads, nothing is taken
 * off. Confidence and margin are 0, since what is scored is the choice.
 */
export function moodAtEnd({ opening, scene, held }: SequenceReadings, emotions: readonly Emotion[]): Mood {
  let room = learnBaseline(emptyRoom(), true);
  let nowMs = 0;
  const see = (reading: Reading | undefined): void => {
    nowMs += FRAME_MS;
    if (reading !== undefined) room = stepMood(room, { ...reading, capturedAtMs: nowMs }, nowMs);
  };
  const over = (readings: readonly Reading[], ms: number): void => {
    for (let frame = 0; frame < Math.round(ms / FRAME_MS); frame += 1) see(readings[frame % readings.length]);
  };
  over(opening, OPENING_MS);
  room = learnBaseline(room, false);
  const fromMs = nowMs;
  for (const reading of scene) see(reading);
  over(held, HELD_MS);
  return moodAt(room, { ...usualRules(emotions), confidence: 0, margin: 0 }, { fromMs, nowMs }, null);
}
