import type { SoundLevels } from './loudness.ts';

/** What a media file really holds, as read from its container. Main reads it; the film language only judges it. */
export interface MediaFacts {
  readonly durationMs: number;
  /** Null where the file has no picture. */
  readonly video: {
    readonly codec: string;
    readonly width: number;
    readonly height: number;
    /** Mean frames a second. */
    readonly frameRate: number;
    /** Times of the key frames, ascending. */
    readonly keyframesMs: readonly number[];
  } | null;
  readonly audio: { readonly codec: string; readonly channels: number; readonly sampleRate: number } | null;
  /** How loud its sound is all along, or null where it was not measured. */
  readonly loudness: SoundLevels | null;
}
