import type { Transition } from '../protocol/messages.ts';
import { type Mood, NO_MOOD } from '../mood/mood.ts';
import { type Choice, choose, holds, isDefault } from './choose.ts';
import type { CompiledFilm, CompiledRule, CompiledScene } from './compiled-film.ts';
import type { Scope } from './conditions.ts';
import type { FilmContext } from './film-context.ts';
import type { FilmEvent } from './film-events.ts';

/** When a cut falls. */
export type CutWhen = 'now' | 'end' | { readonly positionMs: number };

/** What an event comes to in the scene that plays. */
export type Step =
  | { readonly kind: 'stay'; readonly heldSinceMs: FilmContext['heldSinceMs']; readonly holdingSinceMs: number | null }
  | { readonly kind: 'take'; readonly choice: Choice; readonly when: CutWhen; readonly transition: Transition };

/** A marker nearer than this cannot be met any more: preparing a cut takes about 100 ms (measured, see docs). */
const MARKER_LEAD_MS = 150;

export function moodOf(event: FilmEvent): Mood {
  return 'mood' in event ? event.mood : NO_MOOD;
}

/** A looping or holding scene goes on when a rule fires, not when its clip is over. */
export function isWaiting(scene: CompiledScene): boolean {
  return scene.repeat === null || scene.hold;
}

/**
 * Tries a scene's rules on an event. Pure; the guards of the machine ask it and nothing else decides.
 * Only for scenes with rules; the opening's are tried on `arrive`, `start` and `skip`.
 */
export function stepOf(film: Pick<CompiledFilm, 'scenes'>, context: FilmContext, event: FilmEvent): Step {
  if (last?.event === event && last.context === context && last.scenes === film.scenes) return last.step;
  const step = workOut(film, context, event);
  last = { scenes: film.scenes, context, event, step };
  return step;
}

/** Whether an event changes nothing at all: no rule is taken, and none began or ceased to hold. */
export function staysAsItIs(film: Pick<CompiledFilm, 'scenes'>, context: FilmContext, event: FilmEvent): boolean {
  const step = stepOf(film, context, event);
  return (
    step.kind === 'stay' && step.heldSinceMs === context.heldSinceMs && step.holdingSinceMs === context.holdingSinceMs
  );
}

/**
 * The step that was worked out last: every guard of a list and every action after it asks for the same one. One is
 * enough, and a map by event made the garbage collector a third of a long simulation.
 */
let last: {
  readonly scenes: CompiledFilm['scenes'];
  readonly context: FilmContext;
  readonly event: FilmEvent;
  readonly step: Step;
} | null = null;

function workOut(film: Pick<CompiledFilm, 'scenes'>, context: FilmContext, event: FilmEvent): Step {
  const stay: Step = { kind: 'stay', heldSinceMs: context.heldSinceMs, holdingSinceMs: context.holdingSinceMs };
  const scene = film.scenes[context.scene];
  if (scene === undefined) return stay;
  const scope = { context, moment: event, mood: moodOf(event) };
  const take = (choice: Choice | null, when: CutWhen): Step =>
    choice === null ? stay : { kind: 'take', choice, when, transition: choice.rule.transition };
  switch (event.type) {
    case 'skip':
      return take(choose(scene, scope, { kind: 'end', withDefault: true }), 'now');
    case 'arrive':
    case 'start':
    case 'leave':
    case 'timeout':
    case 'reset':
      return take(choose(scene, scope, { kind: 'end', withDefault: true }), 'now');
    case 'clipFailed':
      return take(choose(scene, scope, { kind: 'default' }), 'now');
    case 'cutDue': {
      const withDefault = !isWaiting(scene) || isOutOfPatience(scene, context, event.nowMs);
      const step = take(choose(scene, scope, { kind: 'end', withDefault }), 'end');
      if (step.kind === 'take' || !scene.hold) return step;
      return { ...stay, holdingSinceMs: context.holdingSinceMs ?? event.nowMs };
    }
    case 'mood':
      return during(scene, context, event);
  }
}

/** Patience runs from the cue of a looping scene, and from the last frame of a holding one. */
function isOutOfPatience(scene: CompiledScene, context: FilmContext, nowMs: number): boolean {
  const since = scene.hold && scene.repeat !== null ? context.holdingSinceMs : context.enteredAtMs;
  return since !== null && nowMs - since >= scene.patienceMs;
}

function during(scene: CompiledScene, context: FilmContext, event: Extract<FilmEvent, { type: 'mood' }>): Step {
  const scope = { context, moment: event, mood: event.mood };
  const isHolding = context.holdingSinceMs !== null;
  const { opensMs, closesMs } = scene.reading;
  const isReading = isHolding || (event.positionMs >= opensMs && (closesMs === null || event.positionMs <= closesMs));
  const isLive = (rule: CompiledRule): boolean => {
    if (rule.at.kind !== 'end') return isReading;
    if (isDefault(rule)) return false;
    return scene.hold ? isHolding : scene.repeat === null && isReading;
  };
  const { heldSinceMs, ripe } = held(scene, isLive, scope, context.heldSinceMs);
  const stay: Step = { kind: 'stay', heldSinceMs, holdingSinceMs: context.holdingSinceMs };
  const choice = ripe !== null ? choose(scene, scope, { kind: 'during', ripe }) : null;
  if (choice !== null) {
    const when = isHolding ? 'now' : cutOf(scene, choice.rule, event.positionMs);
    return { kind: 'take', choice, when, transition: choice.rule.transition };
  }
  if (isHolding && isOutOfPatience(scene, context, event.nowMs)) {
    const last = choose(scene, scope, { kind: 'end', withDefault: true });
    if (last !== null) return { kind: 'take', choice: last, when: 'now', transition: last.rule.transition };
  }
  return stay;
}

/** Which live rules hold, since when, and which have for long enough. The very object that was, where nothing changed. */
function held(
  scene: CompiledScene,
  isLive: (rule: CompiledRule) => boolean,
  scope: Scope,
  before: FilmContext['heldSinceMs'],
): { readonly heldSinceMs: FilmContext['heldSinceMs']; readonly ripe: ReadonlySet<number> | null } {
  const { nowMs } = scope.moment;
  let now: Record<string, number> | null = null;
  let ripe: Set<number> | null = null;
  let isNew = false;
  let count = 0;
  for (const rule of scene.rules) {
    if (!isLive(rule) || !holds(rule, scope)) continue;
    const since = before[rule.index];
    isNew ||= since === undefined;
    count += 1;
    (now ??= {})[rule.index] = since ?? nowMs;
    if (nowMs - (since ?? nowMs) >= rule.forMs) (ripe ??= new Set()).add(rule.index);
  }
  const isSame = !isNew && count === Object.keys(before).length;
  return { heldSinceMs: isSame ? before : (now ?? {}), ripe };
}

/** The end of the clip where no marker is left; in a loop the first marker of the next round. */
function cutOf(scene: CompiledScene, rule: CompiledRule, positionMs: number): CutWhen {
  const { at } = rule;
  if (at.kind !== 'marker') return 'now';
  const named = scene.clip.markers.filter((marker) => at.name === null || marker.name === at.name);
  const next = named.find((marker) => marker.positionMs >= positionMs + MARKER_LEAD_MS);
  const marker = next ?? (scene.repeat === null ? named[0] : undefined);
  return marker === undefined ? 'end' : { positionMs: marker.positionMs };
}
