import type { Value } from './conditions.ts';
import type { Moment } from './film-events.ts';

/** Everything that a film's machine remembers. Plain data: it is kept as JSON between runs of the show. */
export interface FilmContext {
  /** Seeds `random` and the decks. */
  readonly seed: number;
  readonly scene: string;
  /** When the scene was cued. */
  readonly enteredAtMs: number;
  /** A holding scene has come to its last frame: since when, or null. */
  readonly holdingSinceMs: number | null;
  /** Mid-scene rules that hold now, by index, and since when. */
  readonly heldSinceMs: Readonly<Record<string, number>>;

  /** Null while the opening plays. */
  readonly sessionStartedAtMs: number | null;
  /** Scenes of the session in the order played, the opening first. */
  readonly path: readonly string[];
  /** How often each scene and section was entered in the session. */
  readonly visits: Readonly<Record<string, number>>;
  /** Rules with `once` that were taken in the session, by id. */
  readonly taken: readonly string[];
  readonly variables: Readonly<Record<string, Value>>;
  /** Choices made in the session: each sees another `random`. */
  readonly choices: number;
  /** The ending that was reached, or null. */
  readonly ending: string | null;

  readonly lasting: LastingState;
}

/** What outlives a session: nothing of a visitor. */
export interface LastingState {
  /** Sessions begun. */
  readonly sessions: number;
  /** Cards dealt, all decks together: no two deals see the same chance. */
  readonly deals: number;
  /** For each deck the cards that are left in it. */
  readonly decks: Readonly<Record<string, readonly number[]>>;
  /** How often each ending was reached. */
  readonly endings: Readonly<Record<string, number>>;
}

export const NOTHING_LASTING: LastingState = { sessions: 0, deals: 0, decks: {}, endings: {} };

/** Session time in seconds, to the millisecond; 0 before it starts. */
export function sessionSeconds(context: FilmContext, moment: Moment): number {
  if (context.sessionStartedAtMs === null) return 0;
  return Math.max(0, Math.round(moment.nowMs - context.sessionStartedAtMs)) / 1000;
}
