import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CompiledFilm } from '../../film/compiled-film.ts';
import { usualTemperament } from '../../film/simulate-temperament.ts';
import { simulateVisit } from '../../film/simulate-visit.ts';
import { simulatedVisitor } from '../../film/simulate-visitor.ts';
import { JourneyTally, type VisitorsSummary } from '../../film/journey-tally.ts';

/** Enough that a scene which one visitor in thirty sees is missed once in thirty rehearsals. */
export const REHEARSED = 100;
const SEED = 1;

/** Plays a film to simulated visitors, one at a time, with the show's own work in between. */
export async function rehearse(film: CompiledFilm, visitors = REHEARSED): Promise<VisitorsSummary> {
  const tally = new JourneyTally(film);
  const temperament = usualTemperament(film.emotions);
  for (let visitor = 0; visitor < visitors; visitor += 1) {
    const feed = simulatedVisitor(temperament, SEED, visitor);
    tally.add(simulateVisit(film, { seed: SEED, startKeyMs: null, isSparse: true, feed }).journey);
    await nextTurn();
  }
  return tally.summary();
}

/** What a rehearsal found, for the operator; `refused`: visits went on without end, or none began. */
export function rehearsalLines(summary: VisitorsSummary): { readonly refused: boolean; readonly lines: string[] } {
  const { visitors, meanSeconds, ended, endings, unreached } = summary;
  const endless = ended.unfinished ?? 0;
  const lines = [
    `${visitors} visitors rehearsed; a visit lasts ${meanSeconds.toFixed(0)} s on the average`,
    ...Object.entries(endings).map(([name, share]) => `${Math.round(share * 100)} % reach "${name}"`),
    ...(unreached.length > 0 ? [`nobody saw ${unreached.map(({ scene }) => scene).join(', ')}`] : []),
    ...(endless > 0 ? [`${endless} visits went on without end`] : []),
  ];
  return { refused: endless > 0, lines };
}
