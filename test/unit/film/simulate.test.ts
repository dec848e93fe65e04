import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMOTIONS } from '../../../src/protocol/emotions.ts';
import { parseTrace, TRACE_HEADER } from '../../../src/mood/trace.ts';
import { emptyRoomFeed, constantMood, traceFeed } from '../../../src/film/simulate-mood.ts';
import { parseTemperament, usualTemperament } from '../../../src/film/simulate-temperament.ts';
import { simulateVisit, type Feed } from '../../../src/film/simulate-visit.ts';
import { simulatedVisitor } from '../../../src/film/simulate-visitor.ts';
import { simulateVisitors } from '../../../src/film/simulate-visitors.ts';
import { journeyJson } from '../../../src/film/write-simulation.ts';
import { startVisit, stepVisit } from '../../../src/film/visit-step.ts';
import { cueStage, EMPTY_STAGE, nextFact, tellFact } from '../../../src/film/simulated-stage.ts';
import type { CompiledFilm } from '../../../src/film/compiled-film.ts';
import type { Decision } from '../../../src/film/film-events.ts';
import { TICK_MS } from '../../../src/film/visit.ts';
import { emptyRoom } from '../../../src/mood/mood-fold.ts';
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

/** What the show does, in miniature: readings at their pace, a tick every 100 ms, the stage's facts when they come. */
function playedByShow(film: CompiledFilm, feed: Feed): readonly Decision[] {
  const clock = { hour: 12, weekday: 3 };
  const decisions: Decision[] = [];
  const begun = startVisit(film, { seed: 1, moment: { nowMs: 0, clock }, room: emptyRoom({ stillAfterMs: null }) });
  let { state } = begun;
  let stage = EMPTY_STAGE;
  const session: { isOver: boolean } = { isOver: false };
  const isOver = (): boolean => session.isOver;
  const act = (actions: typeof begun.actions, nowMs: number): void => {
    for (const action of actions) {
      if (action.type === 'cue') stage = cueStage(film, stage, action.params, nowMs);
      if (action.type === 'decision') decisions.push(action.params);
      if (action.type === 'sessionEnded') session.isOver = true;
    }
  };
  act(begun.actions, 0);
  for (let nowMs = 0; nowMs < 400_000 && !isOver(); nowMs += TICK_MS) {
    for (let due = nextFact(film, stage); due !== null && due.atMs <= nowMs && !isOver(); due = nextFact(film, stage)) {
      stage = tellFact(stage, due);
      const step = stepVisit(film, state, due.fact, { nowMs: due.atMs, clock });
      ({ state } = step);
      act(step.actions, due.atMs);
    }
    if (isOver()) break;
    if (nowMs % 200 === 0) {
      const step = stepVisit(film, state, { type: 'reading', reading: feed.readingAt(nowMs) }, { nowMs, clock });
      ({ state } = step);
      act(step.actions, nowMs);
    }
    const tick = stepVisit(film, state, { type: 'tick' }, { nowMs, clock });
    ({ state } = tick);
    act(tick.actions, nowMs);
  }
  return decisions;
}

describe('simulate and play', () => {
  it('take the same decisions on the same trace', () => {
    const film = smallFilm(
      {
        opening: { next: 'first' },
        first: { next: [{ emotion: 'anger', to: 'second' }, { emotion: 'fear', to: 'third' }, { to: 'third' }] },
        second: { next: [{ emotion: 'anger', for: 1, to: 'third' }, { emotion: 'fear', to: 'end' }, { to: 'third' }] },
        third: { reading: { from: 1, to: '80%' }, next: [{ emotion: 'calm', to: 'first' }, { to: 'end' }] },
        end: { ending: 'end' },
      },
      { session: { longest: 60 } },
    );
    const moods = fc.array(fc.constantFrom('a', 'f', 'c', '.'), { minLength: 4, maxLength: 60 });
    fc.assert(
      fc.property(moods, (letters) => {
        const feed = trace(letters.join(''));
        const told = (decisions: readonly Decision[]): unknown =>
          decisions.map(({ scene, rule, to }) => [scene, rule, to]);
        const { journey } = simulateVisit(film, { seed: 1, feed, startKeyMs: null });
        if (journey.by === 'nobody') return;
        expect(told(journey.decisions)).toEqual(told(playedByShow(film, feed)));
      }),
      { numRuns: 25 },
    );
  });
});
