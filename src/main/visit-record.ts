import type { Decision } from '../film/film-events.ts';
import type { VisitAction } from '../film/visit.ts';
import type { Reading } from '../protocol/reading.ts';

/** What `play --once` prints: one visit. */
export interface VisitSummary {
  /** Names of the scenes in the order played, from the session's first. */
  readonly scenes: readonly string[];
  readonly decisions: readonly Pick<Decision, 'scene' | 'emotion' | 'to' | 'rule' | 'scores'>[];
  readonly ending: string | null;
  /** Readings that held a face. */
  readonly faces: number;
  readonly readings: number;
  /** Length of the session. */
  readonly seconds: number;
}

/** Collects one visit after another from the film's actions and the readings. */
export class VisitRecord {
  #decisions: Decision[] = [];
  #faces = 0;
  #readings = 0;

  read(reading: Reading): void {
    this.#readings += 1;
    if (reading.faces.length > 0) this.#faces += 1;
  }

  /** @returns the visit's summary where the action ends it. */
  hear(action: VisitAction): VisitSummary | null {
    switch (action.type) {
      case 'sessionStarted':
        this.#decisions = [];
        return null;
      case 'decision':
        this.#decisions.push(action.params);
        return null;
      case 'cue':
        return null;
      case 'sessionEnded': {
        const { scenes, ending, seconds } = action.params;
        const summary: VisitSummary = {
          scenes,
          decisions: this.#decisions.map(({ scene, emotion, to, rule, scores }) => ({
            scene,
            emotion,
            to,
            rule,
            scores,
          })),
          ending,
          faces: this.#faces,
          readings: this.#readings,
          seconds,
        };
        this.#faces = 0;
        this.#readings = 0;
        return summary;
      }
    }
  }
}
