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

/** How the film is shown and heard in its room; undefined: as usual. */
export interface RoomLook {
  readonly textSize?: number | undefined;
  readonly safeArea?: number | undefined;
  readonly speakers?: string | undefined;
}

export interface SpeakingPlayer extends Player {
  /** What the film, or the operator's command line before it, asks for. The page's address goes before both. */
  usual(film: Speech & RoomLook): void;
  /** What the operator has chosen: subtitles at once, another sound track from the next clip that is opened. */
  speak(operator: Speech): void;
}

/**
 * The player, with the subtitles (`?lang=de`), their size (`?text=1.5`) and room (`?area=0.8`), the sound track
 * (`?sound=description`) and the loudspeakers (`?speakers=HDMI`) that the page's address asks for, and what a scene draws of
 * the visit.
 */
export function stagePlayer(search: string, parts: Omit<PlayerParts, 'onTime' | 'words'>): SpeakingPlayer {
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
  let area = 0.9;
  const furnish = ({ textSize, safeArea, speakers }: RoomLook): void => {
    area = numberIn(asked.get('area'), 0.5, 1) ?? safeArea ?? 0.9;
    subtitles.look(numberIn(asked.get('text'), 0.5, 3) ?? textSize ?? 1, area);
    void parts.sound.useSpeakers(asked.get('speakers') ?? speakers ?? null);
  };
  settle();
  furnish({});
  const player = videoPairPlayer({
    ...parts,
    words: () => ({ language: subtitles.language, area }),
    onShown: (...shown) => {
      trace.show(shown[0], performance.now());
      parts.onShown(...shown);
    },
    onTime: (clip: StageClip, fileMs: number, isAgain: boolean) => {
      subtitles.show(isAgain ? null : clip, fileMs);
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
      furnish(asks);
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

/** What an address says, where it is a number in its bounds. */
function numberIn(word: string | null, least: number, most: number): number | null {
  const number = Number(word ?? '');
  return word !== null && word.trim() !== '' && number >= least && number <= most ? number : null;
}
