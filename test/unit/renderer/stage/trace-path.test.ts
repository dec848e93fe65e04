import { describe, expect, it } from 'vitest';
import type { VisitTrace } from '../../../../src/protocol/visit-trace.ts';
import { chosen } from '../../../../src/renderer/stage/chosen.ts';
import { tracePath } from '../../../../src/renderer/stage/trace-path.ts';

const SIZE = [1920, 400] as const;

function trace(rest: Partial<VisitTrace>): VisitTrace {
  return {
    durationMs: 100_000,
    steps: [
      { title: 'one', atMs: 0, ways: 1, taken: 0, emotion: null },
      { title: 'two', atMs: 50_000, ways: 3, taken: 0, emotion: 'anger' },
    ],
    emotions: [
      { emotion: 'anger', word: 'anger', colour: '#ff0000' },
      { emotion: 'calm', word: 'calm', colour: '#00ff00' },
    ],
    moods: Array.from({ length: 50 }, () => [0.75, 0.25]),
    ...{ ink: '#ffffff', titles: true, top: 0, height: 1, startMs: 0, drawMs: 1 },
    ...rest,
  };
}

describe("the path of a visit's trace", () => {
  it('runs from left to right through the time of the visit, and turns where something was decided', () => {
    const path = tracePath(trace({}), ...SIZE);
    expect(path.nodes[0]!.x).toBeCloseTo(path.left);
    expect(path.nodes[1]!.x).toBeCloseTo((path.left + path.right) / 2);
    expect(path.yAt(path.left)).toBe(path.yAt(path.nodes[1]!.x - 1));
    // The first of three ways leads up, the others lie beneath it.
    expect(path.yAt(path.right)).toBeLessThan(path.yAt(path.left));
    expect(path.others).toHaveLength(2);
    for (const way of path.others) expect(way.toY).toBeGreaterThan(path.yAt(path.right));
  });

  it('has no open ways where there was no choice, or somebody else chose', () => {
    const steps = trace({}).steps.map((step) => ({ ...step, taken: null }));
    const path = tracePath(trace({ steps }), ...SIZE);
    expect(path.others).toEqual([]);
    expect(path.yAt(path.right)).toBe(path.yAt(path.left));
  });

  it('has a wave an emotion, as high as its share, and none where nobody could be read', () => {
    const heights = (of: VisitTrace): readonly number[] => {
      const path = tracePath(of, ...SIZE);
      return path.waves.map((wave) => Math.max(...wave.map(({ x, y }) => Math.abs(y - path.yAt(x)))));
    };
    const [anger, calm] = heights(trace({}));
    expect(anger).toBeGreaterThan(2 * calm!);
    expect(calm).toBeGreaterThan(5);
    expect(heights(trace({ moods: [null, null, null] }))).toEqual([0, 0]);
  });

  it('keeps inside its picture, whatever the visit was', () => {
    const steps = Array.from({ length: 100 }, (_, index) => ({
      title: 'x',
      atMs: index * 1000,
      ways: 7,
      taken: index % 2 === 0 ? 6 : 0,
      emotion: null,
    }));
    for (const of of [trace({ steps }), trace({ steps: [], moods: [], durationMs: 0 })]) {
      const path = tracePath(of, ...SIZE);
      const ys = [...path.waves.flat().map(({ y }) => y), ...path.others.map(({ toY }) => toY)];
      for (const y of ys) expect(y > 0 && y < 400).toBe(true);
    }
  });
});

describe('what is shown and heard', () => {
  it('is what the first asks for who asks for anything, and none where that is asked for', () => {
    expect(chosen(undefined, 'de', 'en')).toBe('de');
    expect(chosen(null, 'de', 'en')).toBeNull();
    expect(chosen(undefined, undefined, undefined)).toBeNull();
  });
});
