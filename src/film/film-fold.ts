import { type SnapshotFrom, initialTransition } from 'xstate';
import type { Transition } from '../protocol/messages.ts';
import type { CompiledFilm } from './compiled-film.ts';
import type { Value } from './conditions.ts';
import { decisionOf } from './decision-record.ts';
import { enterScene, openingContext } from './enter.ts';
import { type FilmContext, type LastingState, NOTHING_LASTING, sessionSeconds } from './film-context.ts';
import type { FilmAction, FilmEvent, Moment } from './film-events.ts';
import type { FilmMachine, MachineAction } from './film-machine.ts';
import { pureTransition } from './pure-transition.ts';
import { type CutWhen, moodOf, staysAsItIs, stepOf } from './scene-step.ts';

/** A film in play: a snapshot of its machine. Treat as opaque; `stateToJson` keeps it. */
export type FilmState = SnapshotFrom<FilmMachine>;

export interface Folded {
  readonly state: FilmState;
  /** In the order in which they are to be done. */
  readonly actions: readonly FilmAction[];
}

export interface StartOptions {
  /** Seeds `random` and the decks. */
  readonly seed: number;
  readonly moment: Moment;
  /** What earlier sessions left: decks and counts of endings. */
  readonly lasting?: LastingState;
  /** Begin at this scene, as if the start button had led there, instead of in the opening. */
  readonly from?: string;
  /** Variables laid over their start values (only with `from`; a session that starts later begins with its own). */
  readonly variables?: Readonly<Record<string, Value>>;
}

/** The film at its opening (or at `from`), and the cue that shows it. */
export function startFilm(film: CompiledFilm, options: StartOptions): Folded {
  const { seed, moment, from } = options;
  const lasting = options.lasting ?? NOTHING_LASTING;
  const input = { seed, nowMs: moment.nowMs, lasting };
  const [state] = initialTransition(film.machine, input);
  if (from === undefined || from === film.opening || film.scenes[from] === undefined) {
    return { state, actions: [cueTo(film, film.opening, { ...moment, type: 'reset' }, 'now')] };
  }
  const event: FilmEvent = { ...moment, type: 'start' };
  const opened = openingContext(film, seed, lasting, moment.nowMs);
  const context = enterScene(
    film,
    { ...opened, variables: { ...opened.variables, ...options.variables } },
    from,
    event,
    null,
  );
  return {
    state: resolved(film, context),
    actions: [{ type: 'sessionStarted', params: { by: 'start' } }, cueTo(film, from, event, 'now')],
  };
}

/** One event. Pure: the same film, state and event give the same answer. */
export function stepFilm(film: CompiledFilm, state: FilmState, event: FilmEvent): Folded {
  // Ten times a second, mostly: no rule fires and none began or ceased to hold. The machine would answer with its own
  // state again; not asking it made a simulation of scenes that feel the mood throughout two times as fast.
  if (event.type === 'mood' && staysAsItIs(film, state.context, event)) return { state, actions: NO_ACTIONS };
  const [next, actions] = pureTransition(film.machine, state, event);
  const reported = actions.flatMap((action) =>
    reportOf(film, state.context, event, action as unknown as MachineAction),
  );
  return { state: next, actions: reported };
}

/**
 * The operator's way to a scene, past every rule; the opening ends the session, any other scene begins one where none
 * runs. A scene that the film does not have changes nothing.
 */
export function goTo(film: CompiledFilm, state: FilmState, to: string, moment: Moment): Folded {
  if (film.scenes[to] === undefined) return { state, actions: NO_ACTIONS };
  if (to === film.opening) return stepFilm(film, state, { ...moment, type: 'reset' });
  const event: FilmEvent = { ...moment, type: 'start' };
  const begun: readonly FilmAction[] = inSession(state) ? [] : [{ type: 'sessionStarted', params: { by: 'start' } }];
  const context = enterScene(film, state.context, to, event, null);
  return { state: resolved(film, context), actions: [...begun, cueTo(film, to, event, 'now')] };
}

const NO_ACTIONS: readonly FilmAction[] = [];

/** The scene that plays (or that is cued and will). */
export function sceneOf(state: FilmState): string {
  return state.context.scene;
}

/** Whether a session runs. */
export function inSession(state: FilmState): boolean {
  return state.context.sessionStartedAtMs !== null;
}

/** What a later run of the show should begin with: decks and counts, nothing of a visitor. */
export function lastingOf(state: FilmState): LastingState {
  return state.context.lasting;
}

/** A film's state at some context, for `from` and for states that were kept. */
export function resolved(film: CompiledFilm, context: FilmContext): FilmState {
  const section = film.scenes[context.scene]?.section ?? null;
  const value = section === null ? context.scene : { [section]: context.scene };
  return film.machine.resolveState({ value, context });
}

/** The machine's action as the show understands it. All read the context before the scene was left. */
function reportOf(
  film: CompiledFilm,
  context: FilmContext,
  event: FilmEvent,
  action: MachineAction,
): readonly FilmAction[] {
  switch (action.type) {
    case 'decision': {
      const decision = decisionOf(film, context, event);
      return decision === null ? [] : [{ type: 'decision', params: decision }];
    }
    case 'sessionStarted':
      return [{ type: 'sessionStarted', params: action.params }];
    case 'sessionEnded': {
      const { by } = action.params;
      const seconds = sessionSeconds(context, event);
      return [{ type: 'sessionEnded', params: { by, ending: context.ending, scenes: context.path, seconds } }];
    }
    case 'cue':
      return [cueFrom(film, context, action.params, event)];
    case 'enter':
    case 'keep':
      return [];
  }
}

function cueFrom(
  film: CompiledFilm,
  context: FilmContext,
  { to, rule }: { readonly to: string; readonly rule: number | null },
  event: FilmEvent,
): FilmAction {
  const step = rule === null ? null : stepOf(film, context, event);
  if (step?.kind !== 'take') return cueTo(film, to, event, event.type === 'cutDue' ? 'end' : 'now');
  return cueTo(film, to, event, step.when, step.transition);
}

/** Long enough to be heard as going away, short enough to be over before somebody else arrives. */
const LEAVE_SOUND_S = 1.5;

function cueTo(
  film: CompiledFilm,
  to: string,
  event: FilmEvent,
  when: CutWhen,
  transition: Transition = film.scenes[to]?.transition ?? { kind: 'cut' },
): FilmAction {
  const scene = film.scenes[to];
  const dominant = moodOf(event).dominant;
  const likely = scene?.rules.filter((rule) => dominant !== null && rule.emotion === dominant) ?? [];
  const candidates = [...new Set([...likely.map((rule) => rule.to), ...(scene?.candidates ?? [])])];
  return { type: 'cue', params: { scene: to, when, transition: fadedOut(transition, event), candidates } };
}

/** Behind the backs of visitors who walk away the sound is not broken off. */
function fadedOut(transition: Transition, event: FilmEvent): Transition {
  return transition.kind === 'cut' && event.type === 'leave'
    ? { kind: 'cut', soundSeconds: LEAVE_SOUND_S }
    : transition;
}
