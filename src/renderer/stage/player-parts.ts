import type { Cue, StageClip } from '../../protocol/messages.ts';
import type { PlayerFact } from './player.ts';
import type { Sound } from './sound.ts';

/** How words are shown. */
export interface WordsLook {
  /** Of the subtitles; null: none are shown. */
  readonly language: string | null;
  /** The share of the picture's width and height that words keep within. */
  readonly area: number;
}

/** What any player is made of. */
export interface PlayerParts {
  readonly stage: HTMLElement;
  readonly sound: Sound;
  readonly tell: (fact: PlayerFact) => void;
  readonly onShown: (cue: Cue, element: HTMLElement) => void;
  /** How words are shown now. */
  readonly words: () => WordsLook;
  /** Told for each picture of the screen: the clip that is on, and where in its file, milliseconds, and whether it plays a further time of a count. */
  readonly onTime: (clip: StageClip, fileMs: number, isAgain: boolean) => void;
}
