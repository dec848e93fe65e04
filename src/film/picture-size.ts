/** Pixels of a picture as it is shown: square ones, turned upright. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Whether a picture is of the size of a film, whatever its shape and whichever way up it stands: it is no longer, and
 * fills that size one way at least. The stage fits any shape to the screen; only pixels that are too many or too few are amiss.
 */
export function isOfSize(picture: PictureSize, film: PictureSize): boolean {
  const [long, short] = sides(picture);
  const [filmLong, filmShort] = sides(film);
  return long <= filmLong && (long === filmLong || short >= filmShort);
}

/** The largest size of a picture's own shape that fits within a film's, which is turned for a picture that stands upright. */
export function sizeWithin(picture: PictureSize, film: PictureSize): PictureSize {
  const [long, short] = sides(picture);
  const [filmLong, filmShort] = sides(film);
  const scale = Math.min(filmLong / long, filmShort / short);
  return { width: evenPixels(picture.width * scale), height: evenPixels(picture.height * scale) };
}

/** Encoders of 4:2:0 pictures take even sizes only. */
export function evenPixels(pixels: number): number {
  return Math.max(2, Math.round(pixels / 2) * 2);
}

function sides({ width, height }: PictureSize): readonly [long: number, short: number] {
  return [Math.max(width, height), Math.min(width, height)];
}
