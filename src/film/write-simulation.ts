import type { VisitorsSummary } from './journey-tally.ts';
import type { Temperament } from './simulate-temperament.ts';
import type { Journey } from './simulate-visit.ts';

/** How a visit ended, for people. */
const ENDED: Readonly<Record<Journey['by'], string>> = {
  ending: 'reached the ending',
  leave: 'everybody left',
  timeout: 'the longest time was over',
  reset: 'was reset',
  failure: 'a clip failed',
  unfinished: 'was broken off: it goes on without end',
  nobody: 'nobody came, and the opening went on',
};

/** One journey, a line a scene and under it the decision that led on. */
export function writeJourney(journey: Journey): string {
  const waiting = [...journey.decisions];
  const lines = journey.scenes.flatMap((scene) => {
    const decision = waiting[0]?.scene === scene ? waiting.shift() : undefined;
    if (decision === undefined) return [scene];
    return [scene, `    at ${decision.atSeconds.toFixed(1)} s: ${decision.rule} -> ${decision.to}; ${decision.why}`];
  });
  const ending = journey.ending === null ? '' : ` "${journey.ending}"`;
  return `${[...lines, `${ENDED[journey.by]}${ending}, after ${journey.seconds.toFixed(1)} s`].join('\n')}\n`;
}

/** `play --once`'s shape. With `reasons` each decision is told whole, as the journal keeps it and `explain` reads it. */
export function journeyJson(journey: Journey, reasons: boolean): unknown {
  const { scenes, ending, seconds } = journey;
  const decisions = journey.decisions.map((decision) => {
    const { scene, emotion, to, rule, scores } = decision;
    return reasons ? decision : { scene, emotion, to, rule, scores };
  });
  return { scenes, decisions, ending, seconds };
}

/** Shares as a table for people. */
export function writeVisitors(summary: VisitorsSummary, seed: number, how: Temperament | string): string {
  const percent = (share: number): string => `${(100 * share).toFixed(1).padStart(5)} %`;
  const wide = Math.max(8, ...Object.keys(summary.scenes).map((name) => name.length));
  const row = ([name, share]: readonly [string, number]): string => `  ${name.padEnd(wide)} ${percent(share)}`;
  const ended = Object.entries(summary.ended).map(([by, times]) => `${times} ${ENDED[by as Journey['by']]}`);
  const rules = Object.entries(summary.decisions).flatMap(([scene, shares]) => [
    `  ${scene}`,
    ...shares.map((rule) => `    ${percent(rule.share)}  ${rule.rule} -> ${rule.to} (${rule.count})`),
  ]);
  const unreached = summary.unreached.map(({ scene, why }) => `  ${scene}: ${why}`);
  const lines = [
    `${summary.visitors} visitors, seed ${seed}; ${typeof how === 'string' ? how : `temperament ${writeTemperament(how)}`}`,
    `a visit lasts ${summary.meanSeconds.toFixed(1)} s on the average; ${ended.join(', ')}`,
    '',
    'Endings',
    ...Object.entries(summary.endings).map(row),
    ...(summary.withoutEnding > 0 ? [row(['(none)', summary.withoutEnding])] : []),
    '',
    'Scenes, by how many visitors saw them',
    ...Object.entries(summary.scenes).map(row),
    '',
    `Decisions by rule (the default took ${percent(summary.defaultShare).trim()} of all)`,
    ...rules,
    ...(unreached.length > 0 ? ['', 'Never reached', ...unreached] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** As it is written on the command line. */
export function writeTemperament({ weights, ...numbers }: Temperament): string {
  return [...Object.entries(weights), ...Object.entries(numbers)].map(([word, value]) => `${word}=${value}`).join(',');
}
