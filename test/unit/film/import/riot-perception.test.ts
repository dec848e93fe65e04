import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Emotion } from '../../../../src/protocol/emotions.ts';
import { NO_MOOD, type Mood } from '../../../../src/mood/mood.ts';
import { checkFilm } from '../../../../src/film/check.ts';
import { compileFilm } from '../../../../src/film/compile.ts';
import type { CompiledFilm } from '../../../../src/film/compiled-film.ts';
import { sceneOf, startFilm, stepFilm } from '../../../../src/film/film-fold.ts';
import { importRiot } from '../../../../src/film/import/riot.ts';
import { parseFilm } from '../../../../src/film/parse-film.ts';
import { constantMood } from '../../../../src/film/simulate-mood.ts';
import { simulateVisit } from '../../../../src/film/simulate-visit.ts';

const DATA = '../shared/data/riot';
const clock = { hour: 12, weekday: 3 };

interface Range {
  readonly start: string;
  readonly end: string;
}
interface Config {
  readonly intros: readonly Range[];
  readonly credits: readonly Range[];
  readonly levels: readonly (Range & { readonly branch: Readonly<Record<string, Range>> })[];
}

/** A configuration of our own in the same shape, so that the rules are held where the data are missing. */
function made(): string {
  let at = 0;
  const range = (): Range => {
    const time = (seconds: number): string =>
      `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}.250`;
    at += 7;
    return { start: time(at - 7), end: time(at) };
  };
  const branch = (): Record<string, unknown> =>
    Object.fromEntries(['calm', 'anger', 'fear'].map((word) => [word, { ...range(), outcome: 9 }]));
  return JSON.stringify({
    media: { video: 'film.mp4' },
    actors: ['one', 'two'],
    intros: [1, 2, 3, 4, 5, 6].map((intro) => ({ intro, ...range() })),
    levels: Array.from({ length: 12 }, (_, level) => ({ level, ...range(), branch: level % 6 < 2 ? {} : branch() })),
    credits: [1, 2, 3].map((credit) => ({ credit, ...range() })),
  });
}

/** The rules of Perception's player, told straight: what plays, for the moods at its eight choices. */
function interpreted(config: Config, moods: readonly string[]): readonly (readonly [number, number | null])[] {
  const ms = (time: string): number => {
    const [minutes = '', rest = ''] = time.split(':');
    const [seconds = '', millis = ''] = rest.split('.');
    return Number(minutes) * 60_000 + Number(seconds) * 1000 + Number(millis);
  };
  const played: (readonly [number, number | null])[] = [];
  const play = (range: Range | undefined): void => void played.push([ms(range!.start), ms(range!.end)]);
  const { intros, levels, credits } = config;
  play(intros[1]);
  play(intros[2]);
  play(intros[3]);
  let mood = 0;
  for (const first of [0, 6]) {
    play(levels[first]);
    play(intros[5]);
    play(levels[first + 1]);
    for (const level of [2, 3, 4, 5]) play(levels[first + level]!.branch[moods[mood++]!]);
    if (first === 0) play(intros[4]);
  }
  played.push([ms(credits[2]!.start), null]);
  return played;
}

function compiled(text: string): CompiledFilm {
  const { film, notes } = importRiot([{ name: 'config-x.json', text }], { contempt: null });
  expect(notes.filter((note) => note.severity === 'error')).toEqual([]);
  const parsed = parseFilm(film!, 'film.json');
  expect(parsed.problems).toEqual([]);
  return compileFilm(parsed.film!, new Map());
}

function moodOf(emotion: string): Mood {
  return {
    ...NO_MOOD,
    scores: { [emotion]: 1 },
    dominant: emotion as Emotion,
    leading: emotion as Emotion,
    lead: 1,
    viewers: 1,
  };
}

/** Plays the film by its machine: at the n-th choice the room is in the n-th mood. */
function played(
  film: CompiledFilm,
  moods: readonly string[],
): { ranges: (readonly [number, number | null])[]; taken: unknown[] } {
  let { state } = startFilm(film, { seed: 1, moment: { nowMs: 0, clock } });
  let nowMs = 0;
  let choices = 0;
  const ranges: (readonly [number, number | null])[] = [];
  const taken: unknown[] = [];
  ({ state } = stepFilm(film, state, { type: 'start', nowMs, clock }));
  while (sceneOf(state) !== film.opening) {
    const scene = film.scenes[sceneOf(state)]!;
    ranges.push([scene.clip.inMs, scene.clip.outMs]);
    nowMs += scene.clip.durationMs;
    const step = stepFilm(film, state, { type: 'cutDue', nowMs, clock, mood: moodOf(moods[choices] ?? 'calm') });
    for (const action of step.actions) {
      if (action.type !== 'decision') continue;
      choices += 1;
      taken.push(action.params.emotion);
    }
    ({ state } = step);
  }
  return { ranges, taken };
}

const WORDS = ['anger', 'fear', 'calm'];
const SEQUENCES = Array.from({ length: 81 }, (_, n) => [27, 9, 3, 1].map((power) => WORDS[Math.floor(n / power) % 3]!));

const files: (readonly [string, string])[] = [['a configuration made for the test', made()]];
for (const name of ['config-badbw', 'config-badwb']) {
  if (existsSync(`${DATA}/${name}.json`)) files.push([name, readFileSync(`${DATA}/${name}.json`, 'utf8')]);
}

describe.each(files)('Perception 2019: %s', (_, text) => {
  it('plays the same scenes, ranges and decisions as the player, for each of the 81 sequences of each story', () => {
    const film = compiled(text);
    const config = JSON.parse(text) as Config;
    for (const [index, first] of SEQUENCES.entries()) {
      const second = SEQUENCES[(index * 37 + 5) % 81]!;
      const moods = [...first, ...second];
      const journey = played(film, moods);
      expect(journey.ranges).toEqual(interpreted(config, moods));
      expect(journey.taken).toEqual(moods);
    }
  });

  it('checks clean but for missing media', () => {
    const { film } = importRiot([{ name: 'x.json', text }], { contempt: null });
    const parsed = parseFilm(film!, 'film.json');
    expect(checkFilm(parsed.film!)).toEqual([]);
  });

  it('loops its first intro until start', () => {
    const film = compiled(text);
    const opening = film.scenes[film.opening]!;
    expect(opening.repeat).toBeNull();
    expect(opening.rules.map((rule) => rule.to)).toEqual(['intro2']);
  });

  it('makes eight decisions on the mood of the scene that ends, in simulated time', () => {
    const { journey } = simulateVisit(compiled(text), { seed: 1, feed: constantMood('fear'), startKeyMs: null });
    expect(journey.decisions.map((decision) => decision.emotion)).toEqual(Array.from({ length: 8 }, () => 'fear'));
    expect(journey.ending).toBe('credits');
  });

  it('takes the default in an empty room', () => {
    const film = compiled(text);
    let { state } = startFilm(film, { seed: 1, moment: { nowMs: 0, clock } });
    ({ state } = stepFilm(film, state, { type: 'start', nowMs: 0, clock }));
    const decisions: unknown[] = [];
    while (sceneOf(state) !== film.opening) {
      const step = stepFilm(film, state, { type: 'cutDue', nowMs: 0, clock, mood: NO_MOOD });
      decisions.push(
        ...step.actions.flatMap((one) => (one.type === 'decision' ? [[one.params.rule, one.params.to]] : [])),
      );
      ({ state } = step);
    }
    expect(decisions).toHaveLength(8);
    expect(decisions[0]).toEqual(['default', 'level2_calm']);
  });
});

describe('several Perception files', () => {
  it('are versions of one film, dealt as a shuffled deck: none comes again until all have', () => {
    const sources = ['config-a.json', 'config-b.json', 'config-c.json'].map((name) => ({ name, text: made() }));
    const { film: text, notes } = importRiot(sources, { contempt: null });
    expect(notes.map((note) => note.code)).toContain('riot-deck');
    const film = compileFilm(parseFilm(text!, 'film.json').film!, new Map());
    let { state } = startFilm(film, { seed: 3, moment: { nowMs: 0, clock } });
    const dealt: string[] = [];
    for (let session = 0; session < 6; session++) {
      ({ state } = stepFilm(film, state, { type: 'start', nowMs: 0, clock }));
      dealt.push(sceneOf(state).split('_')[0]!);
      ({ state } = stepFilm(film, state, { type: 'reset', nowMs: 0, clock }));
    }
    expect(dealt.slice(0, 3).toSorted()).toEqual(['a', 'b', 'c']);
    expect(dealt.slice(3).toSorted()).toEqual(['a', 'b', 'c']);
  });

  it('refuses a RIOT 2018 file among them', () => {
    const old = JSON.parse(made()) as { levels: { level: number }[] };
    old.levels.forEach((level, index) => (level.level = index + 1));
    const { film, notes } = importRiot(
      [
        { name: 'a.json', text: made() },
        { name: 'b.json', text: JSON.stringify(old).replaceAll('"outcome":9', '"outcome":0') },
      ],
      { contempt: null },
    );
    expect(film).toBeNull();
    expect(notes.find((note) => note.code === 'riot-mixed')?.message).toContain('no versions of one film');
  });

  it('takes a file with fewer than six intros for its media only, and says so', () => {
    const short = JSON.parse(made()) as { intros: unknown[] };
    short.intros.length = 4;
    const { film, notes, versions } = importRiot([{ name: 'config.json', text: JSON.stringify(short) }], {
      contempt: null,
    });
    expect(versions[0]?.mediaOnly).toBe(true);
    expect(notes.find((note) => note.code === 'riot-media-only')?.message).toContain('no playable story');
    expect(Object.keys(JSON.parse(film!).clips as object)).toContain('level11_fear');
  });
});
