import type { Box } from '../protocol/reading.ts';
import type { Letterbox } from './preprocess.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A face that the detector found, in pixels of the picture. */
export interface Detection {
  /** Brow to chin, ear to ear; nearly square. */
  readonly box: Box;
  /** The detector's confidence, 0..1. */
  readonly score: number;
  /** Left and right as seen in the picture: the eyes, nose tip, middle of the mouth, ears. */
  readonly landmarks: Landmarks;
}

export interface Landmarks {
  readonly leftEye: Point;
  readonly rightEye: Point;
  readonly nose: Point;
  readonly mouth: Point;
  readonly leftEar: Point;
  readonly rightEar: Point;
}

/** BlazeFace's two grids over an input 256 pixels wide: pixels to a cell, faces to a cell, cells to a row. */
const GRIDS = [
  { pitch: 16, perCell: 2, across: 16 },
  { pitch: 32, perCell: 6, across: 8 },
] as const;
/** Numbers to a face: centre, size, then six points. */
const NUMBERS = 16;

/** The faces in one picture's part of the detector's outputs, over `floor`; boxes and points in the picture's pixels. */
export function decode(
  outputs: readonly Float32Array[],
  index: number,
  letterbox: Letterbox,
  floor: number,
): readonly Detection[] {
  const found: Detection[] = [];
  // The outputs come as boxes and scores of each grid in turn; a score is a logit.
  const least = Math.log(floor / (1 - floor));
  GRIDS.forEach((grid, which) => {
    const boxes = outputs[which * 2];
    const scores = outputs[which * 2 + 1];
    if (boxes === undefined || scores === undefined) return;
    const faces = grid.across * (letterbox.rows / grid.pitch) * grid.perCell;
    for (let face = 0; face < faces; face += 1) {
      const logit = scores[index * faces + face] ?? -Infinity;
      if (!(logit >= least)) continue;
      const cell = Math.floor(face / grid.perCell);
      const anchorX = ((cell % grid.across) + 0.5) * grid.pitch;
      const anchorY = (Math.floor(cell / grid.across) + 0.5) * grid.pitch;
      const at = (index * faces + face) * NUMBERS;
      const x = (n: number): number => ((boxes[at + n] ?? 0) + anchorX) * letterbox.scale + letterbox.left;
      const y = (n: number): number => ((boxes[at + n] ?? 0) + anchorY) * letterbox.scale + letterbox.top;
      const width = Math.abs((boxes[at + 2] ?? 0) * letterbox.scale);
      const height = Math.abs((boxes[at + 3] ?? 0) * letterbox.scale);
      const point = (n: number): Point => ({ x: x(4 + n * 2), y: y(5 + n * 2) });
      const box: Box = [x(0) - width / 2, y(1) - height / 2, width, height];
      if (!box.every(Number.isFinite) || width < 1 || height < 1) continue;
      found.push({
        box,
        score: 1 / (1 + Math.exp(-logit)),
        landmarks: {
          leftEye: point(0),
          rightEye: point(1),
          nose: point(2),
          mouth: point(3),
          leftEar: point(4),
          rightEar: point(5),
        },
      });
    }
  });
  return found;
}

/** Shared area over joint area. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (a[2] * a[3] + b[2] * b[3] - shared);
}

function mean(group: readonly Detection[]): Detection {
  const weight = group.reduce((sum, one) => sum + one.score, 0);
  const blend = (of: (one: Detection) => number): number =>
    group.reduce((sum, one) => sum + of(one) * one.score, 0) / weight;
  const point = (of: (marks: Landmarks) => Point): Point => ({
    x: blend((one) => of(one.landmarks).x),
    y: blend((one) => of(one.landmarks).y),
  });
  return {
    box: [blend((d) => d.box[0]), blend((d) => d.box[1]), blend((d) => d.box[2]), blend((d) => d.box[3])],
    score: Math.max(...group.map((one) => one.score)),
    landmarks: {
      leftEye: point((marks) => marks.leftEye),
      rightEye: point((marks) => marks.rightEye),
      nose: point((marks) => marks.nose),
      mouth: point((marks) => marks.mouth),
      leftEar: point((marks) => marks.leftEar),
      rightEar: point((marks) => marks.rightEar),
    },
  };
}

/** Shared area over the smaller area: near 1 where one box lies in the other, as a part of a face does in a tile. */
function containment(a: Box, b: Box): number {
  const joint = overlap(a, b);
  const areas = a[2] * a[3] + b[2] * b[3];
  const shared = (joint / (1 + joint)) * areas;
  return shared / Math.min(a[2] * a[3], b[2] * b[3]);
}

const INSIDE = 0.7;

/** Most raw finds that are compared with one another: 40 faces give some 400. */
const MOST_FINDS = 1000;

/**
 * One detection for each face: those that overlap the surest one by `threshold` are averaged into it, weighted by score,
 * which holds a box steadier from frame to frame than keeping the surest alone. What lies inside it is left out.
 */
export function merge(found: readonly Detection[], threshold: number): readonly Detection[] {
  const left = [...found].sort((a, b) => b.score - a.score).slice(0, MOST_FINDS);
  const merged: Detection[] = [];
  for (let surest = left[0]; surest !== undefined; surest = left[0]) {
    const { box } = surest;
    const group = left.filter((one) => one === left[0] || overlap(one.box, box) >= threshold);
    for (const one of group) left.splice(left.indexOf(one), 1);
    const face = mean(group);
    // Averaging may move two groups onto the same face: the surer one keeps it.
    const isKnown = merged.some(
      (other) => overlap(other.box, face.box) >= threshold || containment(other.box, face.box) >= INSIDE,
    );
    if (!isKnown) merged.push(face);
  }
  return merged;
}
