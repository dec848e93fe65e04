import type { Cue } from '../../protocol/messages.ts';
import { overlapMs } from '../../protocol/transition-times.ts';

/** What is on, as far as it says when another may follow. All times are milliseconds of the film's clock. */
export interface Playing {
  readonly nowMs: number;
  /** Which round plays, from 1. */
  readonly round: number;
  /** How many there are; null for a loop. */
  readonly repeat: number | null;
  /** When this round is over. */
  readonly endsAtMs: number;
  readonly positionMs: number;
  /** Length of a round. */
  readonly roundMs: number;
}

/**
 * The round in which a cue's marker lies, as seen at the moment of the cue: this one, or the next where the marker is
 * behind. It is settled once: a clip that comes late for its marker is not put off by a round. Null for no marker.
 */
export function markerRound(when: Cue['when'], { round, positionMs }: Playing): number | null {
  return typeof when === 'string' ? null : when.positionMs >= positionMs ? round : round + 1;
}

/** When a cue is due; in the past where it should have come already. */
export function wishedTime({ when, transition }: Cue, markersRound: number | null, playing: Playing): number {
  const { nowMs, round, repeat, endsAtMs, positionMs, roundMs } = playing;
  // Beyond its last round a clip goes round only because nothing was cued in time.
  if (when === 'now' || (repeat !== null && round > repeat)) return nowMs;
  const roundsLeft = repeat === null ? 0 : Math.max(0, repeat - round);
  const lastEndMs = endsAtMs + roundsLeft * roundMs;
  if (when === 'end') return lastEndMs - overlapMs(transition);
  const roundsToGo = (markersRound ?? round) - round;
  if (roundsToGo < 0) return nowMs;
  // In the round that plays by the picture, which may be a little behind the clock.
  const atMs =
    roundsToGo === 0
      ? Math.min(endsAtMs, nowMs + when.positionMs - positionMs)
      : endsAtMs + (roundsToGo - 1) * roundMs + when.positionMs;
  // Where no further round comes, the cut falls at the end.
  return repeat === null ? atMs : Math.min(atMs, lastEndMs);
}
