import { presenceAt, type MoodState } from '../mood/mood-fold.ts';
import type { CompiledFilm } from './compiled-film.ts';
import type { FilmState } from './film-fold.ts';
import { inSession } from './film-fold.ts';
import type { PresenceFlags } from './visit.ts';

/** Nothing has been told yet of who is there. */
export const NOBODY_TOLD: PresenceFlags = { arrived: false, seen: false, left: false, timedOut: false };

/** What is to be told to the film now, each once, and what has then been told. */
export interface PresenceNews {
  readonly flags: PresenceFlags;
  readonly news: readonly ('arrive' | 'leave' | 'timeout')[];
}

/**
 * Has a viewer arrived, has everybody left, is the session too long? A session that began by the key in an empty room
 * cannot be left: nobody was there.
 */
export function presenceNews(
  film: Pick<CompiledFilm, 'session'>,
  flags: PresenceFlags,
  room: MoodState,
  state: FilmState,
  nowMs: number,
): PresenceNews {
  const { viewers, steadyForMs, emptyForMs } = presenceAt(room, nowMs);
  const { steadyMs, graceMs, longestMs } = film.session;
  const news: PresenceNews['news'][number][] = [];
  const running = inSession(state);
  const startedAtMs = state.context.sessionStartedAtMs;
  let { arrived, seen, left, timedOut } = flags;
  if (viewers === 0) arrived = false;
  else {
    seen = seen || running;
    left = false;
  }
  if (running && seen && !left && viewers === 0 && emptyForMs >= graceMs) {
    left = true;
    news.push('leave');
  }
  if (startedAtMs !== null && !timedOut && nowMs - startedAtMs >= longestMs) {
    timedOut = true;
    news.push('timeout');
  }
  if (!arrived && viewers > 0 && steadyForMs >= steadyMs) {
    arrived = true;
    news.push('arrive');
  }
  const isSame = arrived === flags.arrived && seen === flags.seen && left === flags.left && timedOut === flags.timedOut;
  return { flags: isSame ? flags : { arrived, seen, left, timedOut }, news };
}
