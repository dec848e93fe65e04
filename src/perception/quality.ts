import type { Detection, Landmarks } from './detect.ts';
import type { Picture } from './picture.ts';
import { resample } from './resample.ts';

/** What a face's reading is worth, each part 0..1; `quality` is their product with the detector's confidence. */
export interface QualityParts {
  readonly size: number;
  readonly frame: number;
  readonly yaw: number;
  readonly pitch: number;
  readonly light: number;
  readonly contrast: number;
  readonly sharpness: number;
}

/** Below this a face is seen but not read: `unknown` instead of a guess. */
export const UNKNOWN_BELOW = 0.1;

/** Side of the grey picture of a face that light and sharpness are measured on: no network looks much closer. */
const SIDE = 32;

/**
 * Where each measure begins to count (0) and where it takes nothing off (1). From the photos that the packages carry,
 * as they are and made small, dark, flat, blurred (`npx vitest run test/unit/perception/quality.test.ts`).
 */
const RAMPS = {
  /** Pixels of the face's longer side. */
  size: [8, 32],
  /** Share of the face's box inside the frame. */
  frame: [0.5, 0.9],
  /** How far the nose lies from the middle of the eyes, in half their distance (1: over an eye, some 40 degrees), taken from 2. */
  yaw: [0.2, 1.2],
  /** How far the nose is from where it lies between eyes and mouth when a head is upright, taken from 1. */
  pitch: [0, 0.6],
  /** Mean brightness, 0..255, and what is missing to 255. */
  dark: [1, 12],
  bright: [2, 20],
  /** Standard deviation of the brightness. */
  contrast: [0.7, 4],
  /** Standard deviation of the second difference, in those of the brightness. */
  sharpness: [0.03, 0.15],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

/** The nose's place on the way from the eyes (0) to the mouth (1) of an upright head. */
const UPRIGHT_NOSE = 0.55;

function ramp(value: number, [from, to]: readonly [number, number]): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}

export function qualityParts(picture: Picture, face: Detection): QualityParts {
  const [x, y, width, height] = face.box;
  const side = Math.max(width, height);
  const cut = { centreX: x + width / 2, centreY: y + height / 2, side, angle: 0 };
  const [grey = new Float64Array(SIDE * SIDE)] = resample(picture, cut, SIDE, 'grey');
  const { mean, deviation, detail } = measures(grey);
  const insideX = Math.min(x + width, picture.width) - Math.max(x, 0);
  const insideY = Math.min(y + height, picture.height) - Math.max(y, 0);
  const inside = (Math.max(0, insideX) * Math.max(0, insideY)) / (width * height);
  const { yaw, pitch } = turn(face.landmarks);
  return {
    size: ramp(side, RAMPS.size),
    frame: ramp(inside, RAMPS.frame),
    yaw: ramp(2 - yaw, RAMPS.yaw),
    pitch: ramp(1 - pitch, RAMPS.pitch),
    light: Math.min(ramp(mean, RAMPS.dark), ramp(255 - mean, RAMPS.bright)),
    contrast: ramp(deviation, RAMPS.contrast),
    sharpness: deviation > 0 ? ramp(detail / deviation, RAMPS.sharpness) : 0,
  };
}

/** How far a face's scores are to be trusted, 0..1: weights its reading in the mood's window. */
export function qualityOf(picture: Picture, face: Detection): number {
  return Object.values<number>({ ...qualityParts(picture, face) }).reduce((all, part) => all * part, face.score);
}

/** How far a head is turned to a side (0 to the camera, 1 where the nose is over an eye, at most 2) and up or down. */
function turn({ leftEye, rightEye, nose, mouth }: Landmarks): { readonly yaw: number; readonly pitch: number } {
  const acrossX = rightEye.x - leftEye.x;
  const acrossY = rightEye.y - leftEye.y;
  const apart = Math.hypot(acrossX, acrossY);
  if (apart < 1e-6) return { yaw: 2, pitch: 1 };
  // Along the line between the eyes, and at right angles to it: a head that is only tilted is not turned.
  const fromEyes = (point: { readonly x: number; readonly y: number }): readonly [number, number] => {
    const dx = point.x - (leftEye.x + rightEye.x) / 2;
    const dy = point.y - (leftEye.y + rightEye.y) / 2;
    return [(dx * acrossX + dy * acrossY) / apart, (dy * acrossX - dx * acrossY) / apart];
  };
  const [noseAcross, noseDown] = fromEyes(nose);
  const [, mouthDown] = fromEyes(mouth);
  return {
    yaw: Math.min(2, Math.abs(noseAcross) / (apart / 2)),
    pitch: mouthDown <= 0 ? 1 : Math.min(1, Math.abs(noseDown / mouthDown - UPRIGHT_NOSE)),
  };
}

/** Mean and standard deviation of the brightness, and of its second difference (Laplace). */
function measures(grey: Float64Array): { readonly mean: number; readonly deviation: number; readonly detail: number } {
  let sum = 0;
  let squares = 0;
  let details = 0;
  for (let row = 0; row < SIDE; row += 1) {
    for (let column = 0; column < SIDE; column += 1) {
      const at = row * SIDE + column;
      const value = grey[at] ?? 0;
      sum += value;
      squares += value * value;
      if (row === 0 || column === 0 || row === SIDE - 1 || column === SIDE - 1) continue;
      const around = (grey[at - 1] ?? 0) + (grey[at + 1] ?? 0) + (grey[at - SIDE] ?? 0) + (grey[at + SIDE] ?? 0);
      details += (value - around / 4) ** 2;
    }
  }
  const count = SIDE * SIDE;
  const mean = sum / count;
  return {
    mean,
    deviation: Math.sqrt(Math.max(0, squares / count - mean * mean)),
    detail: Math.sqrt(details / (SIDE - 2) ** 2),
  };
}
