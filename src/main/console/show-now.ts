import type { ShowNow } from '../../protocol/console-messages.ts';
import type { Clock } from '../deadlines.ts';
import type { Eyes } from '../eyes.ts';
import type { FilmInPlay } from '../film-in-play.ts';
import type { FrontOfHouse } from '../front-of-house.ts';
import type { ShowStatus } from '../web/show-status.ts';
import { RECOGNISERS } from './commands.ts';
import type { Settings } from './settings.ts';

/** What is looked at to say how a show stands. */
export interface ShowParts {
  readonly playing: FilmInPlay;
  readonly eyes: Eyes;
  readonly house: FrontOfHouse;
  /** As the stage's page last told it. */
  readonly camera: {
    readonly state: ShowNow['camera']['state'];
    readonly label: string;
    readonly all: readonly string[];
  };
  /** By the show's clock; null: nobody is in a session. */
  readonly sessionBeganMs: number | null;
  readonly settings: Settings;
}

/** How the show stands, as its console shows it. */
export function showNow(parts: ShowParts, now: ShowStatus, clock: Clock): ShowNow {
  const { playing, eyes, house, camera, sessionBeganMs, settings } = parts;
  const state = playing.state;
  const clip = playing.film.scenes[playing.scene]?.clip;
  return {
    type: 'status',
    scene: now.scene,
    sceneMs: state === null ? 0 : Math.max(0, clock.nowMs() - state.sceneStartMs),
    clipMs: clip?.durationMs ?? 0,
    isInSession: now.isInSession,
    sessionMs: sessionBeganMs === null ? 0 : clock.nowMs() - sessionBeganMs,
    sessions: now.sessions,
    hasPage: now.hasPage,
    isPaused: now.isPaused,
    isClosed: now.isClosed,
    isStopped: house.isStopped,
    isDark: house.isDark,
    without: now.without,
    isHeld: playing.isHeld,
    forced: eyes.forced,
    volume: settings.volume ?? 1,
    subtitles: settings.subtitles === undefined ? playing.film.subtitlesOn : settings.subtitles,
    soundTrack: settings.soundTrack === undefined ? playing.film.audioOn : settings.soundTrack,
    camera: {
      state: house.wantsCamera ? (eyes.pictureTrouble ?? camera.state) : 'off',
      label: camera.label,
      wanted: eyes.device,
      insteadOf: now.missingCamera,
      all: camera.all,
    },
    recogniser: { wanted: eyes.recogniser, all: RECOGNISERS },
    zone: eyes.zone,
    rates: now.rates,
    uptimeSeconds: now.uptimeSeconds,
  };
}
