import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkFilm } from '../../../../src/film/check.ts';
import { compileFilm } from '../../../../src/film/compile.ts';
import type { ImportNote } from '../../../../src/film/import/import-note.ts';
import { importRiot } from '../../../../src/film/import/riot.ts';
import type { Contempt } from '../../../../src/film/import/riot-emotions.ts';
import { parseRiotTime } from '../../../../src/film/import/riot-time.ts';
import { parseFilm } from '../../../../src/film/parse-film.ts';
import { constantMood } from '../../../../src/film/simulate-mood.ts';
import { simulateVisit } from '../../../../src/film/simulate-visit.ts';

const DATA = '../shared/data/riot';

type Branches = Record<string, { start: string; end: string; outcome?: unknown }>;
interface Config {
  media: { video: string };
  intros: { start: string; end: string }[];
  credits: { start: string; end: string }[];
  levels: { level?: unknown; start?: unknown; end: string; branch?: Branches }[];
  [other: string]: unknown;
}

function config(): Config {
  return {
    media: { video: '/video/film.m4v' },
    intros: [
      { start: '10:00.000', end: '10:05.000' },
      { start: '10:06.000', end: '10:10.000' },
    ],
    credits: [{ start: '11:00.000', end: '11:10.000' }],
    levels: [
      {
        level: 1,
        start: '01:00.000',
        end: '01:10.000',
        branch: {
          anger: { start: '01:10.000', end: '01:20.000', outcome: 2 },
          calm: { start: '01:20.000', end: '01:30.000', outcome: 0 },
        },
      },
      {
        level: 2,
        start: '02:00.000',
        end: '02:10.000',
        branch: {
          anger: { start: '02:10.000', end: '02:20.000', outcome: 0 },
          calm: { start: '02:10.000', end: '02:20.000', outcome: 1 },
        },
      },
    ],
  };
}

function imported(change: (config: Config) => void, contempt: Contempt = null): ReturnType<typeof importRiot> {
  const value = config();
  change(value);
  return importRiot([{ name: 'config.json', text: JSON.stringify(value) }], { contempt });
}

/** The notes of one code, `path: message`. */
function told(notes: readonly ImportNote[], code: string): readonly string[] {
  return notes.filter((note) => note.code === code).map((note) => `${note.severity} ${note.path}: ${note.message}`);
}

function journey(film: string | null, mood: 'anger' | 'calm' | 'fear'): ReturnType<typeof simulateVisit>['journey'] {
  const parsed = parseFilm(film!, 'film.json');
  expect(parsed.problems).toEqual([]);
  return simulateVisit(compileFilm(parsed.film!, new Map()), { seed: 1, feed: constantMood(mood), startKeyMs: null })
    .journey;
}

describe("RIOT 2018's files", () => {
  it('play the intros straight through, an unlisted prologue, then levels and branches by outcome', () => {
    const { film } = imported(() => undefined);
    expect(journey(film, 'anger').scenes).toEqual([
      'opening',
      'intros',
      'prologue',
      'level1',
      'level1_anger',
      'level2',
      'level2_anger',
      'credits',
    ]);
    expect(journey(film, 'calm').scenes).toEqual(['opening', 'intros', 'prologue', 'level1', 'level1_calm', 'credits']);
    const clips = (JSON.parse(film!) as { clips: Record<string, unknown> }).clips;
    expect(clips.intros).toEqual({ file: 'clips/film.m4v', in: '10:00.000', out: '10:10.000' });
    expect(clips.prologue).toEqual({ file: 'clips/film.m4v', in: '00:00.000', out: '01:00.000' });
    expect(clips.credits).toEqual({ file: 'clips/film.m4v', in: '11:00.000' });
  });

  it('have no prologue where the first level begins at 0', () => {
    const { film } = imported((one) => (one.levels[0]!.start = '00:00.000'));
    expect(journey(film, 'calm').scenes).toEqual(['opening', 'intros', 'level1', 'level1_calm', 'credits']);
  });

  it('share identical ranges as one clip', () => {
    const { film, notes } = imported(() => undefined);
    const clips = (JSON.parse(film!) as { clips: Record<string, unknown> }).clips;
    expect(Object.keys(clips)).not.toContain('level2_calm');
    expect(told(notes, 'riot-same-range')).toHaveLength(1);
  });

  it('get a default and a warning for an emotion without a branch', () => {
    const { film, notes } = imported((one) => delete one.levels[1]!.branch!.anger);
    expect(told(notes, 'riot-no-branch')).toEqual([
      "warning levels[1].branch: There is no branch for anger, on which RIOT's player stopped; calm plays then.",
    ]);
    expect(journey(film, 'anger').scenes).toContain('level2_calm');
  });

  it('go to the credits from a circle that RIOT never left, and say so', () => {
    const { film, notes } = imported((one) => {
      one.levels[0]!.branch!.calm!.outcome = 2;
      one.levels[1]!.branch!.anger!.outcome = 1;
    });
    expect(told(notes, 'riot-endless')[0]).toContain('RIOT went round for ever');
    expect(journey(film, 'anger').ending).toBe('credits');
    const checked = checkFilm(parseFilm(film!, 'film.json').film!);
    expect(checked.filter((problem) => problem.severity === 'error')).toEqual([]);
  });

  it('stop with the name of the field where the dialect cannot be told', () => {
    for (const level of [2, -1, undefined]) {
      const { film, notes } = imported((one) => (one.levels[0]!.level = level));
      expect(film).toBeNull();
      expect(told(notes, 'riot-dialect')[0]).toMatch(/^error levels\[0\]\.level: /u);
    }
  });

  it('stop at an outcome that leads nowhere', () => {
    const { film, notes } = imported((one) => (one.levels[0]!.branch!.anger!.outcome = 9));
    expect(film).toBeNull();
    expect(told(notes, 'riot-outcome')).toEqual([
      "error levels[0].branch.anger.outcome: It leads to level 9, and the film has 2; RIOT's player stopped there.",
    ]);
  });

  it('stop at contempt with a clear message, unless it is said what it shall be', () => {
    const withContempt = (one: Config): void => {
      one.levels[0]!.branch!.contempt = { start: '03:00.000', end: '03:10.000', outcome: 0 };
    };
    expect(told(imported(withContempt).notes, 'riot-contempt')[0]).toContain('not one of the emotions');
    expect(imported(withContempt).film).toBeNull();
    expect(JSON.parse(imported(withContempt, 'disgust').film!).emotions).toEqual(['anger', 'disgust', 'calm']);
    expect(JSON.parse(imported(withContempt, 'leave-out').film!).emotions).toEqual(['anger', 'calm']);
    expect(told(imported(withContempt, 'anger').notes, 'riot-emotion-twice')).toHaveLength(1);
  });

  it('are refused whole, every mistake at once, where they are not what they should be', () => {
    const { film, notes } = imported((one) => {
      one.levels[0]!.start = '1:2';
      one.levels[0]!.branch!.joyful = { start: '03:00.000', end: '03:10.000' };
      one.levels[1]!.end = '01:00.000';
      one.intros = [];
    });
    expect(film).toBeNull();
    const codes = notes.filter((note) => note.severity === 'error').map((note) => note.code);
    expect(new Set(codes)).toEqual(new Set(['riot-time', 'riot-emotion', 'riot-empty-range', 'riot-missing']));
  });

  it('are refused with the place where a field has the wrong type or is missing', () => {
    const shapes: [(one: Config) => void, RegExp][] = [
      [(one) => (one.intros = 'none' as never), /^error intros: expected a list/u],
      [(one) => delete (one as Partial<Config>).media, /^error media: expected an object .* missing/u],
      [(one) => (one.levels[0]!.start = 7), /^error levels\[0\]\.start: expected a time in quotes .* got 7/u],
      [
        (one) => (one.levels[0]!.branch!.anger!.outcome = '2'),
        /^error levels\[0\]\.branch\.anger\.outcome: expected a whole number/u,
      ],
    ];
    for (const [change, expected] of shapes) {
      const { film, notes } = imported(change);
      expect(film).toBeNull();
      expect(told(notes, 'riot-shape')[0]).toMatch(expected);
    }
  });

  it.each([
    '',
    '{',
    '[]',
    'null',
    '7',
    '['.repeat(100_000),
    '{"levels": [{"level": 1}], "levels": []}',
    '{"__proto__": {"a": 1}}',
  ])('never become a film out of %.20s', (text) => {
    const { film, notes } = importRiot([{ name: 'x.json', text }], { contempt: null });
    expect(film).toBeNull();
    expect(notes.some((note) => note.severity === 'error')).toBe(true);
  });

  it('leave unknown fields out and say so', () => {
    expect(told(imported((one) => (one.modes = 'x')).notes, 'riot-unknown-field')).toEqual([
      'warning modes: RIOT has no such field; it is left out.',
    ]);
  });

  it.skipIf(!existsSync(DATA))(
    'of the original player and of the storyline manager check clean but for missing media',
    () => {
      for (const name of ['config-2018-dialect', 'storyline-manager-output']) {
        const text = readFileSync(`${DATA}/${name}.json`, 'utf8');
        const { film } = importRiot([{ name, text }], { contempt: null });
        const problems = checkFilm(parseFilm(film!, 'film.json').film!).filter((one) => one.severity === 'error');
        expect(problems).toEqual([]);
      }
    },
  );
});

describe("RIOT's times", () => {
  it.each([
    ['03:47.110', 227_110],
    ['00:00.5', 5],
    ['00:01.05', 1_005],
    ['75:61.000', 4_561_000],
    ['1:2.003', 62_003],
  ])('reads %s as %i ms', (text, ms) => {
    expect(parseRiotTime(text)).toMatchObject({ ok: true, ms });
  });

  it('warns unless there are three digits of milliseconds', () => {
    expect(parseRiotTime('00:00.5')).toMatchObject({
      warning: '"00:00.5" is read as RIOT did, .5 being 5 ms and not 500 ms',
    });
    expect(parseRiotTime('00:00.005')).toMatchObject({ warning: null });
  });

  it.each([
    '',
    '12',
    '1:2',
    '00:00',
    '00:00.1234',
    '-1:00.000',
    '00:00.000x',
    '00:0a.000',
    '\u0661:00.000',
    '9999:00.000',
  ])('refuses %s, where RIOT silently took 0', (text) => {
    expect(parseRiotTime(text)).toMatchObject({ ok: false });
  });
});
