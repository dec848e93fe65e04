import { describe, expect, it } from 'vitest';
import { EMOTIONS } from '../../../src/protocol/emotions.ts';
import { parseTrace, TRACE_HEADER } from '../../../src/mood/trace.ts';
import { emptyRoomFeed, constantMood, traceFeed } from '../../../src/film/simulate-mood.ts';
import { parseTemperament, usualTemperament } from '../../../src/film/simulate-temperament.ts';
import { simulateVisit, type Feed } from '../../../src/film/simulate-visit.ts';
import { simulatedVisitor } from '../../../src/film/simulate-visitor.ts';
import { simulateVisitors } from '../../../src/film/simulate-visitors.ts';
import { journeyJson } from '../../../src/film/write-simulation.ts';
import type { CompiledFilm } from '../../../src/film/compiled-film.ts';
import { crossroads, smallFilm } from './small-films.ts';

/** A trace of one viewer from moods a second; a dot is nobody. */
function trace(moods: string): Feed {
  const letters: Record<string, string> = { a: 'anger', f: 'fear', c: 'calm' };
  const lines = Array.from(moods, (letter, second) => {
    const mood = letters[letter];
    if (mood === undefined) return `${second},,,,,,,,`;
    return `${second},1,${EMOTIONS.map((emotion) => (emotion === mood ? 0.88 : 0.02)).join(',')}`;
  });
  const parsed = parseTrace([TRACE_HEADER, ...lines].join('\n'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return traceFeed(parsed.trace);
}

function visit(
  film: CompiledFilm,
  feed: Feed,
  startKeyMs: number | null = null,
): ReturnType<typeof simulateVisit>['journey'] {
  return simulateVisit(film, { seed: 1, feed, startKeyMs }).journey;
}

describe('a simulated visitor', () => {
  it('of a constant mood walks to the scene of that mood', () => {
    expect(visit(crossroads(), constantMood('anger')).scenes).toEqual(['opening', 'ask', 'red']);
    expect(visit(crossroads(), constantMood('fear')).ending).toBe('grey');
    expect(visit(crossroads(), constantMood('calm')).ending).toBe('blue');
  });

  it('who never comes leaves the film in its opening, and started by key it takes every default', () => {
    expect(visit(crossroads(), { ...emptyRoomFeed(), endMs: 60_000 })).toMatchObject({
      scenes: ['opening'],
      by: 'nobody',
    });
    const started = visit(crossroads(), emptyRoomFeed(), 1000);
    expect(started).toMatchObject({ scenes: ['opening', 'ask', 'blue'], ending: 'blue', by: 'ending' });
    expect(started.decisions[0]).toMatchObject({ rule: 'default', scores: null, emotion: null });
  });

  it('who walks away ends the session after the grace time', () => {
    const film = crossroads({ clip: { standIn: { title: 'long', seconds: 60 } } });
    const journey = visit(film, trace('aaaaaa'));
    expect(journey).toMatchObject({ by: 'leave', ending: null, decisions: [] });
    expect(journey.seconds).toBeGreaterThan(10);
    expect(journey.seconds).toBeLessThan(16);
  });

  it('is read over the last seconds of the scene only', () => {
    expect(visit(crossroads({ reading: { window: 2 } }), trace('aaaaaffffffff')).ending).toBe('grey');
  });

  it('is not read any more once reading has closed in the scene', () => {
    const film = crossroads({ clip: { standIn: { title: 'long', seconds: 20 } }, reading: { to: '25%' } });
    expect(visit(film, trace('aaaaaaffffffffffffffffffffff')).ending).toBe('red');
  });

  it('makes a rule fire in mid-scene when its mood has held for long enough', () => {
    const film = smallFilm({
      opening: { next: 'ask' },
      ask: {
        clip: { standIn: { title: 'long', seconds: 60 } },
        reading: { window: 1 },
        next: [{ emotion: 'anger', for: 2, to: 'red' }, { to: 'blue' }],
      },
      red: { ending: 'red' },
      blue: { ending: 'blue' },
    });
    const journey = visit(film, trace('ccccccccaaaaaaaaaaaaaaaaaaaaaaaa'));
    expect(journey.ending).toBe('red');
    expect(journey.decisions[0]?.atSeconds).toBeGreaterThan(8);
    expect(journey.decisions[0]?.atSeconds).toBeLessThan(11);
  });

  it('is told in the shape of play --once', () => {
    const journey = visit(crossroads(), constantMood('anger'));
    const told = JSON.parse(JSON.stringify(journeyJson(journey, false))) as { decisions: object[] };
    expect(Object.keys(told)).toEqual(['scenes', 'decisions', 'ending', 'seconds']);
    expect(Object.keys(told.decisions[0]!)).toEqual(['scene', 'emotion', 'to', 'rule', 'scores']);
  });
});

describe('many simulated visitors', () => {
  const film = crossroads();
  const temperament = usualTemperament(film.emotions);
  const run = (seed: number, visitors = 40): ReturnType<typeof simulateVisitors> =>
    simulateVisitors(film, {
      visitors,
      seed,
      startKeyMs: null,
      feedOf: (visitor) => simulatedVisitor(temperament, seed, visitor),
    });

  it('give the same output for the same seed, and another for another', () => {
    expect(JSON.stringify(run(7))).toBe(JSON.stringify(run(7)));
    expect(JSON.stringify(run(7))).not.toBe(JSON.stringify(run(8)));
  });

  it('are counted by scene, ending and rule', () => {
    const summary = run(7, 200);
    expect(summary.visitors).toBe(200);
    expect(summary.scenes).toMatchObject({ opening: 1, ask: 1 });
    const endings = Object.values(summary.endings);
    expect(endings.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 3);
    expect(summary.decisions.ask?.map((rule) => rule.rule)).toEqual(['anger', 'fear', 'default']);
    expect(summary.decisions.ask?.reduce((sum, rule) => sum + rule.count, 0)).toBe(200);
  });

  it('say which scenes were never reached, and why', () => {
    const calm = parseTemperament('calm=1', temperament);
    if ('fault' in calm) throw new Error(calm.fault);
    const summary = simulateVisitors(film, {
      visitors: 10,
      seed: 1,
      startKeyMs: null,
      feedOf: (visitor) => simulatedVisitor(calm, 1, visitor),
    });
    expect(summary.unreached.map((one) => one.scene)).toEqual(['red', 'grey']);
    expect(summary.unreached[0]?.why).toBe(
      'in ask its rule "anger" was never taken in 10 tries, mostly since: needs anger; the mood is calm',
    );
  });

  it('have a temperament that can be stated and adjusted, and is refused with a word where it is wrong', () => {
    expect(parseTemperament('angry=2,steady=20', temperament)).toMatchObject({
      weights: { anger: 2 },
      steady: 20,
      noise: temperament.noise,
    });
    expect(parseTemperament('cheer=2', temperament)).toMatchObject({
      fault: expect.stringContaining('"cheer" is not known') as string,
    });
    expect(parseTemperament('noise=9', temperament)).toEqual({ fault: 'noise is 9; it goes from 0 to 3' });
    expect(parseTemperament('anger=0', temperament)).toEqual({ fault: 'all weights are 0' });
  });
});
