import { describe, expect, it } from 'vitest';
import { checkFilm } from '../../../src/film/check.ts';
import { type FoundFiles, NOTHING_FOUND } from '../../../src/film/film-media.ts';
import type { MediaFacts } from '../../../src/film/media-facts.ts';
import { parseFilmFiles } from '../../../src/film/parse-film.ts';
import { PROBLEM_CODES } from '../../../src/film/problem-codes.ts';
import { type Problem, writeProblem } from '../../../src/film/problems.ts';

/** A film that is right. Each case changes one thing, and has to get one problem of its own and no other. */
const GOOD = `{
  "version": 2,
  "title": "Doors",
  "emotions": ["happiness", "sadness"],
  "opening": "door",
  "variables": { "keys": { "type": "int", "start": 0 } },
  "scenes": {
    "door": { "clip": "clips/door.webm", "next": "hall" },
    "hall": {
      "clip": "clips/hall.webm",
      "set": { "keys": "keys + 1" },
      "next": [
        { "emotion": "happiness", "to": "garden" },
        { "emotion": "sadness", "to": "cellar" },
        { "to": "cellar" }
      ]
    },
    "garden": { "clip": "clips/garden.webm", "ending": "light" },
    "cellar": { "clip": "clips/cellar.webm", "ending": "dark" }
  }
}`;

const VIDEO: MediaFacts = {
  durationMs: 10_000,
  video: { codec: 'vp09.00.31.08', width: 1280, height: 720, frameRate: 25, keyframesMs: [0, 5000] },
  audio: { codec: 'opus', channels: 2, sampleRate: 48_000 },
  loudness: new Array<number>(100).fill(-23),
};
const FILES = ['door', 'hall', 'garden', 'cellar'].map((name) => [`clips/${name}.webm`, VIDEO] as const);
const withMedia = (file: string, facts: Partial<MediaFacts>): FoundFiles => ({
  ...NOTHING_FOUND,
  media: new Map([...FILES, [file, { ...VIDEO, ...facts }]]),
});

function problemsOf(text: string, found: FoundFiles, parts: Readonly<Record<string, string>> = {}): readonly Problem[] {
  const { film, problems } = parseFilmFiles(new Map([['film.json', text], ...Object.entries(parts)]), 'film.json');
  return film === undefined ? problems : [...problems, ...checkFilm(film, found)];
}

interface Case {
  /** What is replaced in the good film, and by what. */
  readonly change?: readonly [string, string];
  readonly text?: string;
  readonly found?: FoundFiles;
  readonly parts?: Readonly<Record<string, string>>;
}

const change = (from: string, to: string, more: Omit<Case, 'change'> = {}): Case => ({ change: [from, to], ...more });
const GARDEN = '{ "clip": "clips/garden.webm", "ending": "light" }';

/** By code; the name after the slash tells cases of one code apart. */
const CASES: Readonly<Record<string, Case>> = {
  'bad-syntax': change('"title": "Doors",', '"title": "Doors"'),
  'bad-syntax/empty': { text: '' },
  'bad-syntax/cut off': { text: GOOD.slice(0, 300) },
  'too-deep': { text: '['.repeat(100_000) },
  'key-twice': change('"title": "Doors",', '"title": "Doors", "title": "Windows",'),
  'number-too-large': change('"version": 2', '"version": 1e999'),
  'version-too-new': change('"version": 2', '"version": 3'),
  'version-unknown': change('"version": 2', '"version": 0.5'),
  'version-old': {
    text: GOOD.replace('"version": 2', '"version": 1').replace('"light"', 'true').replace('"dark"', 'true'),
  },
  'unknown-key': change('"opening"', '"openning": "door", "opening"'),
  'unknown-key/in a rule': change('"emotion": "sadness", "to"', '"emotion": "sadness", "wen": "true", "to"'),
  'missing-key': change('"title": "Doors",', ''),
  'wrong-type': change('"title": "Doors"', '"title": 7'),
  'wrong-type/root': { text: '[]' },
  'wrong-type/clip': change('"clips/hall.webm"', '7'),
  'wrong-value': change('"clip": "clips/hall.webm"', '"clip": "clips/hall.webm", "reading": { "audience": "nearst" }'),
  'wrong-value/time': change('"clips/hall.webm"', '{ "file": "clips/hall.webm", "in": "1 minute" }'),
  'unknown-key/weights': change(
    '"clip": "clips/hall.webm"',
    '"clip": "clips/hall.webm", "reading": { "weights": { "happines": 2 } }',
  ),
  'bad-name/empty': change('"garden": {', '"": { "clip": "x.webm", "ending": "x" }, "garden": {'),
  'missing-key/version': change('"version": 2,', ''),
  'out-of-range': change('"clip": "clips/hall.webm"', '"clip": "clips/hall.webm", "reading": { "confidence": 40 }'),
  'unknown-emotion': change('"emotion": "sadness"', '"emotion": "sadnes"'),
  'bad-name': change('"keys": { "type"', '"2keys": { "type": "int", "start": 0 }, "keys": { "type"'),
  'bad-name/prototype': change(`"garden": ${GARDEN}`, `"garden": ${GARDEN}, "__proto__": ${GARDEN}`),
  'name-twice': change(
    '"scenes": {',
    '"sections": { "late": { "start": "garden", "scenes": { "garden": { "clip": "x.webm", "ending": "x" } } } }, "scenes": {',
  ),
  'unknown-target': change('"to": "garden"', '"to": "gardn"'),
  'unknown-clip': change('"clips/hall.webm"', '"hall"'),
  'unknown-marker': change('"emotion": "happiness", "to"', '"emotion": "happiness", "at": "bang", "to"'),
  'unknown-variable': change('"set": { "keys"', '"set": { "kys"'),
  'variable-type': change('"keys + 1"', 'true'),
  'variable-type/start': change('"start": 0', '"start": "none"'),
  'no-default': change(',\n        { "to": "cellar" }', ''),
  'loop-without-exit': change(
    `"garden": ${GARDEN}`,
    `"garden": { "clip": "clips/garden.webm", "next": "maze" }, "maze": { "clip": "clips/maze.webm", "next": "garden" }`,
  ),
  'ending-goes-on': change('"ending": "light"', '"ending": "light", "next": "cellar"'),
  'clip-empty/card and stand-in': change(
    '"clip": "clips/garden.webm"',
    '"clip": { "card": { "text": "x", "seconds": 4 }, "standIn": { "title": "x", "seconds": 4 } }',
  ),
  'opening-ends': change(
    '"clip": "clips/door.webm", "next": "hall"',
    '"clip": "clips/door.webm", "on": { "start": "hall" }, "ending": "x"',
  ),
  'opening-repeats': change('"next": "hall"', '"next": [{ "weight": 1, "to": "hall" }, { "weight": 1, "to": "door" }]'),
  'timeout-goes-on': change('"opening": "door"', '"opening": "door", "on": { "timeout": "hall" }'),
  'emotion-outside': change(
    '"emotion": "sadness", "to"',
    '"emotion": "sadness", "to": "cellar" }, { "emotion": "fear", "to"',
  ),
  'emotion-outside/trace': change(
    '"ending": "light"',
    '"ending": "light", "trace": { "colours": { "happiness": "#ffcc00", "fear": "#8000ff" } }',
  ),
  'condition-broken': change('"emotion": "sadness", "to"', '"emotion": "sadness", "when": "keys >", "to"'),
  'condition-broken/types': change(
    '"emotion": "sadness", "to"',
    '"emotion": "sadness", "when": "keys == \'two\'", "to"',
  ),
  'condition-type': change('"emotion": "sadness", "to"', '"emotion": "sadness", "when": "keys", "to"'),
  'condition-unknown': change('"emotion": "sadness", "to"', '"emotion": "sadness", "when": "visits.gardn > 1", "to"'),
  'condition-unknown/word': change(
    '"emotion": "sadness", "to"',
    '"emotion": "sadness", "when": "moods.sadness > 0.5", "to"',
  ),
  'path-outside': change('clips/hall.webm', '../hall.webm'),
  'path-outside/absolute': change('clips/hall.webm', '/hall.webm'),
  'path-outside/address': change('clips/hall.webm', 'http://example.org/hall.webm'),
  'path-outside/drive': change('clips/hall.webm', 'C:/hall.webm'),
  'file-missing': {
    found: {
      ...NOTHING_FOUND,
      findings: new Map([
        [
          'clips/hall.webm',
          {
            code: 'file-missing',
            message: 'there is no file "clips/hall.webm" in the film\'s folder',
            hint: 'Add the file.',
          },
        ],
      ]),
    },
  },
  'file-unreadable': {
    found: {
      ...NOTHING_FOUND,
      findings: new Map([
        [
          'clips/hall.webm',
          {
            code: 'file-unreadable',
            message: '"clips/hall.webm" cannot be played: it is a text',
            hint: 'Export it again.',
          },
        ],
      ]),
    },
  },
  'bad-tuning': change('"opening"', '"tuning": "venue.json", "opening"', {
    found: {
      ...NOTHING_FOUND,
      findings: new Map([
        ['venue.json', { code: 'bad-tuning', message: 'venue.json: not JSON', hint: 'Write it with "mien tune".' }],
      ]),
    },
  }),
  'path-outside/tuning': change('"opening"', '"tuning": "../venue.json", "opening"'),
  'include-cycle': change('"opening"', '"include": ["a.json"], "opening"', {
    parts: { 'a.json': '{ "include": ["b.json"] }', 'b.json': '{ "include": ["a.json"] }' },
  }),
  'clip-empty': change('"clips/hall.webm"', '{ "gain": 2 }'),
  'bad-time': change('"clips/hall.webm"', '{ "file": "clips/hall.webm", "in": "30f" }'),
  'range-empty': change('"clips/hall.webm"', '{ "file": "clips/hall.webm", "in": 5, "out": 4 }'),
  'range-outside': change('"clips/hall.webm"', '{ "file": "clips/hall.webm", "out": "00:12.000" }', {
    found: withMedia('x', {}),
  }),
  'range-outside/marker': change('"clips/hall.webm"', '{ "file": "clips/hall.webm", "markers": { "bang": 11 } }', {
    found: withMedia('x', {}),
  }),
  'unreachable-scene': change(
    `"garden": ${GARDEN}`,
    `"garden": ${GARDEN}, "attic": { "clip": "clips/attic.webm", "next": "garden" }`,
  ),
  'ending-unreached': change(
    `"garden": ${GARDEN}`,
    `"garden": ${GARDEN}, "attic": { "clip": "clips/attic.webm", "ending": "attic" }`,
  ),
  'rule-never-fires': change('{ "to": "cellar" }', '{ "to": "cellar" }, { "when": "keys > 1", "to": "garden" }'),
  'rule-never-fires/twice': change(
    '"emotion": "sadness", "to"',
    '"emotion": "happiness", "to": "cellar" }, { "emotion": "sadness", "to"',
  ),
  'rule-never-fires/false': change(
    '"emotion": "sadness", "to"',
    '"emotion": "sadness", "to": "cellar" }, { "when": "1 > 2", "to"',
  ),
  'rule-always-fires': change(
    '"emotion": "sadness", "to"',
    '"emotion": "sadness", "to": "cellar" }, { "when": "2 > 1", "to"',
  ),
  'default-circle': change('{ "to": "cellar" }', '{ "to": "hall" }'),
  'emotion-unheard': change('"sadness"]', '"sadness", "fear"]'),
  'clips-differ': { found: withMedia('clips/garden.webm', { video: { ...VIDEO.video!, width: 1920, height: 1080 } }) },
  'clips-differ/rate': { found: withMedia('clips/garden.webm', { video: { ...VIDEO.video!, frameRate: 30 } }) },
  'clips-differ/codec': { found: withMedia('clips/garden.webm', { video: { ...VIDEO.video!, codec: 'avc1.64001f' } }) },
  'loudness-step/one after another': {
    found: withMedia('clips/door.webm', { loudness: new Array<number>(100).fill(-14) }),
  },
  'loudness-step': { found: withMedia('clips/garden.webm', { loudness: new Array<number>(100).fill(-14) }) },
  'keyframe-far': change('"clips/hall.webm"', '{ "file": "clips/hall.webm", "in": "00:04.200" }', {
    found: withMedia('x', {}),
  }),
  'index-last': { found: { ...withMedia('x', {}), indexLast: new Set(['clips/hall.webm']) } },
  'subtitle-outside': change(
    '"clip": "clips/hall.webm"',
    '"clip": "clips/hall.webm", "subtitles": { "en": "en.vtt" }',
    {
      found: { ...withMedia('x', {}), subtitles: new Map([['en.vtt', [{ fromMs: 11_000, toMs: 12_000 }]]]) },
    },
  ),
  'codec-unplayable': { found: withMedia('clips/door.webm', { video: { ...VIDEO.video!, codec: 'hev1.1.6.L93.B0' } }) },
};

describe('the good film', () => {
  it('has no problem, with files and without', () => {
    expect(problemsOf(GOOD, NOTHING_FOUND)).toEqual([]);
    expect(problemsOf(GOOD, withMedia('x', {}))).toEqual([]);
  });

  it('has none where a clip has another shape and is as large one way: the stage fits it', () => {
    for (const [width, height] of [
      [960, 720],
      [720, 1280],
      [1280, 544],
    ] as const) {
      const video = { ...VIDEO.video!, width, height };
      expect(problemsOf(GOOD, withMedia('clips/garden.webm', { video }))).toEqual([]);
    }
  });
});

describe('each problem has a film that triggers it and only it, and its words are pinned', () => {
  for (const [name, { change: edit, text, found, parts }] of Object.entries(CASES)) {
    it(name, () => {
      if (edit !== undefined) expect(GOOD).toContain(edit[0]);
      const film = text ?? (edit === undefined ? GOOD : GOOD.replace(edit[0], () => edit[1]));
      const problems = problemsOf(film, found ?? NOTHING_FOUND, parts);
      expect([...new Set(problems.map((problem) => problem.code))]).toEqual([name.split('/')[0]]);
      expect(problems.map(writeProblem).join('\n')).toMatchSnapshot();
    });
  }

  it('no code is without one, but for those of the files themselves, which film-files.test.ts holds', () => {
    const covered = new Set(Object.keys(CASES).map((name) => name.split('/')[0]));
    const ofFiles = ['film-missing', 'file-too-large', 'not-utf8'];
    expect(Object.keys(PROBLEM_CODES).filter((code) => !covered.has(code))).toEqual(ofFiles);
  });
});
