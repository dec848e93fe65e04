import type { Frame } from '../protocol/frame-codec.ts';

/** One channel of a picture somewhere in a frame's bytes; nothing is copied. */
export interface Plane {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Bytes from one pixel to the next, and from one row to the next. */
  readonly step: number;
  readonly stride: number;
  readonly offset: number;
}

/** `yuv`: brightness and two planes of colour at half size; `rgb`: three planes; `grey`: one. */
export interface Picture {
  readonly kind: 'yuv' | 'rgb' | 'grey';
  readonly width: number;
  readonly height: number;
  readonly planes: readonly Plane[];
}

/** A frame seen as planes, without copying a pixel. */
export function pictureOf(frame: Frame): Picture {
  const { width, height, pixels } = frame;
  const plane = (offset: number, step: number, planeWidth = width, planeHeight = height): Plane => ({
    bytes: pixels,
    width: planeWidth,
    height: planeHeight,
    step,
    stride: planeWidth * step,
    offset,
  });
  switch (frame.format) {
    case 'grey':
      return { kind: 'grey', width, height, planes: [plane(0, 1)] };
    case 'rgba':
      return { kind: 'rgb', width, height, planes: [plane(0, 4), plane(1, 4), plane(2, 4)] };
    case 'i420': {
      const halfWidth = Math.ceil(width / 2);
      const halfHeight = Math.ceil(height / 2);
      const u = width * height;
      const v = u + halfWidth * halfHeight;
      return {
        kind: 'yuv',
        width,
        height,
        planes: [plane(0, 1), plane(u, 1, halfWidth, halfHeight), plane(v, 1, halfWidth, halfHeight)],
      };
    }
  }
}

/** Weights of red, green and blue in brightness (ITU-R BT.601, which cameras' YUV and Human's emotion network both use). */
export const LUMA = [0.299, 0.587, 0.114] as const;

/** Turns samples of a picture's own planes into the wanted colour, in place: 0..255 each. */
export function toColour(
  kind: Picture['kind'],
  samples: readonly Float64Array[],
  colour: 'grey' | 'rgb',
): readonly Float64Array[] {
  const [first, second, third] = samples;
  if (first === undefined) return samples;
  if (kind === 'grey') return colour === 'grey' ? [first] : [first, first, first];
  if (second === undefined || third === undefined) return colour === 'grey' ? [first] : [first, first, first];
  if (kind === 'yuv') {
    if (colour === 'grey') return [first];
    for (let index = 0; index < first.length; index += 1) {
      const y = first[index] ?? 0;
      const u = (second[index] ?? 128) - 128;
      const v = (third[index] ?? 128) - 128;
      first[index] = clamp(y + 1.402 * v);
      second[index] = clamp(y - 0.344136 * u - 0.714136 * v);
      third[index] = clamp(y + 1.772 * u);
    }
    return [first, second, third];
  }
  if (colour === 'rgb') return [first, second, third];
  for (let index = 0; index < first.length; index += 1) {
    first[index] = LUMA[0] * (first[index] ?? 0) + LUMA[1] * (second[index] ?? 0) + LUMA[2] * (third[index] ?? 0);
  }
  return [first];
}

/** A brightness that a screen can show. */
export function clamp(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

/** Which planes have to be sampled for a colour: brightness alone is enough for grey. */
export function planesFor(picture: Picture, colour: 'grey' | 'rgb'): readonly Plane[] {
  return picture.kind === 'yuv' && colour === 'grey' ? picture.planes.slice(0, 1) : picture.planes;
}
