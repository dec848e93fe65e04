import type { Cue } from '../../protocol/messages.ts';
import type { PlayerFact } from './player.ts';
import type { Sound } from './sound.ts';

/** What any player is made of. */
export interface PlayerParts {
  readonly stage: HTMLElement;
  readonly sound: Sound;
  readonly tell: (fact: PlayerFact) => void;
  readonly onShown: (cue: Cue) => void;
}
