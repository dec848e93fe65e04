import type { Emotion } from '../protocol/emotions.ts';
import type { Reading } from '../protocol/reading.ts';
import type { Mood } from '../mood/mood.ts';
import type { MoodState } from '../mood/mood-fold.ts';
import type { FilmAction } from './film-events.ts';
import type { FilmState } from './film-fold.ts';

/**
 * The whole show as one fold: readings and the stage's facts go in, cues and decisions come out. Playing, rehearsing,
 * replaying and simulating are this same fold over other inputs; see visit-step.ts for the step itself.
 */

/** Everything that is known while a film plays. Treat as opaque but for what the functions of visit-step.ts tell. */
export interface VisitState {
  readonly film: FilmState;
  readonly room: MoodState;
  /** Number of the newest cue, from 0; the stage's facts name the cue that they are about. */
  readonly cueId: number;
  /** When the newest cue's scene began on the stage, or is expected to. */
  readonly sceneStartMs: number;
  /** Whether the newest cue's first frame has been shown. */
  readonly isShown: boolean;
  /** What was dominant at the last tick of the scene; only kept where rules may fire before its end. */
  readonly felt: Emotion | null;
  /** The mood as it was when the scene's reading closed, once it has. */
  readonly closed: Mood | null;
  readonly presence: PresenceFlags;
}

/** What has been told of who is there, so that each is told once. */
export interface PresenceFlags {
  /** The one who is there has been told as arrived. */
  readonly arrived: boolean;
  /** Somebody was there in this session: only then can everybody have left. */
  readonly seen: boolean;
  readonly left: boolean;
  readonly timedOut: boolean;
}

/**
 * What comes from outside. Facts of the stage carry the number of their cue; those about an older cue than the newest
 * change nothing.
 */
export type VisitInput =
  | { readonly type: 'reading'; readonly reading: Reading }
  /** The clock's even pace, every `TICK_MS`. */
  | { readonly type: 'tick' }
  | { readonly type: 'clipStarted'; readonly cueId: number }
  | { readonly type: 'clipEnding'; readonly cueId: number; readonly remainingMs: number }
  | { readonly type: 'clipEnded'; readonly cueId: number }
  | { readonly type: 'clipFailed'; readonly cueId: number }
  /** Where the clip of the newest cue is within its present round. */
  | { readonly type: 'position'; readonly cueId: number; readonly positionMs: number }
  /**
   * The room is not looked at any more (the house is closed, its visitors want to watch without being read): nobody who
   * was there can still arrive, and nothing that was read of them decides.
   */
  | { readonly type: 'roomClosed' }
  | { readonly type: 'startPressed' }
  /** The operator's. */
  | { readonly type: 'skip' }
  | { readonly type: 'go'; readonly scene: string }
  | { readonly type: 'reset' };

/** The film's actions, with cues numbered. */
export type VisitAction =
  | Exclude<FilmAction, { readonly type: 'cue' }>
  | {
      readonly type: 'cue';
      readonly params: Extract<FilmAction, { readonly type: 'cue' }>['params'] & { readonly cueId: number };
    };

export interface Visited {
  readonly state: VisitState;
  /** In the order in which they are to be done. */
  readonly actions: readonly VisitAction[];
}

/** How often `tick` is to come, milliseconds: the pace at which rules in mid-scene feel the mood. */
export const TICK_MS = 100;
