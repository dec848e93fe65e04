import type { Player } from './player.ts';
import type { PlayerParts } from './player-parts.ts';
import { videoPairPlayer } from './video-pair-player.ts';
import { webCodecsPlayer } from './web-codecs-player.ts';

/**
 * The player that the page's address asks for (`?player=video` or `?player=codecs`). Prepared `<video>` elements are the
 * default: docs/decisions/002-video-elements-by-default.md says why.
 */
export function choosePlayer(search: string, parts: PlayerParts): Player {
  const asked = new URLSearchParams(search).get('player');
  const canDecode = 'VideoDecoder' in globalThis && 'AudioDecoder' in globalThis;
  return asked === 'codecs' && canDecode ? webCodecsPlayer(parts) : videoPairPlayer(parts);
}
