import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMOTIONS, scoresFrom } from '../../../src/protocol/emotions.ts';
import { emptyRoom, moodAt, presenceAt, stepMood, viewersOf } from '../../../src/mood/mood-fold.ts';
import type { Trace } from '../../../src/mood/trace.ts';
import { parseTrace, TRACE_HEADER } from '../../../src/mood/trace.ts';
import { readingsOf, tracePlayer } from '../../../src/mood/trace-readings.ts';
import { writeTrace } from '../../../src/mood/write-trace.ts';
import { RULES } from './rooms.ts';

function traceOf(text: string): Trace {
  const parsed = parseTrace(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.trace;
}

function problemOf(text: string): string {
  const parsed = parseTrace(text);
  if (parsed.ok) throw new Error('parsed');
  const [problem] = parsed.problems;
  return `line ${problem!.line}: ${problem!.reason}; ${problem!.mend}`;
}

describe('a trace', () => {
  it('is read by its columns', () => {
    expect(traceOf(`${TRACE_HEADER}\n0,1,0,0,0,0.5,0,0,0.5\n0.2,1,1,0,0,0,0,0,0\n0.2,2,0,0,1,0,0,0,0\n`)).toEqual({
      viewers: ['1', '2'],
      moments: [
        { atMs: 0, faces: [{ viewer: '1', scores: scoresFrom([0, 0, 0, 0.5, 0, 0, 0.5]) }] },
        {
          atMs: 200,
          faces: [
            { viewer: '1', scores: scoresFrom([1, 0, 0, 0, 0, 0, 0]) },
            { viewer: '2', scores: scoresFrom([0, 0, 1, 0, 0, 0, 0]) },
          ],
        },
      ],
    });
  });

  it('is read with a byte order mark, any line ends, blank lines, comments, quotes and spaces', () => {
    const plain = traceOf('seconds,viewer,happiness,calm\n0,1,0.5,0.5\n1,1,1,0\n');
    const messy =
      '\uFEFF# a visit\r\n\r\n seconds, viewer ,"happiness",calm\r\n0, 1,0.5,.5\r\r\n  # more\n"1",1,1,\n\n';
    expect(traceOf(messy)).toEqual(plain);
  });

  it('is read with columns in another order, other words, percent, and lines grouped by viewer', () => {
    const text = 'viewer,happy,neutral,seconds\nAnn,50,50,0\nAnn,100,0,1\nBen,0,100,0\n';
    expect(traceOf(text).moments.map(({ atMs, faces }) => [atMs, faces.map((face) => face.viewer)])).toEqual([
      [0, ['Ann', 'Ben']],
      [1000, ['Ann']],
    ]);
  });

  it('names nobody by a line without a viewer, and an illegible face by a viewer without scores', () => {
    expect(traceOf(`${TRACE_HEADER}\n0,,,,,,,,\n1,1,,,,,,,\n`).moments).toEqual([
      { atMs: 0, faces: [] },
      { atMs: 1000, faces: [{ viewer: '1', scores: null }] },
    ]);
  });

  it.each([
    [
      '',
      'line 1: the trace is empty; begin it with the line "seconds,viewer,anger,disgust,fear,happiness,sadness,surprise,calm"',
    ],
    ['time,viewer,calm\n', 'line 1: unknown column "time"; the first line is'],
    ['seconds;viewer;calm\n', 'line 1: unknown column "seconds;viewer;calm"; the first line is'],
    ['viewer,calm\n', 'line 1: there is no column "seconds"; the first line is'],
    ['seconds,viewer\n', 'line 1: there is no column of an emotion; the first line is'],
    ['seconds,calm,neutral\n', 'line 1: column "neutral" comes twice; the first line is'],
    ['seconds,calm\n0,1\nsoon,1\n', 'line 3: "soon" is not a time; write seconds from the start, for example 12.5'],
    ['seconds,calm\n-1,1\n', 'line 2: "-1" is not a time; write seconds'],
    ['seconds,calm\n1,2,3\n', 'line 2: 3 columns where the first line has 2; give every line a value for each column'],
    ['seconds,viewer,calm\n1,1,much\n', 'line 2: calm is "much"; write a score from 0 to 1'],
    ['seconds,viewer,calm,fear\n1,1,1,-0.5\n', 'line 2: fear is "-0.5"; write a score from 0 to 1'],
    [
      'seconds,viewer,calm\n1,1,0\n',
      'line 2: all scores are 0; leave the scores empty for a face that could not be read',
    ],
    ['seconds,viewer,calm\n1,,1\n', 'line 2: scores without a viewer; name the viewer, for example 1'],
    [
      'seconds,viewer,calm\n1,1,1\n1,1,1\n',
      'line 3: viewer 1 has a second line at 1 s; keep one line for each viewer and time',
    ],
  ])('%j is refused with line, reason and mend', (text, words) => {
    expect(problemOf(text)).toContain(words);
  });

  it('tells all wrong lines at once, but not without end', () => {
    const lines = (count: number): string => `seconds,calm\n${'x,1\n'.repeat(count)}`;
    for (const [count, told] of [
      [3, 3],
      [500, 20],
    ] as const) {
      const parsed = parseTrace(lines(count));
      expect(!parsed.ok && parsed.problems).toHaveLength(told);
    }
  });

  it('never fails on any text', () => {
    const pieces = fc.constantFrom(
      'seconds',
      'viewer',
      'calm',
      'fear',
      ',',
      '\n',
      '1',
      '-',
      '.5',
      '"',
      '#',
      '\u0000',
      'NaN',
      '1e999',
      '__proto__',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces, { maxLength: 60 }).map((list) => list.join('')),
        ),
        (text) => {
          const parsed = parseTrace(text);
          if (parsed.ok) for (const one of parsed.trace.moments) expect(Number.isFinite(one.atMs)).toBe(true);
          else expect(parsed.problems.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is written and read back as it was, to four digits', () => {
    const scores = fc.option(
      fc
        .array(fc.integer({ min: 0, max: 9 }), { minLength: 7, maxLength: 7 })
        .filter((values) => values.some((v) => v > 0))
        .map(scoresFrom),
    );
    const moments = fc
      .uniqueArray(fc.integer({ min: 0, max: 60_000 }), { maxLength: 20 })
      .chain((times) =>
        fc.tuple(
          ...[...times]
            .sort((a, b) => a - b)
            .map((atMs) =>
              fc
                .uniqueArray(fc.constantFrom('1', '2', '3'), { maxLength: 3 })
                .chain((viewers) =>
                  fc
                    .tuple(...viewers.map((viewer) => scores.map((one) => ({ viewer, scores: one }))))
                    .map((faces) => ({ atMs, faces })),
                ),
            ),
        ),
      );
    fc.assert(
      fc.property(moments, (list) => {
        const trace: Trace = { moments: list, viewers: [] };
        const back = traceOf(writeTrace(trace));
        expect(back.moments.map(({ atMs }) => atMs)).toEqual(list.map(({ atMs }) => atMs));
        back.moments.forEach((moment, index) => {
          expect(moment.faces.map((face) => face.viewer)).toEqual(list[index]!.faces.map((face) => face.viewer));
          moment.faces.forEach((face, at) => {
            const before = list[index]!.faces[at]!.scores;
            expect(face.scores === null).toBe(before === null);
            for (const emotion of EMOTIONS)
              if (before !== null) expect(face.scores![emotion]).toBeCloseTo(before[emotion], 3);
          });
        });
      }),
      { numRuns: 100 },
    );
  });
});

describe('the readings of a trace', () => {
  it('hold each line until the next, and see nobody where the file names nobody', () => {
    const player = tracePlayer(traceOf('seconds,viewer,calm\n0,1,1\n1,1,1\n2,1,1\n10,1,1\n11,1,1\n'));
    const facesAt = (seconds: number): number => player.readingAt(seconds * 1000).faces.length;
    expect([0, 0.5, 1.9, 2.5, 3.4].map(facesAt)).toEqual([1, 1, 1, 1, 1]);
    expect([3.6, 6, 9.9].map(facesAt)).toEqual([0, 0, 0]);
    expect([10, 12.4, 12.6, 1000].map(facesAt)).toEqual([1, 1, 0, 0]);
    expect(player.endMs).toBe(12_500);
    expect(player.readingAt(-1).faces).toEqual([]);
  });

  it('are followed as the viewers they name: who comes, goes and comes again', () => {
    const rows = ['seconds,viewer,happiness,sadness'];
    for (let second = 0; second < 30; second++) {
      if (second < 20) rows.push(`${second},Ann,1,0`);
      if (second >= 10) rows.push(`${second},Ben,0,1`);
    }
    let room = emptyRoom();
    const seen: (readonly number[])[] = [];
    for (const one of readingsOf(traceOf(rows.join('\n')), 5)) {
      room = stepMood(room, one, one.capturedAtMs);
      if (one.capturedAtMs % 5000 === 4000) seen.push(viewersOf(room, one.capturedAtMs).map((viewer) => viewer.id));
    }
    expect(seen).toEqual([[1], [1], [1, 2], [1, 2], [2], [2]]);
  });

  it('are not taken for a picture, however long the same line holds', () => {
    const trace = traceOf('seconds,viewer,calm\n0,1,1\n400,1,1\n');
    const room = readingsOf(trace, 5)
      .filter((one) => one.capturedAtMs < 500_000)
      .reduce((state, one) => stepMood(state, one, one.capturedAtMs), emptyRoom());
    expect(presenceAt(room, room.readMs!).viewers).toBe(1);
  });

  it('give the same mood at any rate', () => {
    const trace = traceOf('seconds,viewer,happiness,calm\n0,1,0,1\n1,1,0.2,0.8\n2,1,0.9,0.1\n3,1,1,0\n4,1,1,0\n');
    const shares = [5, 10, 60].map((perSecond) => {
      const room = readingsOf(trace, perSecond)
        .filter((one) => one.capturedAtMs <= 4000)
        .reduce((state, one) => stepMood(state, one, one.capturedAtMs), emptyRoom());
      return moodAt(room, RULES, { fromMs: 0, nowMs: 4000 }, null).scores!.happiness!;
    });
    expect(Math.max(...shares) - Math.min(...shares)).toBeLessThan(0.06);
  });
});
