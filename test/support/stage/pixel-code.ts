/**
 * Test clips carry their own number and each frame's number in their pixels: twelve by two large cells, black or white,
 * across the upper third of the picture. Read back from any copy of the picture, however scaled.
 */
export interface FrameCode {
  /** 0..63 */
  readonly clip: number;
  /** 0..4095 */
  readonly frame: number;
}

export const CODE_COLUMNS = 12;
const ROWS = 2;
/** Height of a row as a share of the picture's. */
const ROW_SHARE = 1 / 6;

/** 24 bits: white, black, six of the clip, twelve of the frame, four to check. */
function bitsOf({ clip, frame }: FrameCode): readonly boolean[] {
  const word = (2 << 22) | ((clip & 63) << 16) | ((frame & 4095) << 4) | check(clip, frame);
  return Array.from({ length: CODE_COLUMNS * ROWS }, (_, index) => ((word >> (23 - index)) & 1) === 1);
}

function check(clip: number, frame: number): number {
  const word = (clip << 12) | frame;
  let sum = 5;
  for (let shift = 0; shift < 18; shift += 4) sum ^= ((word >> shift) & 15) + shift;
  return sum & 15;
}

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

export function drawCode(context: Context, code: FrameCode, width: number, height: number): void {
  const [w, h] = [width / CODE_COLUMNS, height * ROW_SHARE];
  for (const [index, bit] of bitsOf(code).entries()) {
    context.fillStyle = bit ? '#fff' : '#000';
    context.fillRect((index % CODE_COLUMNS) * w, Math.floor(index / CODE_COLUMNS) * h, Math.ceil(w), Math.ceil(h));
  }
}

/** What a picture shows: a frame, nothing but black, or something else (a mix of two frames, a colour). */
export type Seen = FrameCode | 'black' | 'other';

/** @param pixels RGBA, rows tightly packed. */
export function readCode(pixels: Uint8ClampedArray | Uint8Array, width: number, height: number): Seen {
  return readCodeBy((x, y) => pixels[(Math.floor(y * height) * width + Math.floor(x * width)) * 4 + 1]!);
}

/** How finely a picture is looked at for anything that is not black. */
const [ACROSS, DOWN] = [32, 18];
/** The centres of the cells, as shares of the picture, in the order of the bits. */
const CELLS = Array.from({ length: CODE_COLUMNS * ROWS }, (_, index) => ({
  x: ((index % CODE_COLUMNS) + 0.5) / CODE_COLUMNS,
  y: (Math.floor(index / CODE_COLUMNS) + 0.5) * ROW_SHARE,
}));

/** @param brightnessAt of the picture, 0 to 255, at a place in shares of its width and height, 0 to 1. */
export function readCodeBy(brightnessAt: (x: number, y: number) => number): Seen {
  let brightest = 0;
  for (let y = 0; y < DOWN; y++) {
    for (let x = 0; x < ACROSS; x++) brightest = Math.max(brightest, brightnessAt(x / ACROSS, y / DOWN));
  }
  if (brightest < 32) return 'black';
  let word = 0;
  let clear = true;
  for (const { x, y } of CELLS) {
    const brightness = brightnessAt(x, y);
    if (brightness > 70 && brightness < 185) clear = false;
    word = (word << 1) | (brightness > 127 ? 1 : 0);
  }
  const clip = (word >> 16) & 63;
  const frame = (word >> 4) & 4095;
  if (!clear || word >> 22 !== 2 || (word & 15) !== check(clip, frame)) return 'other';
  return { clip, frame };
}
