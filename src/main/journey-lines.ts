import type { VisitAction } from '../film/visit.ts';

/** The journey as it can be watched in a terminal: one line a scene, with the decision that led there and its reason. */
export class JourneyLines {
  #decision: Extract<VisitAction, { type: 'decision' }>['params'] | null = null;

  /** The line that an action is worth, or null. @param seconds since the show began. */
  hear(action: VisitAction, seconds: number): string | null {
    const at = `${seconds.toFixed(1).padStart(7)} s`;
    switch (action.type) {
      case 'decision':
        this.#decision = action.params;
        return null;
      case 'cue': {
        const decision = this.#decision;
        this.#decision = null;
        const { scene } = action.params;
        if (decision?.to !== scene) return `${at}  ${scene}`;
        return `${at}  ${scene}  (from ${decision.scene} by ${decision.rule}: ${decision.why})`;
      }
      case 'sessionStarted':
        return `${at}  -- a session begins: ${action.params.by === 'arrive' ? 'somebody is there' : 'the start key'}`;
      case 'sessionEnded': {
        const { by, ending, scenes, seconds: length } = action.params;
        const how = ending === null ? `ended by ${by}` : `reached the ending "${ending}"`;
        return `${at}  -- the session ${how} after ${length.toFixed(1)} s: ${scenes.join(' > ')}`;
      }
    }
  }
}
