import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadFilm } from '../../../src/main/film-files.ts';
import { sceneOf, startFilm, stepFilm } from '../../../src/film/film-fold.ts';
import { type Mood, NO_MOOD } from '../../../src/mood/mood.ts';

const clock = { hour: 12, weekday: 3 };
const sad: Mood = {
  scores: { happiness: 0.1, sadness: 0.8, calm: 0.1 },
  dominant: 'sadness',
  leading: 'sadness',
  lead: 0.7,
  viewers: 1,
  readings: 9,
  why: 'sadness leads',
};

describe.skipIf(!existsSync('film/weather/film.json'))('weather, played by hand', () => {
  it('starts a session when somebody arrives, decides by the mood, ends and returns to the opening', async () => {
    const loaded = await loadFilm('film/weather');
    expect(loaded.problems.filter((problem) => problem.severity === 'error')).toEqual([]);
    if (!loaded.ok) return;
    const film = loaded.compiled;
    const opened = startFilm(film, { seed: 1, moment: { nowMs: 0, clock } });
    expect(opened.actions).toMatchObject([{ type: 'cue', params: { scene: film.opening, when: 'now' } }]);
    let { state, actions } = stepFilm(film, opened.state, { type: 'arrive', nowMs: 1000, clock });
    expect(actions.map((action) => action.type)).toEqual(['sessionStarted', 'cue']);
    let nowMs = 1000;
    const decisions: unknown[] = [];
    for (let i = 0; i < 100 && sceneOf(state) !== film.opening; i++) {
      ({ state, actions } = stepFilm(film, state, { type: 'cutDue', mood: i === 0 ? sad : NO_MOOD, nowMs, clock }));
      nowMs += 6000;
      decisions.push(...actions.flatMap((action) => (action.type === 'decision' ? [action.params] : [])));
    }
    expect(sceneOf(state)).toBe(film.opening);
    expect(decisions[0]).toMatchObject({ emotion: 'sadness', rule: 'sadness', dominant: 'sadness' });
    expect(actions.at(-1)).toMatchObject({ type: 'cue', params: { scene: film.opening } });
    expect(actions[0]).toMatchObject({ type: 'sessionEnded', params: { by: 'ending' } });
  });
});
