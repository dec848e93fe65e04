import type { KeptDecision, SessionLine } from '../../../../src/main/journal/journal-line.ts';

export function decisionOf(scene: string, to: string): KeptDecision {
  return {
    scene,
    emotion: 'happiness',
    to,
    rule: 'happiness',
    scores: { happiness: 0.8, calm: 0.2 },
    viewers: 2,
    readings: 17,
    lead: 0.6,
    dominant: 'happiness',
    atSeconds: 12.5,
    why: 'happiness is dominant (0.80 against 0.20)',
    rules: [
      { rule: 0, to, taken: true, why: 'happiness is dominant (0.80 against 0.20)' },
      { rule: 1, to: 'mist', taken: false, why: 'an earlier rule was taken' },
    ],
  };
}

/** A session that began at a time of the local day. */
export function sessionOf(startedAt: Date, scenes: readonly string[], ending: string | null): SessionLine {
  const seconds = 30 * scenes.length;
  return {
    type: 'session',
    session: startedAt.toISOString(),
    film: 'Weather',
    startedAt: startedAt.toISOString(),
    endedAt: new Date(startedAt.getTime() + seconds * 1000).toISOString(),
    by: 'arrive',
    endedBy: ending === null ? 'leave' : 'ending',
    ending,
    seconds,
    scenes,
    viewers: 2,
    decisions: scenes.slice(1).map((to, index) => decisionOf(scenes[index]!, to)),
  };
}
