import { decodeFrame, type Frame } from '../../protocol/frame-codec.ts';

/** What is wrong with pictures that keep coming. */
export type PictureTrouble = 'frozen' | 'black';

export interface PictureWatchOptions {
  /** It begins (told once until it is over), or is over: null. */
  readonly onChange: (trouble: PictureTrouble | null) => void;
  /** The camera shall be closed and opened anew: it may bring the picture back. */
  readonly onReopen: () => void;
}

/** So many samples of a picture, all over it: a sensor's noise is in some of them even where nothing moves. */
const SAMPLES = 8192;
/** The same picture, or a black one, for so long is a fault. */
const PATIENCE_MS = 5000;
/** Good pictures for so long, and it is over. */
const WELL_AFTER_MS = 2000;
/** Time in which no picture came (the reading was paused, the camera opened anew) counts as this much at most. */
const MOST_BETWEEN_MS = 1000;
/** Waits between two openings double up to the last; they are short again after good pictures for as long as that. */
const FIRST_REOPEN_MS = 10_000;
const LAST_REOPEN_MS = 60_000;
/** Mean brightness of 255 below which a picture is black. */
const BLACK = 6;
/** Black where luma has limited range, as many cameras give it; a picture so dark is black where next to nothing is lit. */
const LIMITED_BLACK = 16;
const LIT = 2 * LIMITED_BLACK;
const FEW_LIT = 0.02;

/** All that is kept of a picture: a number that tells whether the next one is the same, and whether it is black. */
export function glance({ pixels, width, height, format }: Frame): {
  readonly digest: number;
  readonly isBlack: boolean;
} {
  const size = width * height;
  // Odd: a step that divides the width would look at the same columns again and again.
  const step = Math.floor(size / SAMPLES) | 1;
  const bytes = format === 'rgba' ? 4 : 1;
  let digest = 0x811c9dc5;
  let sum = 0;
  let lit = 0;
  let count = 0;
  for (let at = 0; at < size; at += step) {
    const first = at * bytes;
    let value = pixels[first] ?? 0;
    digest = Math.imul(digest ^ value, 0x01000193);
    if (format === 'rgba') {
      const green = pixels[first + 1] ?? 0;
      const blue = pixels[first + 2] ?? 0;
      digest = Math.imul(digest ^ (green << 8) ^ blue, 0x01000193);
      value = (value + green + blue) / 3;
    }
    sum += value;
    if (value >= LIT) lit += 1;
    count += 1;
  }
  const mean = sum / count;
  const isBlack = mean < BLACK || (format === 'i420' && mean < LIMITED_BLACK + BLACK && lit < FEW_LIT * count);
  return { digest, isBlack };
}

/**
 * Notices a device whose driver gives the same picture over and over, which no sensor does by itself, and one that sees
 * nothing (a cap on its lens). Not for recordings, which may well stand still.
 */
export class PictureWatch {
  readonly #options: PictureWatchOptions;
  #digest: number | null = null;
  #lastMs = 0;
  #sameMs = 0;
  #blackMs = 0;
  #goodMs = 0;
  #trouble: PictureTrouble | null = null;
  #reopenAtMs = -Infinity;
  #reopenWaitMs = FIRST_REOPEN_MS;
  /** What a black picture is about is mostly outside the camera: opening it anew is tried once. */
  #wasReopened = false;

  constructor(options: PictureWatchOptions) {
    this.#options = options;
  }

  get trouble(): PictureTrouble | null {
    return this.#trouble;
  }

  /** One more picture has come. @returns false where it is an old one: who is in it may be long gone. */
  look(bytes: Uint8Array, nowMs: number): boolean {
    const frame = decodeFrame(bytes);
    if ('refused' in frame) return true;
    const { digest, isBlack } = glance(frame);
    const passedMs = this.#digest === null ? 0 : Math.min(nowMs - this.#lastMs, MOST_BETWEEN_MS);
    const isSame = digest === this.#digest;
    this.#digest = digest;
    this.#lastMs = nowMs;
    this.#sameMs = isSame ? this.#sameMs + passedMs : 0;
    this.#blackMs = isBlack ? this.#blackMs + passedMs : 0;
    // A picture that comes twice is none that stands.
    const isGood = !isBlack && this.#sameMs < MOST_BETWEEN_MS;
    this.#goodMs = isGood ? this.#goodMs + passedMs : 0;
    this.#judge();
    if (this.#trouble !== null && !isGood) this.#reopen(this.#trouble, nowMs);
    return !(isSame && this.#trouble === 'frozen');
  }

  /** There are no pictures any more: the camera itself is gone, and that has been told. */
  forget(): void {
    this.#digest = null;
    this.#sameMs = 0;
    this.#blackMs = 0;
    this.#goodMs = 0;
    this.#trouble = null;
    this.#wasReopened = false;
  }

  #judge(): void {
    if (this.#goodMs >= LAST_REOPEN_MS) this.#reopenWaitMs = FIRST_REOPEN_MS;
    // A lens with a cap on it may give nothing but zeros: the same, yet not frozen.
    if (this.#blackMs >= PATIENCE_MS) this.#become('black');
    else if (this.#sameMs >= PATIENCE_MS) this.#become('frozen');
    else if (this.#goodMs >= WELL_AFTER_MS) this.#become(null);
  }

  #become(trouble: PictureTrouble | null): void {
    if (trouble === this.#trouble) return;
    this.#trouble = trouble;
    this.#wasReopened = false;
    this.#options.onChange(trouble);
  }

  #reopen(trouble: PictureTrouble, nowMs: number): void {
    if (nowMs < this.#reopenAtMs || (trouble === 'black' && this.#wasReopened)) return;
    this.#reopenAtMs = nowMs + this.#reopenWaitMs;
    this.#reopenWaitMs = Math.min(this.#reopenWaitMs * 2, LAST_REOPEN_MS);
    this.#wasReopened = true;
    this.#options.onReopen();
  }
}
