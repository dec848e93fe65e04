import type { Cue, StageClip, StageToMain } from '../../protocol/messages.ts';

/** What a player tells: plain facts about clips, the very messages that main gets. */
export type PlayerFact = Extract<
  StageToMain,
  { readonly type: 'clipStarted' | 'clipEnding' | 'clipEnded' | 'clipFailed' | 'soundLost' | 'position' }
>;

/**
 * Plays what it is cued. It keeps a moving picture up whatever happens: the old clip stays until the next has a frame
 * on the screen, a clip that ends with nothing cued after it goes round again, and one that fails gives way to one
 * that plays. It decides nothing else.
 */
export interface Player {
  /** Takes the place of any cue that has not started yet. */
  cue(cue: Cue): void;
  /** Gets more candidates ready, beside those of the playing cue. */
  prepare(clips: readonly StageClip[]): void;
  /** Master volume 0..1, reached over `fadeMs`. */
  setVolume(value: number, fadeMs: number): void;
  /** Takes everything off the stage and lets go of every element, decoder and connection. */
  close(): void;
}
