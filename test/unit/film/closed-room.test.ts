import { describe, expect, it } from 'vitest';
import { constantMood } from '../../../src/film/simulate-mood.ts';
import { startVisit, stepVisit } from '../../../src/film/visit-step.ts';
import { inSession } from '../../../src/film/film-fold.ts';
import type { VisitInput } from '../../../src/film/visit.ts';
import { compiledIfClean } from '../../support/any-film.ts';

const FILM = {
  version: 2,
  title: 'A room',
  language: 'en',
  emotions: ['happiness', 'calm'],
  opening: 'open',
  scenes: {
    open: { clip: { standIn: { title: 'open', seconds: 3 } }, next: 'a' },
    a: { clip: { standIn: { title: 'a', seconds: 3 } }, ending: 'plain' },
  },
};

/** Whether somebody who has stood there for a second begins a session in the five seconds after `inputs`. */
function beginsAfter(inputs: readonly VisitInput[]): boolean {
  const film = compiledIfClean(JSON.stringify(FILM));
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
