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

/** Moved sideways by so many pixels while the shutter was open. */
function withMotion(length: number): (picture: Grey) => Grey {
  return ({ pixels, width, height }) => {
    const blurred = new Float64Array(pixels.length);
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        let sum = 0;
        for (let step = 0; step < length; step += 1) {
          const at = Math.max(0, Math.min(width - 1, x + step - Math.floor(length / 2)));
          sum += pixels[y * width + at] ?? 0;
        }
        blurred[y * width + x] = sum / length;
      }
    }
    return { pixels: blurred, width, height };
  };
}

const asItIs = (picture: Grey): Grey => picture;

/** What is measured: distance alone, then each damage at one metre, where a face has a seventh of the frame's width. */
export function damagesAt(frameWidth: number): readonly Damage[] {
  // A thirteenth of the face, however many pixels that is.
  const blur = Math.round((7 * frameWidth) / 640);
  return [
    ...[0.5, 1, 2, 3, 4].map((metres) => ({ name: `${metres} m`, metres, apply: asItIs })),
    { name: 'a tenth of the light', metres: 1, apply: withLight(0.1) },
    {
      name: 'a tenth of the light, noise',
      metres: 1,
      apply: (picture, seed) => withNoise(2)(withLight(0.1)(picture), seed),
    },
    { name: 'noise of 15 steps', metres: 1, apply: withNoise(15) },
    { name: `motion over ${blur} pixels`, metres: 1, apply: withMotion(blur) },
  ];
}
