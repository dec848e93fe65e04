import type { StageClip } from '../../protocol/messages.ts';
import type { Player } from './player.ts';
import type { PlayerParts } from './player-parts.ts';
import { Subtitles } from './subtitles.ts';
import { videoPairPlayer } from './video-pair-player.ts';

export interface SpeakingPlayer extends Player {
  /** Other subtitles at once, another sound track from the next clip that is opened; null: none, and each clip's own. */
  speak(subtitles: string | null, soundTrack: string | null): void;
}

/**
 * The player, with the subtitles (`?lang=de`), the sound track (`?sound=description`) and the loudspeakers
 * (`?speakers=HDMI`) that the page's address asks for.
 */
export function stagePlayer(search: string, parts: Omit<PlayerParts, 'onTime'>): SpeakingPlayer {
  const asked = new URLSearchParams(search);
  const subtitles = new Subtitles(parts.stage, asked.get('lang'));
  parts.sound.track = asked.get('sound');
  void parts.sound.useSpeakers(asked.get('speakers'));
  const player = videoPairPlayer({
    ...parts,
    onTime: (clip: StageClip, fileMs: number) => subtitles.show(clip, fileMs),
  });
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
