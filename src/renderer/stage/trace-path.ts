import type { VisitTrace } from '../../protocol/visit-trace.ts';

/** Where everything of a visit's trace lies, in pixels of its picture; see visit-trace.ts, which draws it. */
export interface TracePath {
  /** Where a moment of the visit lies. */
  xAt(ms: number): number;
  /** The path's own height at a place from its left to its right end. */
  yAt(x: number): number;
  readonly left: number;
  readonly right: number;
  /** Where the scenes begin. */
  readonly nodes: readonly { readonly x: number; readonly y: number }[];
  /** Ways that were open and not taken: from a node towards where they would have led. */
  readonly others: readonly Way[];
  /** One an emotion, in their order: its wave about the path, as points from left to right. */
  readonly waves: readonly (readonly { readonly x: number; readonly y: number; readonly share: number }[])[];
}

export interface Way {
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
}

/** Free at both sides, as a share of the width (as far in as subtitles are, and a little more for titles). */
const MARGIN = 0.07;
/** The path keeps to so much of the height about the middle of its field, and the highest wave to so much about the path. */
const SWING = 0.24;
const WAVE = 0.2;
/** The middle of the path's field: beneath it there is room for words. */
const MIDDLE = 0.4;
/** How much of its height the path keeps at a choice: it always finds back to the middle. */
const KEPT = 0.5;
/** Width of a turn from one height to another, as a share of the path's length. */
const TURN = 0.055;
/** A way that was not taken is seen for so many turns. */
const OPEN = 2.2;
/** Waves rise out of the path's first part and lie down in its last. */
const SHORE = 0.03;
/** Moods are evened out over so many to each side. */
const SMOOTH = 3;
const STEP_PX = 3;

/** Waves over the whole path: what is calm is long, what is sharp is short. */
const CYCLES: Readonly<Record<VisitTrace['emotions'][number]['emotion'], number>> = {
  calm: 7,
  sadness: 11,
  happiness: 17,
  disgust: 23,
  surprise: 31,
  fear: 43,
  anger: 53,
};

/** A path from left to right through the time of the visit: it forks wherever something was decided. */
export function tracePath(trace: VisitTrace, width: number, height: number): TracePath {
  const [left, right] = [width * MARGIN, width * (1 - MARGIN)];
  const length = right - left;
  const xAt = (ms: number): number => left + length * clamp(ms / Math.max(1, trace.durationMs));
  const turn = length * TURN;
  const yOf = (level: number): number => height * (MIDDLE + SWING * level);

  let level = 0;
  const turns: { readonly x: number; readonly from: number; readonly to: number; readonly width: number }[] = [];
  const nodes: { x: number; y: number }[] = [];
  const others: Way[] = [];
  for (const [index, { atMs, ways, taken }] of trace.steps.entries()) {
    const x = xAt(atMs);
    const nextX = xAt(trace.steps[index + 1]?.atMs ?? trace.durationMs);
    const slot = (way: number): number => level * KEPT + (ways < 2 ? 0 : (way / (ways - 1) - 0.5) * 2 * (1 - KEPT));
    nodes.push({ x, y: yOf(level) });
    if (ways > 1 && taken !== null && index > 0) {
      const to = slot(taken);
      for (let way = 0; way < ways; way++) {
        if (way !== taken) others.push({ fromX: x, fromY: yOf(level), toX: x + turn * OPEN, toY: yOf(slot(way)) });
      }
      turns.push({ x, from: level, to, width: Math.min(turn, Math.max(1, nextX - x)) });
      level = to;
    }
  }
  const yAt = (x: number): number => {
    const last = turns.findLast((one) => one.x <= x);
    if (last === undefined) return yOf(0);
    return yOf(last.from + (last.to - last.from) * smooth((x - last.x) / last.width));
  };
  const waves = trace.emotions.map(({ emotion }, index) => {
    const shares = evened(trace.moods.map((mood) => mood?.[index] ?? 0));
    const points: { x: number; y: number; share: number }[] = [];
    for (let x = left; x <= right; x += STEP_PX) {
      const at = (x - left) / length;
      const share = between(shares, at) * smooth(at / SHORE) * smooth((1 - at) / SHORE);
      const phase = 2 * Math.PI * (CYCLES[emotion] * at + index / 7);
      points.push({ x, y: yAt(x) + height * WAVE * share ** 0.8 * Math.sin(phase), share });
    }
    return points;
  });
  return { xAt, yAt, left, right, nodes, others, waves };
}

/** From 0 to 1 without a kink at either end. */
export function smooth(at: number): number {
  const x = clamp(at);
  return x * x * (3 - 2 * x);
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}

function evened(values: readonly number[]): readonly number[] {
  return values.map((_, index) => {
    let [sum, weights] = [0, 0];
    for (let at = index - SMOOTH; at <= index + SMOOTH; at++) {
      const weight = SMOOTH + 1 - Math.abs(at - index);
      sum += weight * (values[at] ?? 0);
      weights += weight;
    }
    return sum / weights;
  });
}

function between(values: readonly number[], at: number): number {
  const place = Math.max(0, at * values.length - 0.5);
  const index = Math.min(values.length - 1, Math.floor(place));
  const value = values[index] ?? 0;
  return value + ((values[index + 1] ?? value) - value) * Math.min(1, place - index);
}
