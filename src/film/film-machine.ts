import { assign, setup } from 'xstate';
import type { CompiledFilm, CompiledScene, Reaction, ReactionEvent } from './compiled-film.ts';
import { enterScene, openingContext } from './enter.ts';
import { type FilmContext, NOTHING_LASTING } from './film-context.ts';
import type { FilmEvent } from './film-events.ts';
import { isDefault } from './choose.ts';
import { stepOf } from './scene-step.ts';

/**
 * A film as an xstate machine: one state a scene (within its section's state), one guarded transition a rule. The
 * config is plain JSON, guards and actions are named with their parameters; it has no `after` and no `invoke`, time
 * comes with the events. This is the only place where a transition is decided.
 */

type Rooms = Omit<CompiledFilm, 'machine'>;

/** What the machine starts with. */
export interface FilmInput {
  readonly seed: number;
  readonly nowMs: number;
  readonly lasting?: FilmContext['lasting'];
}

const REACTIONS: readonly ReactionEvent[] = ['arrive', 'start', 'leave', 'timeout', 'reset'];

/** A transition of the config, in the shape that xstate reads. */
export interface Way {
  readonly guard?: { readonly type: 'takes'; readonly params: { readonly rule: number } };
  readonly target?: string;
  readonly actions: readonly MachineAction[];
}
export type MachineAction =
  | { readonly type: 'decision' | 'keep' }
  | { readonly type: 'sessionStarted'; readonly params: { readonly by: 'arrive' | 'start' } }
  | {
      readonly type: 'sessionEnded';
      readonly params: { readonly by: 'ending' | 'leave' | 'timeout' | 'reset' | 'failure' };
    }
  /** `rule`: the rule that led here, by index; null where something else did. */
  | { readonly type: 'cue' | 'enter'; readonly params: { readonly to: string; readonly rule: number | null } };

interface SceneState {
  readonly id: string;
  readonly on: Readonly<Partial<Record<FilmEvent['type'], readonly Way[]>>>;
}
interface SectionState {
  readonly initial: string;
  readonly states: Readonly<Record<string, SceneState>>;
}
/** The config without its context: what `graph --format xstate` writes. */
export interface FilmConfig {
  readonly id: string;
  readonly initial: string;
  readonly states: Readonly<Record<string, SceneState | SectionState>>;
}

/** The machine's config as plain JSON. */
export function filmConfig(film: Rooms): FilmConfig {
  const states: Record<string, SceneState | (SectionState & { states: Record<string, SceneState> })> = {};
  for (const scene of Object.values(film.scenes)) {
    const state: SceneState = { id: scene.name, on: waysOf(film, scene) };
    if (scene.section === null) states[scene.name] = state;
    else {
      const section = states[scene.section];
      if (section !== undefined && 'states' in section) section.states[scene.name] = state;
      else {
        const start = film.sections[scene.section]?.start ?? scene.name;
        states[scene.section] = { initial: start, states: { [scene.name]: state } };
      }
    }
  }
  const opening = film.scenes[film.opening];
  return { id: 'film', initial: opening?.section ?? film.opening, states };
}

function waysOf(film: Rooms, scene: CompiledScene): SceneState['on'] {
  const on: Partial<Record<FilmEvent['type'], readonly Way[]>> = {};
  const isOpening = scene.name === film.opening;
  if (isOpening) on.skip = takes(film, scene, 'start');
  else if (scene.rules.length === 0) {
    const over = finish(film, scene);
    on.cutDue = over('ending');
    on.skip = over('ending');
    on.clipFailed = over('failure');
  } else {
    on.cutDue = [...takes(film, scene, null), { actions: [{ type: 'keep' }] }];
    on.mood = [...takes(film, scene, null), { actions: [{ type: 'keep' }] }];
    on.skip = takes(film, scene, null);
    on.clipFailed = takes(film, scene, null, true);
  }
  for (const event of REACTIONS) {
    const ways = reaction(film, scene, event, scene.on[event]);
    if (ways.length > 0) on[event] = ways;
  }
  return on;
}

/** One guarded way a rule. `by` is given where the session starts with it. */
function takes(film: Rooms, scene: CompiledScene, by: 'arrive' | 'start' | null, defaultsOnly = false): readonly Way[] {
  return scene.rules
    .filter((rule) => !defaultsOnly || isDefault(rule))
    .map((rule) => ({
      guard: { type: 'takes', params: { rule: rule.index } },
      target: `#${rule.to}`,
      actions: [
        ...(by === null && scene.isChoice ? [{ type: 'decision' } as const] : []),
        ...(by === null ? [] : [{ type: 'sessionStarted', params: { by } } as const]),
        ...(by === null && rule.to === film.opening
          ? [{ type: 'sessionEnded', params: { by: 'ending' } } as const]
          : []),
        ...go(rule.to, rule.index),
      ],
    }));
}

function go(to: string, rule: number | null = null): readonly MachineAction[] {
  return [
    { type: 'cue', params: { to, rule } },
    { type: 'enter', params: { to, rule } },
  ];
}

/** What follows an ending or the credits. */
function finish(film: Rooms, scene: CompiledScene) {
  return (by: 'ending' | 'failure'): readonly Way[] => {
    const toCredits = film.credits !== null && scene.name !== film.credits;
    const to = toCredits ? film.credits : film.opening;
    const ended: readonly MachineAction[] = toCredits ? [] : [{ type: 'sessionEnded', params: { by } }];
    return [{ target: `#${to}`, actions: [...ended, ...go(to)] }];
  };
}

function reaction(film: Rooms, scene: CompiledScene, event: ReactionEvent, what: Reaction): readonly Way[] {
  const isOpening = scene.name === film.opening;
  const by = event === 'arrive' || event === 'start' ? event : null;
  switch (what.do) {
    case 'nothing':
      return [];
    case 'next':
      return isOpening ? (by === null ? [] : takes(film, scene, by)) : takes(film, scene, null);
    case 'go': {
      if (isOpening && (by === null || what.to === film.opening)) return [];
      const actions: MachineAction[] = [];
      if (isOpening && by !== null) actions.push({ type: 'sessionStarted', params: { by } });
      if (what.to === film.opening) {
        actions.push({ type: 'sessionEnded', params: { by: endedBy(event) } });
      }
      return [{ target: `#${what.to}`, actions: [...actions, ...go(what.to)] }];
    }
  }
}

/** What a session that ended in mid-film ended by. */
function endedBy(event: ReactionEvent): 'leave' | 'timeout' | 'reset' {
  return event === 'leave' || event === 'timeout' ? event : 'reset';
}

/** Named actions are data: the fold reads them with their parameters, nobody runs them. */
const told = (): void => undefined;

/** Compiles the machine. */
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types -- xstate's own type is the only true one
export function filmMachine(film: Rooms) {
  return setup({
    types: { context: {} as FilmContext, events: {} as FilmEvent, input: {} as FilmInput },
    guards: {
      takes: ({ context, event }, { rule }: { readonly rule: number }) => {
        const now = stepOf(film, context, event);
        return now.kind === 'take' && now.choice.rule.index === rule;
      },
    },
    actions: {
      decision: told,
      sessionStarted: told,
      sessionEnded: told,
      cue: told,
      enter: assign(({ context, event }, { to, rule }: { readonly to: string; readonly rule: number | null }) => {
        const now = rule === null ? null : stepOf(film, context, event);
        return enterScene(film, context, to, event, now?.kind === 'take' ? now.choice : null);
      }),
      keep: assign(({ context, event }) => {
        const now = stepOf(film, context, event);
        if (now.kind !== 'stay') return {};
        return { heldSinceMs: now.heldSinceMs, holdingSinceMs: now.holdingSinceMs };
      }),
    },
  }).createMachine({
    ...(filmConfig(film) as object),
    context: ({ input }: { input: FilmInput }) =>
      openingContext(film, input.seed, input.lasting ?? NOTHING_LASTING, input.nowMs),
  });
}

export type FilmMachine = ReturnType<typeof filmMachine>;
