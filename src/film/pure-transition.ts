import { createActor } from 'xstate';
import type { FilmEvent } from './film-events.ts';
import type { FilmMachine } from './film-machine.ts';
import type { FilmState } from './film-fold.ts';

type Scope = Parameters<FilmMachine['transition']>[2];
type Executable = Parameters<Scope['actionExecutor']>[0];

/**
 * What xstate's own `transition(machine, state, event)` does, with one scope a machine instead of one a call: making a
 * scope creates an actor and works out the machine's first state, which took four fifths of the time of a step
 * (measured on a film of 100 scenes). The scope is inert: nothing is run, spawned or kept.
 */
const scopes = new WeakMap<FilmMachine, Scope>();

export function pureTransition(
  machine: FilmMachine,
  state: FilmState,
  event: FilmEvent,
): readonly [FilmState, readonly Executable[]] {
  const actions: Executable[] = [];
  const scope = { ...scopeOf(machine), actionExecutor: (action: Executable) => void actions.push(action) };
  return [machine.transition(state, event, scope), actions];
}

function scopeOf(machine: FilmMachine): Scope {
  const known = scopes.get(machine);
  if (known !== undefined) return known;
  const self = createActor(machine, { input: { seed: 0, nowMs: 0 } });
  const scope: Scope = {
    self,
    system: self.system,
    id: '',
    sessionId: '',
    logger: () => undefined,
    defer: () => undefined,
    stopChild: () => undefined,
    emit: () => undefined,
    actionExecutor: () => undefined,
  };
  scopes.set(machine, scope);
  return scope;
}
