/** A grey picture, 0 to 255, row by row. */
export interface Grey {
  readonly pixels: Float64Array;
  readonly width: number;
  readonly height: number;
}

/** One way in which a gallery's camera sees worse. */
export interface Damage {
  readonly name: string;
  /** Between the camera and the face. */
  readonly metres: number;
  /** The same seed, the same noise. */
  apply(picture: Grey, seed: number): Grey;
}

/** A face's box from brow to chin is some 16 cm; a webcam sees 60 degrees across. */
const FACE_METRES = 0.16;
const HALF_VIEW = Math.PI / 6;

/** Side of a face's box in pixels of a frame so many pixels wide. */
export function facePixelsAt(metres: number, frameWidth: number): number {
  return (FACE_METRES / (2 * metres * Math.tan(HALF_VIEW))) * frameWidth;
}

/** Uniform numbers of 0 to 1 (mulberry32), for noise that comes again. */
function randomFrom(seed: number): () => number {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function withNoise(deviation: number): (picture: Grey, seed: number) => Grey {
  return (picture, seed) => {
    const random = randomFrom(seed);
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return { ...picture, pixels: picture.pixels.map((value) => value + normal() * deviation) };
  };
}

/** Whole steps of grey, as a camera gives them: what is dark loses its shades for good. */
function withLight(share: number): (picture: Grey) => Grey {
  return (picture) => ({ ...picture, pixels: picture.pixels.map((value) => Math.round(value * share)) });
}

/** Moved across and down by so many pixels while the shutter was open. */
function withMotion(across: number, down: number): (picture: Grey) => Grey {
  return ({ pixels, width, height }) => {
    const steps = Math.ceil(Math.hypot(across, down));
    const places = Array.from({ length: steps }, (_, step) => (step + 0.5) / steps - 0.5);
    const held = (at: number, size: number): number => Math.max(0, Math.min(size - 1, at));
    const pixel = (x: number, y: number): number => pixels[held(y, height) * width + held(x, width)] ?? 0;
    const seen = (x: number, y: number): number => {
      const [left, top] = [Math.floor(x), Math.floor(y)];
      const [right, low] = [x - left, y - top];
      const above = pixel(left, top) * (1 - right) + pixel(left + 1, top) * right;
      const below = pixel(left, top + 1) * (1 - right) + pixel(left + 1, top + 1) * right;
      return above * (1 - low) + below * low;
    };
    const blurred = pixels.map((_, index) => {
      const [x, y] = [index % width, Math.floor(index / width)];
      return places.reduce((sum, place) => sum + seen(x + place * across, y + place * down), 0) / steps;
    });
    return { pixels: blurred, width, height };
  };
}

const asItIs = (picture: Grey): Grey => picture;

/** What is measured: distance alone, then each damage at one metre, where a face has a seventh of the frame's width. */
export function damagesAt(frameWidth: number): readonly Damage[] {
  // A thirteenth of the face, however many pixels that is.
  const way = Math.round((7 * frameWidth) / 640);
  const aslant = way / Math.SQRT2;
  return [
    ...[0.5, 1, 2, 3, 4].map((metres) => ({ name: `${metres} m`, metres, apply: asItIs })),
    { name: 'a tenth of the light', metres: 1, apply: withLight(0.1) },
    {
      name: 'a tenth of the light, noise',
      metres: 1,
      apply: (picture, seed) => withNoise(2)(withLight(0.1)(picture), seed),
    },
    { name: 'noise of 15 steps', metres: 1, apply: withNoise(15) },
    { name: 'motion across', metres: 1, apply: withMotion(way, 0) },
    { name: 'motion across, half as far', metres: 1, apply: withMotion(way / 2, 0) },
    { name: 'motion across, half as far again', metres: 1, apply: withMotion(way * 1.5, 0) },
    { name: 'motion down', metres: 1, apply: withMotion(0, way) },
    { name: 'motion aslant', metres: 1, apply: withMotion(aslant, aslant) },
  ];
}
