import type { PlayerFact } from './player.ts';
import { HALF_PICTURE_MS, type Turn } from './turns.ts';

const POSITION_EVERY_MS = 200;

/** Tells main of time passing in the clip that is on: that it nears its end, that it is over, where it is. */
export class TimeTeller {
  readonly #tell: (fact: PlayerFact) => void;
  #endedTold = false;
  #positionToldAtMs = -Infinity;

  constructor(tell: (fact: PlayerFact) => void) {
    this.#tell = tell;
  }

  /** A cue has been shown: its end is yet to come. */
  begin(): void {
    this.#endedTold = false;
  }

  /**
   * Called for each picture of the screen. Nobody is told of the end of a clip that another was cued to follow, nor of one that
   * stands in for its scene's own; that time passes is told of any: a stage that says nothing is taken for one that hangs.
   */
  look(on: Turn, isFollowed: boolean, nowMs: number): void {
    if (!on.standsIn) this.#lookForEnd(on, isFollowed, nowMs);
    if (nowMs - this.#positionToldAtMs < POSITION_EVERY_MS) return;
    this.#positionToldAtMs = nowMs;
    const positionMs = on.deck.positionMs(nowMs);
    this.#tell({ type: 'position', cueId: on.cue.cueId, positionMs, stageNowMs: performance.now() });
  }

  #lookForEnd(on: Turn, isFollowed: boolean, nowMs: number): void {
    const { cueId, leadMs, repeat } = on.cue;
    const endsAtMs = on.deck.endsAtMs(nowMs);
    const lastRound = repeat === null || on.round >= repeat;
    if (lastRound && !on.endingTold && endsAtMs - nowMs <= leadMs && !this.#endedTold) {
      on.endingTold = true;
      this.#tell({ type: 'clipEnding', cueId, remainingMs: Math.max(0, endsAtMs - nowMs) });
    }
    const over = repeat !== null && on.round >= repeat && nowMs >= endsAtMs - HALF_PICTURE_MS;
    if (!over || this.#endedTold || isFollowed) return;
    this.#endedTold = true;
    this.#tell({ type: 'clipEnded', cueId });
  }
}
