import type { Box, Face, Reading } from '../protocol/reading.ts';
import type { Trace, TraceFace, TraceMoment } from './trace.ts';

/** The frame that a trace's faces are put into, and the size of a face in it. */
const FRAME_WIDTH = 640;
const FRAME_HEIGHT = 480;
const FACE_SIZE = 0.3 * FRAME_HEIGHT;

/** Where viewers stand, in columns and rows of 160 pixels; the first ones far apart, so that none is taken for another. */
const SPOTS: readonly (readonly [number, number])[] = [
  [0, 1],
  [3, 1],
  [1.5, 0],
  [1.5, 2],
  [0, 0],
  [3, 2],
  [0, 2],
  [3, 0],
  [1.5, 1],
];
const SPOT_PIXELS = 160;

/** A visitor is never quite still: share of the face's size and period of the sway. A picture would be ignored. */
const SWAY_SHARE = 0.04;
const SWAY_MS = 7000;

/** A moment holds until the next one of the file, but no longer than this many usual steps of the file. */
const HOLD_STEPS = 1.5;
/** Usual step of a file that names one time only. */
const LONE_STEP_MS = 1000;

/** A trace made ready to be asked for any time. */
export interface TracePlayer {
  /** The last moment's time and how long it holds: from here on nobody is there. */
  readonly endMs: number;
  /** What a camera would have read at a time of the trace. */
  readonly readingAt: (atMs: number) => Reading;
}

export function tracePlayer(trace: Trace): TracePlayer {
  const holdMs = HOLD_STEPS * usualStepMs(trace.moments);
  const order = new Map(trace.viewers.map((viewer, index) => [viewer, index]));
  const last = trace.moments.at(-1);
  return {
    endMs: last === undefined ? 0 : last.atMs + holdMs,
    readingAt: (atMs) => {
      const moment = momentAt(trace.moments, atMs);
      const faces = moment !== undefined && atMs - moment.atMs <= holdMs ? moment.faces : [];
      return {
        type: 'reading',
        capturedAtMs: atMs,
        frameWidth: FRAME_WIDTH,
        frameHeight: FRAME_HEIGHT,
        faces: faces.map((face) => faceOf(face, order.get(face.viewer) ?? 0, atMs)),
        tookMs: 0,
      };
    },
  };
}

/** All readings of a trace at an even rate, from 0 to its end. */
export function readingsOf(trace: Trace, perSecond: number): readonly Reading[] {
  const player = tracePlayer(trace);
  const readings: Reading[] = [];
  for (let index = 0; (index * 1000) / perSecond <= player.endMs; index++) {
    readings.push(player.readingAt((index * 1000) / perSecond));
  }
  return readings;
}

/** The middle one of the steps between the file's times: pauses in which nobody is there do not sway it. */
function usualStepMs(moments: readonly TraceMoment[]): number {
  const steps = moments.slice(1).map((moment, index) => moment.atMs - (moments[index]?.atMs ?? 0));
  steps.sort((a, b) => a - b);
  return steps[Math.floor((steps.length - 1) / 2)] ?? LONE_STEP_MS;
}

/** The newest moment at or before a time. */
function momentAt(moments: readonly TraceMoment[], atMs: number): TraceMoment | undefined {
  let low = 0;
  let high = moments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((moments[middle]?.atMs ?? Infinity) <= atMs) low = middle + 1;
    else high = middle;
  }
  return moments[low - 1];
}

function faceOf(face: TraceFace, index: number, atMs: number): Face {
  const [column, row] = SPOTS[index % SPOTS.length] ?? [0, 0];
  const turn = (2 * Math.PI * atMs) / SWAY_MS + index;
  const sway = SWAY_SHARE * FACE_SIZE;
  const box: Box = [
    column * SPOT_PIXELS + (SPOT_PIXELS - FACE_SIZE) / 2 + sway * Math.sin(turn),
    row * SPOT_PIXELS + (SPOT_PIXELS - FACE_SIZE) / 2 + (sway / 2) * Math.cos(turn),
    FACE_SIZE,
    FACE_SIZE,
  ];
  return { box, scores: face.scores, quality: face.scores === null ? 0 : 1, detection: 1 };
}
