import type { NetworkCard } from '../../models/manifest-schema.ts';
import type { Layout } from './network.ts';
import type { Picture } from './picture.ts';
import { planesFor, toColour } from './picture.ts';
import type { Region } from './shrink.ts';
import { shrink } from './shrink.ts';

/** Numbers that one picture takes in a network's input. */
export function inputLength(card: NetworkCard): number {
  return card.input.size * card.input.size * (card.input.colour === 'rgb' ? 3 : 1);
}

/** Writes channels of 0..255 as the `index`th picture of an input, normalised as the network's card says. */
export function writeInput(
  channels: readonly Float32Array[],
  card: NetworkCard,
  layout: Layout,
  input: Float32Array,
  index: number,
): void {
  const pixels = card.input.size * card.input.size;
  const start = index * inputLength(card);
  const scale = 1 / card.input.divisor;
  channels.forEach((channel, c) => {
    const mean = card.input.mean[c] ?? 0;
    const step = layout === 'planar' ? 1 : channels.length;
    let to = start + (layout === 'planar' ? c * pixels : c);
    for (let from = 0; from < pixels; from += 1, to += step) input[to] = ((channel[from] ?? 0) - mean) * scale;
  });
}

/** How a square of the detector's input lies over a picture. */
export interface Letterbox {
  /** Pixels of the picture to one of the input. */
  readonly scale: number;
  /** The picture's pixel at the input's top left corner; negative where the input reaches over the picture. */
  readonly left: number;
  readonly top: number;
}

/**
 * A region of a picture, shrunk to fit into the square of `size` pixels with its proportions kept, centred, black around:
 * the detector knows round faces. Written as the `index`th picture of `input`.
 */
export function writeLetterbox(
  picture: Picture,
  region: Region,
  card: NetworkCard,
  layout: Layout,
  input: Float32Array,
  index: number,
): Letterbox {
  const { size, colour } = card.input;
  const scale = Math.max(region.width, region.height) / size;
  const width = Math.max(1, Math.min(size, Math.round(region.width / scale)));
  const height = Math.max(1, Math.min(size, Math.round(region.height / scale)));
  const left = Math.floor((size - width) / 2);
  const top = Math.floor((size - height) / 2);
  const samples = planesFor(picture, colour).map((plane, channel) => {
    const scaleX = plane.width / picture.width;
    const scaleY = plane.height / picture.height;
    const part = {
      x: region.x * scaleX,
      y: region.y * scaleY,
      width: region.width * scaleX,
      height: region.height * scaleY,
    };
    const out = new Float32Array(size * size);
    // The black of a plane of colour difference is its middle.
    if (picture.kind === 'yuv' && channel > 0) out.fill(128);
    shrink(plane, part, width, height, out, top * size + left, size);
    return out;
  });
  writeInput(toColour(picture.kind, samples, colour), card, layout, input, index);
  return { scale, left: region.x - left * scale, top: region.y - top * scale };
}
