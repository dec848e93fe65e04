import type { Reading } from '../protocol/reading.ts';
import { emptyRoom, forgetSession, learnBaseline, leaveRoom, stepMood, type MoodState } from '../mood/mood-fold.ts';
import type { CompiledFilm, CompiledScene } from './compiled-film.ts';
import type { FilmAction, FilmEvent, Moment } from './film-events.ts';
import { goTo, inSession, sceneOf, startFilm, stepFilm, type StartOptions } from './film-fold.ts';
import { overlapMs, untilMarkerMs } from '../protocol/transition-times.ts';
import type { VisitAction, VisitInput, Visited, VisitState } from './visit.ts';
import { closesAtMs, feelsThroughout, moodNow } from './visit-mood.ts';
import { NOBODY_TOLD, presenceNews } from './visit-presence.ts';

/**
 * The one step of the show: `stepVisit(film, state, input, moment) -> {state, actions}`. It follows the viewers, tells
 * the film's machine who arrived and left and when it is time to decide, with the mood over the scene's own reading
 * window, and hands back what is to be done. Pure: whoever calls it owns the clock (`moment.nowMs`, monotonic) and the
 * stage. The show, the simulator and `replay` call it; nothing else computes a mood for a decision.
 */

/** What a show begins with, beyond what the film's machine needs. */
export interface VisitOptions extends StartOptions {
  /** The room as it is known, or an empty one. */
  readonly room?: MoodState;
}

/** The film at its opening, and the cue that shows it. */
export function startVisit(film: CompiledFilm, options: VisitOptions): Visited {
  const { state, actions } = startFilm(film, options);
  const room = learnBaseline(options.room ?? emptyRoom(), !inSession(state));
  const begun: VisitState = {
    film: state,
    room,
    cueId: -1,
    sceneStartMs: options.moment.nowMs,
    isShown: false,
    felt: null,
    closed: null,
    presence: NOBODY_TOLD,
  };
  return apply(begun, actions, options.moment, { scene: undefined, remainingMs: 0 });
}

/** One input further. The same film, state, input and moment give the same answer. */
export function stepVisit(film: CompiledFilm, state: VisitState, input: VisitInput, moment: Moment): Visited {
  const now = withClosedMood(film, state, moment.nowMs);
  switch (input.type) {
    case 'reading':
      return tellPresence(film, inRoom(now, stepMood(now.room, input.reading, moment.nowMs)), moment);
    case 'tick':
      return then(tellPresence(film, now, moment), (told) => feel(film, told, moment));
    case 'roomClosed':
      return {
        state: {
          ...inRoom(now, leaveRoom(now.room)),
          felt: null,
          closed: null,
          presence: { ...now.presence, arrived: false },
        },
        actions: NOTHING,
      };
    case 'startPressed':
      return send(film, now, { ...moment, type: 'start' });
    case 'reset':
      return send(film, now, { ...moment, type: 'reset' });
    case 'skip':
      return send(film, now, { ...moment, type: 'skip', mood: moodNow(film, now, moment.nowMs) });
    case 'go':
      return go(film, now, input.scene, moment);
    case 'clipStarted':
    case 'clipEnding':
    case 'clipEnded':
    case 'clipFailed':
    case 'position':
      return input.cueId === state.cueId ? stageFact(film, now, input, moment) : { state: now, actions: [] };
  }
}

/** How long before a scene's end its decision is due: time for the next clip to be brought, and for the transition. */
export function leadMsOf(scene: CompiledScene): number {
  const known = leadsMs.get(scene);
  if (known !== undefined) return known;
  const overlap = Math.max(overlapMs(scene.transition), ...scene.rules.map((rule) => overlapMs(rule.transition)));
  const leadMs = Math.max(0, Math.min(LEAD_MS + overlap, scene.clip.durationMs - LEAST_SEEN_MS));
  leadsMs.set(scene, leadMs);
  return leadMs;
}

/** A simulated stage asks before each of its steps. */
const leadsMs = new WeakMap<CompiledScene, number>();

/** Bringing a prepared clip takes about 100 ms (`play()` to the first frame); the rest is for a slow machine. */
const LEAD_MS = 600;
/** However short a clip is, so much of it is seen before the decision. */
const LEAST_SEEN_MS = 200;

/** Field by field: at a million readings a simulation, a spread is a tenth of the time. */
function inRoom(state: VisitState, room: MoodState): VisitState {
  const { film, cueId, sceneStartMs, isShown, felt, closed, presence } = state;
  return { film, room, cueId, sceneStartMs, isShown, felt, closed, presence };
}

/** A reading while the operator holds the scene: the room is seen, and nothing follows from it. */
export function seeOnly(state: VisitState, reading: Reading, nowMs: number): VisitState {
  return inRoom(state, stepMood(state.room, reading, nowMs));
}

/** The operator's choice of a scene. */
function go(film: CompiledFilm, state: VisitState, scene: string, moment: Moment): Visited {
  const folded = goTo(film, state.film, scene, moment);
  if (folded.state === state.film) return { state, actions: NOTHING };
  const playing = { scene: film.scenes[sceneOf(state.film)], remainingMs: undefined };
  return apply({ ...state, film: folded.state }, folded.actions, moment, playing);
}

const NOTHING: readonly VisitAction[] = [];

type StageFact = Extract<VisitInput, { readonly cueId: number }>;

function stageFact(film: CompiledFilm, state: VisitState, fact: StageFact, moment: Moment): Visited {
  switch (fact.type) {
    case 'clipStarted':
      return { state: { ...state, isShown: true, sceneStartMs: moment.nowMs }, actions: [] };
    case 'clipEnding':
      return decide(film, state, moment, fact.remainingMs);
    case 'clipEnded':
      return decide(film, state, moment, 0);
    case 'clipFailed':
      return send(film, state, { ...moment, type: 'clipFailed' });
    case 'position':
      return { state: corrected(film, state, fact.positionMs, moment.nowMs), actions: [] };
  }
}

/** A clip that is further or less far than the clock says (it stalled) takes its reading times along. */
function corrected(film: CompiledFilm, state: VisitState, positionMs: number, nowMs: number): VisitState {
  const scene = film.scenes[sceneOf(state.film)];
  const sceneStartMs = nowMs - positionMs;
  const isOnePlay = scene?.repeat === 1 && !scene.hold;
  if (!isOnePlay || Math.abs(sceneStartMs - state.sceneStartMs) < DRIFT_MS) return state;
  return { ...state, sceneStartMs };
}

/** Less than this between the clock and the stage is the way of the message. */
const DRIFT_MS = 250;

function decide(film: CompiledFilm, state: VisitState, moment: Moment, remainingMs: number): Visited {
  const { nowMs, clock } = moment;
  return send(film, state, { nowMs, clock, type: 'cutDue', mood: moodNow(film, state, nowMs) }, remainingMs);
}

/** Who arrived, who left, is it too long: told to the film's machine, each once. */
function tellPresence(film: CompiledFilm, state: VisitState, moment: Moment): Visited {
  const { flags, news } = presenceNews(film, state.presence, state.room, state.film, moment.nowMs);
  if (flags === state.presence && news.length === 0) return { state, actions: NOTHING };
  const told: Visited = { state: { ...state, presence: flags }, actions: [] };
  return news.reduce((sofar, type) => then(sofar, (before) => send(film, before, { ...moment, type })), told);
}

/** In scenes that may go on before their end the machine feels the mood at every tick. */
function feel(film: CompiledFilm, state: VisitState, moment: Moment): Visited {
  const scene = film.scenes[sceneOf(state.film)];
  if (scene === undefined || !inSession(state.film) || !state.isShown || !feelsThroughout(scene)) {
    return { state, actions: [] };
  }
  const mood = moodNow(film, state, moment.nowMs);
  const elapsedMs = moment.nowMs - state.sceneStartMs;
  const positionMs = scene.repeat === null ? elapsedMs % scene.clip.durationMs : elapsedMs;
  const felt = state.felt === mood.dominant ? state : { ...state, felt: mood.dominant };
  const { nowMs, clock } = moment;
  return send(film, felt, { nowMs, clock, type: 'mood', mood, positionMs });
}

/** When reading closes, the mood of that moment is what the scene's end decides on. */
function withClosedMood(film: CompiledFilm, state: VisitState, nowMs: number): VisitState {
  if (state.closed !== null || !inSession(state.film)) return state;
  const closesMs = closesAtMs(film, state);
  if (closesMs === null || nowMs < closesMs) return state;
  return { ...state, closed: moodNow(film, state, nowMs) };
}

function send(film: CompiledFilm, state: VisitState, event: FilmEvent, remainingMs?: number): Visited {
  const folded = stepFilm(film, state.film, event);
  if (folded.state === state.film) return { state, actions: NOTHING };
  const before = film.scenes[sceneOf(state.film)];
  return apply({ ...state, film: folded.state }, folded.actions, event, { scene: before, remainingMs });
}

/** Numbers the cues, and lets the room follow: nothing of a session outlives it, resting faces are learnt between. */
function apply(state: VisitState, actions: readonly FilmAction[], moment: Moment, playing: Playing): Visited {
  let after = state;
  const done: VisitAction[] = [];
  for (const action of actions) {
    switch (action.type) {
      case 'decision':
        done.push(action);
        break;
      case 'sessionStarted':
        after = {
          ...after,
          room: learnBaseline(after.room, false),
          // Who is there when it starts has arrived, however it started.
          presence: { ...NOBODY_TOLD, arrived: after.presence.arrived },
        };
        done.push(action);
        break;
      case 'sessionEnded':
        after = { ...after, room: learnBaseline(forgetSession(after.room), true), presence: NOBODY_TOLD };
        done.push(action);
        break;
      case 'cue': {
        const cueId = after.cueId + 1;
        const { when, transition } = action.params;
        const startsInMs = startsIn(when, playing, moment.nowMs - state.sceneStartMs) - overlapMs(transition);
        after = {
          ...after,
          cueId,
          sceneStartMs: moment.nowMs + Math.max(0, startsInMs),
          isShown: false,
          felt: null,
          closed: null,
        };
        done.push({ type: 'cue', params: { ...action.params, cueId } });
        break;
      }
    }
  }
  return { state: after, actions: done };
}

/** What plays while a cue is given: its scene, and how much is left of it where the stage said so. */
interface Playing {
  readonly scene: CompiledScene | undefined;
  readonly remainingMs: number | undefined;
}

/** In how many milliseconds a cue will be due; the stage's `clipStarted` sets it right. */
function startsIn(
  when: 'now' | 'end' | { readonly positionMs: number },
  { scene, remainingMs }: Playing,
  elapsedMs: number,
): number {
  if (when === 'now') return 0;
  const durationMs = scene?.clip.durationMs ?? 0;
  const positionMs = durationMs > 0 ? elapsedMs % durationMs : 0;
  if (when === 'end') return remainingMs ?? durationMs - positionMs;
  const waitMs = untilMarkerMs(when.positionMs, positionMs, durationMs);
  const isLoop = scene?.repeat === null;
  return isLoop ? waitMs : Math.min(waitMs, Math.max(0, (scene?.repeat ?? 1) * durationMs - elapsedMs));
}

function then(visited: Visited, next: (state: VisitState) => Visited): Visited {
  const after = next(visited.state);
  if (visited.actions.length === 0) return after;
  return { state: after.state, actions: [...visited.actions, ...after.actions] };
}
