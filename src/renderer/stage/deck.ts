import type { StageClip } from '../../protocol/messages.ts';

/**
 * One clip on the stage, as a projectionist's deck: threaded (its first frame ready), rolling, or at its end. A
 * conductor (conductor.ts) starts and shows decks; how a deck plays is its own affair (a video element, decoded frames
 * on a canvas, a card for a clip that is not shot yet).
 * All times are milliseconds of the film's clock (film-clock.ts), all positions milliseconds from the in point.
 */
export interface Deck {
  readonly clip: StageClip;
  /** What is laid over the stage; hidden until the conductor shows it. */
  readonly element: HTMLElement;
  /** `loading` until the first frame can be shown at once; `failed` is final. */
  readonly state: 'loading' | 'ready' | 'rolling' | 'failed';
  /** Why it failed, one line for the operator. */
  readonly failure: string;
  /** When the last of its frames since it rolls was given to the screen; -Infinity before; Infinity where there always is a picture. */
  readonly givenAtMs: number;
  /** Length of the range; 0 while unknown. */
  readonly durationMs: number;
  /** Length of one frame, as well as it is known. */
  readonly frameMs: number;
  /** How long it must be told before it can begin on time. */
  readonly aheadMs: number;
  /** When the first frame is to be on the screen; null where nobody has said so. Settled once the deck rolls. */
  readonly startsAtMs: number | null;
  /** Sets when the first frame shall be on the screen. Called again, it moves the time, as long as it has not rolled. */
  start(atMs: number): void;
  /** Undoes `start`. A deck that had begun to roll goes back to its first frame, which takes a moment. */
  rewind(): void;
  /** When the range will be over, as the deck's own clock stands; Infinity while that cannot be said. */
  endsAtMs(nowMs: number): number;
  positionMs(nowMs: number): number;
  /** Whether its picture stands because it is on its way back to the sound, which it will soon be: no stall. */
  isCatchingUp(nowMs: number): boolean;
  /** Whether its file has come as far as it needs for now: then a picture that is late is the machine's affair, not the clip's. */
  readonly isFed: boolean;
  /** Called for each picture of the screen while the deck is on the stage or about to be. */
  tick(nowMs: number): void;
  /** From the gain it has now to `to` (0..1), beginning at `atMs`, along a curve that keeps the power even. */
  fade(to: number, atMs: number, durationMs: number): void;
  /** Lets go of everything; the element leaves the page. */
  dispose(): void;
}

/**
 * A deck begins to roll this much before it would have to: looked at picture by picture of the screen, and on a busy
 * machine every other one, its last moment would else be missed and the cut put off.
 */
export const ROLL_EARLY_MS = 40;

export type DeckMaker = (clip: StageClip) => Deck;
