import type { CompiledFilm, CompiledScene } from './compiled-film.ts';
import { overlapMs, untilMarkerMs } from '../protocol/transition-times.ts';
import type { VisitAction, VisitInput } from './visit.ts';
import { leadMsOf } from './visit-step.ts';

/**
 * A stage that shows nothing and keeps time by the clips' lengths: for simulating, and for a show without a page. It is
 * always punctual; a real stage differs from it by a frame or two.
 */
export interface SimulatedStage {
  readonly on: Shown | null;
  readonly coming: Coming | null;
}

interface Shown {
  readonly cueId: number;
  readonly scene: string;
  readonly startedAtMs: number;
  /** Rounds whose `clipEnding` was told. */
  readonly endingsTold: number;
  readonly endedTold: boolean;
}

interface Coming {
  readonly cueId: number;
  readonly scene: string;
  readonly atMs: number;
}

export type StageFact = Extract<VisitInput, { readonly cueId: number }>;

/** A fact and when the stage will tell it. */
export interface DueFact {
  readonly atMs: number;
  readonly fact: StageFact;
}

export const EMPTY_STAGE: SimulatedStage = { on: null, coming: null };

/** The stage with a new cue on its way; a later cue takes an earlier one's place. */
export function cueStage(
  film: CompiledFilm,
  stage: SimulatedStage,
  cue: Extract<VisitAction, { readonly type: 'cue' }>['params'],
  nowMs: number,
): SimulatedStage {
  const { cueId, scene, when, transition } = cue;
  const { on } = stage;
  const playing = on === null ? undefined : film.scenes[on.scene];
  const coming = (atMs: number): SimulatedStage => ({ on, coming: { cueId, scene, atMs: Math.max(nowMs, atMs) } });
  if (on === null || playing === undefined || when === 'now') return coming(nowMs);
  if (when === 'end') return coming(endOf(playing, on, nowMs) - overlapMs(transition));
  const { durationMs } = playing.clip;
  // A marker that is behind is met in the next round; where there is none, the cut falls at the end.
  const waitMs = untilMarkerMs(when.positionMs, (nowMs - on.startedAtMs) % durationMs, durationMs);
  return coming(Math.min(nowMs + waitMs, playing.repeat === null ? Infinity : endOf(playing, on, nowMs)));
}

/** What the stage tells next, or null where nothing more will happen by itself. */
export function nextFact(film: CompiledFilm, stage: SimulatedStage): DueFact | null {
  const { on, coming } = stage;
  const shown: DueFact | null =
    coming === null ? null : { atMs: coming.atMs, fact: { type: 'clipStarted', cueId: coming.cueId } };
  const scene = on === null ? undefined : film.scenes[on.scene];
  if (on === null || scene === undefined) return shown;
  const leadMs = leadMsOf(scene);
  const { durationMs } = scene.clip;
  const own = (atMs: number, fact: StageFact): DueFact =>
    shown !== null && shown.atMs <= atMs ? shown : { atMs, fact };
  const ending = (endMs: number): DueFact =>
    own(endMs - leadMs, { type: 'clipEnding', cueId: on.cueId, remainingMs: leadMs });
  if (scene.repeat === null) return ending(on.startedAtMs + (on.endingsTold + 1) * durationMs);
  const endMs = on.startedAtMs + scene.repeat * durationMs;
  if (on.endingsTold === 0) return ending(endMs);
  if (coming === null && !on.endedTold) return own(endMs, { type: 'clipEnded', cueId: on.cueId });
  return shown;
}

/** The stage once it has told a fact. */
export function tellFact(stage: SimulatedStage, { atMs, fact }: DueFact): SimulatedStage {
  const { on, coming } = stage;
  switch (fact.type) {
    case 'clipStarted':
      if (coming === null) return stage;
      return {
        on: { cueId: coming.cueId, scene: coming.scene, startedAtMs: atMs, endingsTold: 0, endedTold: false },
        coming: null,
      };
    case 'clipEnding':
      return on === null ? stage : { ...stage, on: { ...on, endingsTold: on.endingsTold + 1 } };
    case 'clipEnded':
      return on === null ? stage : { ...stage, on: { ...on, endedTold: true } };
    case 'clipFailed':
    case 'position':
      return stage;
  }
}

/** When the round or the count of rounds that plays is over. */
function endOf(scene: CompiledScene, on: Shown, nowMs: number): number {
  const { durationMs } = scene.clip;
  if (scene.repeat !== null) return Math.max(nowMs, on.startedAtMs + scene.repeat * durationMs);
  const rounds = Math.floor((nowMs - on.startedAtMs) / durationMs) + 1;
  return on.startedAtMs + rounds * durationMs;
}
