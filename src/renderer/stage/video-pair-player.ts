import type { StageClip } from '../../protocol/messages.ts';
import { CardDeck } from './card-deck.ts';
import { Conductor } from './conductor.ts';
import type { Player } from './player.ts';
import type { PlayerParts } from './player-parts.ts';
import { Startup } from './startup.ts';
import { VideoDeck } from './video-deck.ts';

/** A player that gives each clip a video element of its own, the next ones paused on their first frame. */
export function videoPairPlayer({ stage, sound, tell, words, onShown, onTime }: PlayerParts): Player {
  const startup = new Startup();
  const told = new Set<string>();
  /** Once each: a clip may come round all day. */
  const tellSilence = ({ clipId }: StageClip, reason: string): void => {
    if (told.has(`${clipId} ${reason}`)) return;
    told.add(`${clipId} ${reason}`);
    tell({ type: 'soundLost', clipId, reason });
  };
  return new Conductor({
    stage,
    sound,
    tell,
    onShown,
    onTime,
    makeDeck: (clip) =>
      clip.url === null
        ? new CardDeck(clip, stage, words)
        : new VideoDeck(clip, stage, sound, startup, (reason) => tellSilence(clip, reason)),
  });
}
