import { describe, expect, it } from 'vitest';
import { constantMood } from '../../../src/film/simulate-mood.ts';
import { startVisit, stepVisit } from '../../../src/film/visit-step.ts';
import { inSession } from '../../../src/film/film-fold.ts';
import type { VisitInput } from '../../../src/film/visit.ts';
import { compiledIfClean } from '../../support/any-film.ts';
import { ROOM_FILM } from '../../support/room-film.ts';

/** Whether somebody who has stood there for a second begins a session in the five seconds after `inputs`. */
function beginsAfter(inputs: readonly VisitInput[]): boolean {
  const film = compiledIfClean(JSON.stringify(ROOM_FILM));
  if (film === null) throw new Error('the film of this test has problems');
  const feed = constantMood('happiness');
  const at = (nowMs: number): { nowMs: number; clock: { hour: number; weekday: number } } => ({
    nowMs,
    clock: { hour: 12, weekday: 2 },
  });
  let { state } = startVisit(film, { seed: 1, moment: at(0) });
  let begins = false;
  const step = (input: VisitInput, nowMs: number): void => {
    ({ state } = stepVisit(film, state, input, at(nowMs)));
    begins ||= inSession(state.film);
  };
  for (let nowMs = 100; nowMs <= 1000; nowMs += 100) step({ type: 'reading', reading: feed.readingAt(nowMs) }, nowMs);
  for (const input of inputs) step(input, 1000);
  for (let nowMs = 1100; nowMs <= 6000; nowMs += 100) step({ type: 'tick' }, nowMs);
  return begins;
}

describe('a house that closes', () => {
  it('begins no session for somebody who had just come', () => {
    expect(beginsAfter([])).toBe(true);
    expect(beginsAfter([{ type: 'reset' }])).toBe(true);
    expect(beginsAfter([{ type: 'reset' }, { type: 'roomClosed' }])).toBe(false);
  });
});

describe('visitors who want to watch without being read', () => {
  it('in mid-scene: nothing that was read of them decides, and they do not count as having left', () => {
    const film = compiledIfClean(
      JSON.stringify({
        ...ROOM_FILM,
        session: { grace: 1 },
        scenes: {
          ...ROOM_FILM.scenes,
          a: { ...ROOM_FILM.scenes.a, clip: { standIn: { title: 'a', seconds: 9 } } },
        },
      }),
    );
    if (film === null) throw new Error('the film of this test has problems');
    const leadsTo = (refuses: boolean): readonly string[] => {
      const feed = constantMood('happiness');
      const at = (nowMs: number) => ({ nowMs, clock: { hour: 12, weekday: 2 } });
      let { state } = startVisit(film, { seed: 1, moment: at(0) });
      const step = (input: VisitInput, nowMs: number): void => {
        ({ state } = stepVisit(film, state, input, at(nowMs)));
      };
      step({ type: 'startPressed' }, 100);
      step({ type: 'clipStarted', cueId: 1 }, 200);
      for (let nowMs = 300; nowMs <= 7900; nowMs += 100)
        step({ type: 'reading', reading: feed.readingAt(nowMs) }, nowMs);
      if (refuses) step({ type: 'roomClosed' }, 8000);
      for (let nowMs = 8000; nowMs <= 9000; nowMs += 100) step({ type: 'tick' }, nowMs);
      step({ type: 'clipEnded', cueId: 1 }, 9200);
      for (let nowMs = 9300; nowMs <= 11_500; nowMs += 100) step({ type: 'tick' }, nowMs);
      return state.film.context.path;
    };
    expect(leadsTo(false)).toEqual(['open', 'a', 'b']);
    expect(leadsTo(true)).toEqual(['open', 'a', 'c']);
  });
});
