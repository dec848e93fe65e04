import type { StageClip } from '../../protocol/messages.ts';
import type { Player } from './player.ts';
import type { PlayerParts } from './player-parts.ts';
import { Subtitles } from './subtitles.ts';
import { videoPairPlayer } from './video-pair-player.ts';
import { webCodecsPlayer } from './web-codecs-player.ts';

export interface SpeakingPlayer extends Player {
  /** Other subtitles at once, another sound track from the next clip that is opened; null: none, and each clip's own. */
  speak(subtitles: string | null, soundTrack: string | null): void;
}

/**
 * The player that the page's address asks for (`?player=video` or `?player=codecs`), with the subtitles (`?lang=de`), the
 * sound track (`?sound=description`) and the loudspeakers (`?speakers=HDMI`) that it asks for. Pictures by `<video>`
 * elements are the default: docs/decisions/003-sound-on-one-clock.md says why.
 */
export function choosePlayer(search: string, parts: Omit<PlayerParts, 'onTime'>): SpeakingPlayer {
  const asked = new URLSearchParams(search);
  const canDecode = 'VideoDecoder' in globalThis && 'AudioDecoder' in globalThis;
  const subtitles = new Subtitles(parts.stage, asked.get('lang'));
  parts.sound.track = asked.get('sound');
  void parts.sound.useSpeakers(asked.get('speakers'));
  const all = { ...parts, onTime: (clip: StageClip, fileMs: number) => subtitles.show(clip, fileMs) };
  const player = asked.get('player') === 'codecs' && canDecode ? webCodecsPlayer(all) : videoPairPlayer(all);
  return {
    cue(cue) {
      subtitles.prepare([cue.clip, ...cue.prepare]);
      player.cue(cue);
    },
    prepare(clips) {
      subtitles.prepare(clips);
      player.prepare(clips);
    },
    speak(language, soundTrack) {
      subtitles.language = language;
      parts.sound.track = soundTrack;
    },
    setVolume: (value, fadeMs) => player.setVolume(value, fadeMs),
    close() {
      subtitles.close();
      player.close();
    },
  };
}
