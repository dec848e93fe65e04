import { emptyRoom, learnBaseline } from '../mood/mood-fold.ts';
import type { Parsed } from '../protocol/parse-message.ts';
import type { CompiledFilm } from './compiled-film.ts';
import type { Moment } from './film-events.ts';
import { inSession, resolved } from './film-fold.ts';
import { stateFromJson } from './film-state-json.ts';
import type { Visited } from './visit.ts';
import { NOBODY_TOLD } from './visit-presence.ts';

/** A film's state as it was kept (`stateToJson`), and when. */
export interface KeptState {
  readonly text: string;
  /** The clock of the show that kept it, in the same clock as the times within. */
  readonly savedAtMs: number;
  /** Whether somebody was seen in the session: only then can everybody have left it. */
  readonly wasSeen: boolean;
}

/**
 * The film taken up where a show that died left it: the same scene from its beginning, the same session, path and
 * variables. The room is empty at first: nothing of a visitor is kept. The time that passed in between does not count.
 * One line says why where the state does not fit this film.
 */
export function resumeVisit(film: CompiledFilm, kept: KeptState, moment: Moment): Parsed<Visited> {
  const read = stateFromJson(film, kept.text);
  if (!read.ok) return read;
  const { context } = read.value;
  const shiftMs = moment.nowMs - kept.savedAtMs;
  const startedAtMs = context.sessionStartedAtMs;
  const state = resolved(film, {
    ...context,
    enteredAtMs: moment.nowMs,
    holdingSinceMs: null,
    heldSinceMs: {},
    sessionStartedAtMs: startedAtMs === null ? null : startedAtMs + shiftMs,
  });
  const isRunning = inSession(state);
  const candidates = film.scenes[context.scene]?.candidates ?? [];
  return {
    ok: true,
    value: {
      state: {
        film: state,
        room: learnBaseline(emptyRoom(), !isRunning),
        cueId: 0,
        sceneStartMs: moment.nowMs,
        isShown: false,
        felt: null,
        closed: null,
        presence: { ...NOBODY_TOLD, arrived: isRunning && kept.wasSeen, seen: isRunning && kept.wasSeen },
      },
      actions: [
        {
          type: 'cue',
          params: { cueId: 0, scene: context.scene, when: 'now', transition: { kind: 'cut' }, candidates },
        },
      ],
    },
  };
}
