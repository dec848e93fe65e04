import type { Emotion } from '../protocol/emotions.ts';
import type { Transition } from '../protocol/messages.ts';
import type { Mood } from '../mood/mood.ts';

/**
 * What goes into a film's machine and what comes out of it. The machine is pure: it has no clock and no timers, so
 * every event carries the time, and deadlines reach it as events. Playing, simulating and replaying send the same ones.
 */

/** When an event happened. */
export interface Moment {
  /** Monotonic milliseconds of the show (simulated in `simulate`). */
  readonly nowMs: number;
  /** Local time of day for conditions over `clock`: hour 0..23, weekday 1 (Monday)..7. */
  readonly clock: { readonly hour: number; readonly weekday: number };
}

export type FilmEvent = Moment &
  (
    | { /** A viewer has been steadily there. */ readonly type: 'arrive' }
    | { /** The start button or key. */ readonly type: 'start' }
    | { /** Every viewer has been gone for the film's grace time. */ readonly type: 'leave' }
    | { /** The session's longest time is over. */ readonly type: 'timeout' }
    | { /** The operator's reset. */ readonly type: 'reset' }
    | { /** The operator's skip: decide now, cut now. */ readonly type: 'skip'; readonly mood: Mood }
    | {
        /** The playing clip is about to end: decide, the cut falls at its end. */ readonly type: 'cutDue';
        readonly mood: Mood;
      }
    | {
        /** While a scene plays: mood and position, a few times a second; may fire a rule in mid-scene. */
        readonly type: 'mood';
        readonly mood: Mood;
        readonly positionMs: number;
      }
    | { /** The playing scene's clip cannot be shown: take the default's way at once. */ readonly type: 'clipFailed' }
  );

/** Why a rule of `next` was or was not taken, in plain words. */
export interface RuleOutcome {
  /** Index in the scene's list of rules. */
  readonly rule: number;
  readonly to: string;
  readonly taken: boolean;
  /** "sadness is dominant (0.71 against 0.18)", "needs happiness; the mood is sadness", "already taken this session" ... */
  readonly why: string;
}

/** A choice, with the whole reason for it. This very object is what the journal keeps and `explain` prints. */
export interface Decision {
  readonly scene: string;
  /** The emotion that the taken rule asked for, or null where a default or a bare condition decided. */
  readonly emotion: Emotion | null;
  readonly to: string;
  /** Short name of the rule that fired: "sadness", "default", "when visits.sea > 1" ... */
  readonly rule: string;
  readonly scores: Readonly<Partial<Record<Emotion, number>>> | null;
  readonly viewers: number;
  readonly readings: number;
  readonly lead: number;
  readonly dominant: Emotion | null;
  /** Session time of the decision, seconds. */
  readonly atSeconds: number;
  readonly why: string;
  readonly rules: readonly RuleOutcome[];
}

export type FilmAction =
  | {
      readonly type: 'cue';
      readonly params: {
        readonly scene: string;
        readonly when: 'now' | 'end' | { readonly positionMs: number };
        readonly transition: Transition;
        /** Scenes that may come next from here, the likeliest first: what the stage prepares. */
        readonly candidates: readonly string[];
      };
    }
  | { readonly type: 'decision'; readonly params: Decision }
  | { readonly type: 'sessionStarted'; readonly params: { readonly by: 'arrive' | 'start' } }
  | {
      readonly type: 'sessionEnded';
      readonly params: {
        readonly by: 'ending' | 'leave' | 'timeout' | 'reset' | 'failure';
        /** Name of the ending that was reached, or null. */
        readonly ending: string | null;
        /** Names of the scenes in the order played, the opening's last round left out. */
        readonly scenes: readonly string[];
        readonly seconds: number;
      };
    };
