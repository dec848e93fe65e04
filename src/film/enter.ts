import type { CompiledFilm, CompiledScene } from './compiled-film.ts';
import type { Value } from './conditions.ts';
import type { FilmContext, LastingState } from './film-context.ts';
import type { FilmEvent } from './film-events.ts';
import type { Choice } from './choose.ts';
import { moodOf } from './scene-step.ts';

type Rooms = Pick<CompiledFilm, 'scenes' | 'variables' | 'opening'>;

/** The context of an opening that has just begun: nothing of the last session is in it. */
export function openingContext(film: Rooms, seed: number, lasting: LastingState, nowMs: number): FilmContext {
  return {
    seed,
    scene: film.opening,
    enteredAtMs: nowMs,
    holdingSinceMs: null,
    heldSinceMs: {},
    sessionStartedAtMs: null,
    path: [film.opening],
    visits: { [film.opening]: 1 },
    taken: [],
    variables: { ...film.variables },
    choices: 0,
    ending: null,
    lasting,
  };
}

/** The context after `to` was entered, by a choice or without one. Entering the opening ends the session. */
export function enterScene(
  film: Rooms,
  context: FilmContext,
  to: string,
  event: FilmEvent,
  choice: Choice | null,
): FilmContext {
  const lasting = dealt(context.lasting, choice);
  if (to === film.opening) return openingContext(film, context.seed, lasting, event.nowMs);
  const scene = film.scenes[to];
  const before = film.scenes[context.scene];
  const isFirst = context.sessionStartedAtMs === null;
  const ending = scene?.ending ?? null;
  const entered: FilmContext = {
    ...context,
    scene: to,
    enteredAtMs: event.nowMs,
    holdingSinceMs: null,
    heldSinceMs: {},
    sessionStartedAtMs: context.sessionStartedAtMs ?? event.nowMs,
    path: [...context.path, to],
    visits: counted(context.visits, visited(scene, before, to)),
    taken: choice?.rule.once === true ? [...context.taken, choice.rule.id] : context.taken,
    choices: choice === null ? context.choices : context.choices + 1,
    ending: ending ?? context.ending,
    lasting: {
      ...lasting,
      sessions: lasting.sessions + (isFirst ? 1 : 0),
      endings: ending === null ? lasting.endings : counted(lasting.endings, [ending]),
    },
  };
  return scene === undefined ? entered : withVariables(scene, entered, event);
}

function dealt(lasting: LastingState, choice: Choice | null): LastingState {
  const deal = choice?.deal ?? null;
  if (deal === null) return lasting;
  const { deck, left } = deal;
  return { ...lasting, deals: lasting.deals + 1, decks: { ...lasting.decks, [deck]: left } };
}

/** A section counts once each time it is entered from outside. */
function visited(scene: CompiledScene | undefined, before: CompiledScene | undefined, to: string): readonly string[] {
  const section = scene?.section ?? null;
  return section === null || section === before?.section ? [to] : [to, section];
}

function counted(counts: Readonly<Record<string, number>>, names: readonly string[]): Readonly<Record<string, number>> {
  const more: Record<string, number> = { ...counts };
  for (const name of names) more[name] = (Object.hasOwn(more, name) ? (more[name] ?? 0) : 0) + 1;
  return more;
}

/** Sets a scene's variables in the order written; each sees those before it. What cannot be worked out stays as it was. */
function withVariables(scene: CompiledScene, context: FilmContext, event: FilmEvent): FilmContext {
  let after = context;
  for (const { variable, value } of scene.set) {
    const result: Value | null =
      typeof value === 'object' ? value.evaluate({ context: after, moment: event, mood: moodOf(event) }) : value;
    if (result !== null) after = { ...after, variables: { ...after.variables, [variable]: result } };
  }
  return after;
}
