/** The arithmetic of giving way: how strongly each of two clips is seen and heard while one becomes the other. */

/** Sound of a cut: long enough that no wave is broken off with a click, too short to be heard as a fade. */
export const CUT_FADE_MS = 5;

/** Gain of the coming and the going clip at `progress` 0..1: squares sum to 1, so that the loudness stays even. */
export function equalPower(progress: number): { readonly coming: number; readonly going: number } {
  const angle = (clamp(progress) * Math.PI) / 2;
  return { coming: Math.sin(angle), going: Math.cos(angle) };
}

/** Gains from `from` to `to` for an automation curve of WebAudio, along a quarter of a sine. */
export function fadeCurve(from: number, to: number, points = 33): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: points }, (_, index) => {
    const { coming, going } = equalPower(index / (points - 1));
    // Rising along a sine, falling along a cosine: two such fades cross at equal power.
    return to >= from ? from + (to - from) * coming : to + (from - to) * going;
  });
}

export function gainFromDb(db: number): number {
  return 10 ** (db / 20);
}

/** What is seen at `progress` 0..1 of a dip: the going clip under more and more colour, then the coming one under less. */
export function dip(progress: number): { readonly cover: number; readonly coming: boolean } {
  const at = clamp(progress);
  return at < 0.5 ? { cover: at * 2, coming: false } : { cover: (1 - at) * 2, coming: true };
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
