import type { Player } from './player.ts';
import type { PlayerParts } from './player-parts.ts';
import { videoPairPlayer } from './video-pair-player.ts';
import { webCodecsPlayer } from './web-codecs-player.ts';

/** The player that the page's address asks for (`?player=video` or `?player=codecs`), else the better one. */
export function choosePlayer(search: string, parts: PlayerParts): Player {
  const asked = new URLSearchParams(search).get('player');
  const canDecode = 'VideoDecoder' in globalThis && 'AudioDecoder' in globalThis;
  return asked === 'video' || !canDecode ? videoPairPlayer(parts) : webCodecsPlayer(parts);
}
