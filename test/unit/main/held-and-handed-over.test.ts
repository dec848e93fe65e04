import { describe, expect, it } from 'vitest';
import { inSession } from '../../../src/film/film-fold.ts';
import { FilmActor } from '../../../src/main/film-actor.ts';
import { StageClock } from '../../../src/main/stage/stage-clock.ts';
import { crossroads } from '../film/small-films.ts';

describe('a scene that the operator holds', () => {
  it('is not left because a visitor presses the start button', () => {
    const clock = { nowMs: () => 0, timeOfDay: () => ({ hour: 12, weekday: 2 }) };
    const actor = FilmActor.start({ film: crossroads(), clock, seed: 1, onAction: () => undefined });
    try {
      actor.hold(true);
      actor.input({ type: 'startPressed' });
      expect(inSession(actor.state.film)).toBe(false);
      actor.hold(false);
      actor.input({ type: 'startPressed' });
      expect(inSession(actor.state.film)).toBe(true);
    } finally {
      actor.stop();
    }
  });
});

describe('the clock of a page that takes over from another', () => {
  it('is not mistaken for the clock of the page before: its frames are as old as they are', () => {
    const clock = new StageClock();
    // The first page was opened at 1 s, the second at 600 s.
    clock.hear({ type: 'position', cueId: 0, positionMs: 0, stageNowMs: 9000 }, 10_000);
    clock.forget();
    clock.hear({ type: 'position', cueId: 0, positionMs: 0, stageNowMs: 100 }, 600_100);
    expect(clock.toMain(150, 600_160)).toBe(600_150);
  });
});
