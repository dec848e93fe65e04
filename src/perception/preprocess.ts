import type { NetworkCard } from '../../models/manifest-schema.ts';
import type { Layout } from './network.ts';
import type { Picture } from './picture.ts';
import { planesFor, toColour } from './picture.ts';
import type { Region } from './shrink.ts';
import { Shrinker } from './shrink.ts';

/** Numbers that one picture takes in a network's input. */
export function inputLength(card: NetworkCard): number {
  return card.input.size * card.input.size * (card.input.colour === 'rgb' ? 3 : 1);
}

/** Writes channels of 0..255 as the `index`th picture of an input, normalised as the network's card says. */
export function writeInput(
  channels: readonly Float64Array[],
  card: NetworkCard,
  layout: Layout,
  input: Float32Array,
  index: number,
): void {
  writePixels(channels, card, layout, input, index, 0, card.input.size * card.input.size);
}

/** The same for `count` pixels beginning with the picture's pixel `first`. */
function writePixels(
  channels: readonly Float64Array[],
  card: NetworkCard,
  layout: Layout,
  input: Float32Array,
  index: number,
  first: number,
  count: number,
): void {
  const pixels = card.input.size * card.input.size;
  const start = index * inputLength(card);
  channels.forEach((channel, c) => {
    const step = layout === 'planar' ? 1 : channels.length;
    const to = start + (layout === 'planar' ? c * pixels + first : c + first * step);
    normalise(channel, count, card.input.mean[c] ?? 0, 1 / card.input.divisor, input, to, step);
  });
}

function normalise(
  channel: Float64Array,
  count: number,
  mean: number,
  scale: number,
  input: Float32Array,
  start: number,
  step: number,
): void {
  for (let from = 0, to = start; from < count; from += 1, to += step) {
    input[to] = ((channel[from] ?? 0) - mean) * scale;
  }
}

/** Blackens the `index`th picture of an input. */
function writeBlack(card: NetworkCard, layout: Layout, input: Float32Array, index: number): void {
  const pixels = card.input.size * card.input.size;
  const start = index * inputLength(card);
  const channels = inputLength(card) / pixels;
  const blacks = Array.from({ length: channels }, (_, c) => -(card.input.mean[c] ?? 0) / card.input.divisor);
  const isOne = blacks.every((black) => black === blacks[0]);
  if (isOne) {
    input.fill(blacks[0] ?? 0, start, start + channels * pixels);
    return;
  }
  for (let at = 0; at < channels * pixels; at += 1) {
    input[start + at] = blacks[layout === 'planar' ? Math.floor(at / pixels) : at % channels] ?? 0;
  }
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
  writeBlack(card, layout, input, index);
  const shrinkers = planesFor(picture, colour).map((plane) => {
    const scaleX = plane.width / picture.width;
    const scaleY = plane.height / picture.height;
    const part = {
      x: region.x * scaleX,
      y: region.y * scaleY,
      width: region.width * scaleX,
      height: region.height * scaleY,
    };
    return new Shrinker(plane, part, width, height);
  });
  const rows = shrinkers.map(() => new Float64Array(width));
  for (let y = 0; y < height; y += 1) {
    for (const [plane, shrinker] of shrinkers.entries()) {
      const row = rows[plane];
      if (row !== undefined) shrinker.row(y, row);
    }
    const channels = toColour(picture.kind, rows, colour);
    writePixels(channels, card, layout, input, index, (top + y) * size + left, width);
  }
  return { scale, left: region.x - left * scale, top: region.y - top * scale };
}
