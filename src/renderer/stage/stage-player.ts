import type { StageClip } from '../../protocol/messages.ts';
import { chosen } from './chosen.ts';
import type { Player } from './player.ts';
import type { PlayerParts } from './player-parts.ts';
import { Subtitles } from './subtitles.ts';
import { videoPairPlayer } from './video-pair-player.ts';
import { TraceLayer } from './visit-trace.ts';

/** How a picture of another shape than the screen's is shown, where the page's address says (`?fit=contain`). */
export function fitAsked(search: string): 'cover' | 'contain' | null {
  const fit = new URLSearchParams(search).get('fit');
  return fit === 'cover' || fit === 'contain' ? fit : null;
}

/** Subtitles and sound track; null: none, and each clip's own; undefined: nothing is said. */
export interface Speech {
  readonly subtitles?: string | null | undefined;
  readonly soundTrack?: string | null | undefined;
}

export interface SpeakingPlayer extends Player {
  /** What the film asks for. The page's address goes before it. */
  usual(film: Speech): void;
  /** What the operator has chosen: subtitles at once, another sound track from the next clip that is opened. */
  speak(operator: Speech): void;
}

/**
 * The player, with the subtitles (`?lang=de`), the sound track (`?sound=description`) and the loudspeakers
 * (`?speakers=HDMI`) that the page's address asks for, and what a scene draws of the visit.
 */
export function stagePlayer(search: string, parts: Omit<PlayerParts, 'onTime' | 'language'>): SpeakingPlayer {
  const asked = new URLSearchParams(search);
  const subtitles = new Subtitles(parts.stage, null);
  const trace = new TraceLayer(parts.stage);
  const address: Speech = {
    subtitles: asked.get('lang') ?? undefined,
    soundTrack: asked.get('sound') ?? undefined,
  };
  let film: Speech = {};
  let operator: Speech = {};
  const settle = (): void => {
    subtitles.language = chosen(operator.subtitles, address.subtitles, film.subtitles);
    parts.sound.track = chosen(operator.soundTrack, address.soundTrack, film.soundTrack);
  };
  settle();
  void parts.sound.useSpeakers(asked.get('speakers'));
  const player = videoPairPlayer({
    ...parts,
    language: () => subtitles.language,
    onShown: (...shown) => {
      trace.show(shown[0], performance.now());
      parts.onShown(...shown);
    },
    onTime: (clip: StageClip, fileMs: number) => {
      subtitles.show(clip, fileMs);
      trace.tick(performance.now());
    },
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
    usual(asks) {
      film = asks;
      settle();
    },
    speak(choice) {
      operator = choice;
      settle();
    },
    setVolume: (value, fadeMs) => player.setVolume(value, fadeMs),
    close() {
      trace.close();
      subtitles.close();
      player.close();
    },
  };
}
