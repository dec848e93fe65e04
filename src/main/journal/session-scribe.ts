import { z } from 'zod';
import type { VisitAction } from '../../film/visit.ts';
import { keptDecisionSchema, type JournalLine, type KeptDecision } from './journal-line.ts';

/** The session that is going on, as far as it is kept over a restart. */
export const openSessionSchema = z.object({
  startedAt: z.iso.datetime(),
  by: z.enum(['arrive', 'start']),
  decisions: z.array(keptDecisionSchema).readonly(),
});
export type OpenSession = z.infer<typeof openSessionSchema>;

/** Makes the journal's lines out of the film's actions. */
export class SessionScribe {
  readonly #film: string;
  readonly #now: () => Date;
  #open: OpenSession | null;

  /** @param open the session that is taken up after a restart, or null. */
  constructor(film: string, now: () => Date, open: OpenSession | null = null) {
    this.#film = film;
    this.#now = now;
    this.#open = open;
  }

  get open(): OpenSession | null {
    return this.#open;
  }

  /** The line that an action is worth, or null. */
  hear(action: VisitAction): JournalLine | null {
    const at = this.#now().toISOString();
    const film = this.#film;
    switch (action.type) {
      case 'cue':
        return null;
      case 'sessionStarted':
        this.#open = { startedAt: at, by: action.params.by, decisions: [] };
        return null;
      case 'decision': {
        if (this.#open === null) return null;
        const decision: KeptDecision = { ...action.params };
        this.#open = { ...this.#open, decisions: [...this.#open.decisions, decision] };
        return { type: 'decision', at, session: this.#open.startedAt, film, ...decision };
      }
      case 'sessionEnded': {
        const open = this.#open;
        this.#open = null;
        if (open === null) return null;
        const { by: endedBy, ending, scenes, seconds } = action.params;
        const { startedAt, by, decisions } = open;
        const viewers = Math.max(0, ...decisions.map((decision) => decision.viewers));
        const told = { session: startedAt, film, startedAt, endedAt: at, by, endedBy, ending, seconds, scenes };
        return { type: 'session', ...told, viewers, decisions };
      }
    }
  }
}
