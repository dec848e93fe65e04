import type { CompiledFilm } from './compiled-film.ts';
import type { Value } from './conditions.ts';
import { NOTHING_LASTING, type LastingState } from './film-context.ts';
import type { Moment } from './film-events.ts';
import { JourneyTally, type VisitorsSummary } from './journey-tally.ts';
import { simulateVisit, type Feed, type Journey } from './simulate-visit.ts';

export interface VisitorsSettings {
  readonly visitors: number;
  readonly seed: number;
  /** What the camera reads of a visitor, by number from 0. */
  readonly feedOf: (visitor: number) => Feed;
  readonly startKeyMs: number | null;
  readonly from?: string;
  readonly variables?: Readonly<Record<string, Value>>;
  readonly clock?: Moment['clock'];
}

/**
 * Many visitors, one after another, as on one long day: decks go on from one session to the next, as they do in the
 * show. The same settings give the same answer.
 */
export function simulateVisitors(film: CompiledFilm, settings: VisitorsSettings): VisitorsSummary {
  const { visitors, feedOf, ...rest } = settings;
  const tally = new JourneyTally(film);
  let lasting: LastingState = NOTHING_LASTING;
  for (let visitor = 0; visitor < visitors; visitor++) {
    const visit: { readonly journey: Journey; readonly lasting: LastingState } = simulateVisit(film, {
      ...rest,
      isSparse: true,
      feed: feedOf(visitor),
      lasting,
    });
    lasting = visit.lasting;
    tally.add(visit.journey);
  }
  return tally.summary();
}
