import type { Cue, StageClip } from '../../protocol/messages.ts';
import type { PlayerFact } from './player.ts';
import type { Sound } from './sound.ts';

/** What any player is made of. */
export interface PlayerParts {
  readonly stage: HTMLElement;
  readonly sound: Sound;
  readonly tell: (fact: PlayerFact) => void;
  readonly onShown: (cue: Cue, element: HTMLElement) => void;
  /** The language of the subtitles now; null: none. */
  readonly language: () => string | null;
  /** Told for each picture of the screen: the clip that is on, and where in its file, milliseconds, and whether it plays a further time of a count. */
  readonly onTime: (clip: StageClip, fileMs: number, isAgain: boolean) => void;
}
