import type { StageClip } from '../../protocol/messages.ts';
import { CardDeck } from './card-deck.ts';
import { CodecDeck } from './codec-deck.ts';
import { Conductor } from './conductor.ts';
import type { Player } from './player.ts';
import type { PlayerParts } from './player-parts.ts';

/** A player that decodes clips itself and draws them, so that each picture and each sample has its place on one clock. */
export function webCodecsPlayer({ stage, sound, tell, onShown, onTime }: PlayerParts): Player {
  const makeDeck = (clip: StageClip): CardDeck | CodecDeck =>
    clip.url === null ? new CardDeck(clip, stage) : new CodecDeck(clip, stage, sound);
  return new Conductor({ stage, sound, tell, onShown, onTime, makeDeck });
}
