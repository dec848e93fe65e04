import type { NetworkCard } from '../../models/manifest-schema.ts';
import { gainFor } from './exposure.ts';
import type { Layout } from './network.ts';
import type { Picture, Plane } from './picture.ts';
import { clamp, planesFor, toColour } from './picture.ts';
import type { Region } from './shrink.ts';
import { Shrinker } from './shrink.ts';

/** Numbers that one picture takes in a network's input, so many rows high; square where that is not said. */
export function inputLength(card: NetworkCard, rows: number = card.input.size): number {
  return card.input.size * rows * (card.input.colour === 'rgb' ? 3 : 1);
}

/** The least height of a network's input that a region fits into, where it takes fewer rows than it is wide. */
export function rowsFor(region: Region, card: NetworkCard): number {
  const { size } = card.input;
  const needed = (size * region.height) / Math.max(region.width, region.height);
  return Math.min(size, Math.max(1, Math.ceil(Math.round(needed) / ROWS_STEP)) * ROWS_STEP);
}

/** The detector's coarsest cell. */
const ROWS_STEP = 32;

/** Writes channels of 0..255 as the `index`th picture of an input, normalised as the network's card says. */
export function writeInput(
  channels: readonly Float64Array[],
  card: NetworkCard,
  layout: Layout,
  input: Float32Array,
  index: number,
): void {
  writePixels(channels, card, layout, input, { index, rows: card.input.size }, 0, card.input.size * card.input.size);
}

/** Which of an input's pictures, and how high they are. */
export interface Slot {
  readonly index: number;
  readonly rows: number;
}

/** The same for `count` pixels beginning with the picture's pixel `first`. */
function writePixels(
  channels: readonly Float64Array[],
  card: NetworkCard,
  layout: Layout,
  input: Float32Array,
  slot: Slot,
  first: number,
  count: number,
): void {
  const pixels = card.input.size * slot.rows;
  const start = slot.index * inputLength(card, slot.rows);
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

/** Blackens one picture of an input. */
function writeBlack(card: NetworkCard, layout: Layout, input: Float32Array, slot: Slot): void {
  const pixels = card.input.size * slot.rows;
  const start = slot.index * inputLength(card, slot.rows);
  const channels = inputLength(card) / (card.input.size * card.input.size);
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

/** How the detector's input lies over a picture. */
export interface Letterbox {
  /** Pixels of the picture to one of the input. */
  readonly scale: number;
  /** The picture's pixel at the input's top left corner; negative where the input reaches over the picture. */
  readonly left: number;
  readonly top: number;
  /** Height of the input. */
  readonly rows: number;
}

/**
 * A region of a picture, shrunk to fit into the input with its proportions kept, centred, black around: the detector
 * knows round faces. Lit where it is dark. Written to a slot of `input`.
 */
export function writeLetterbox(
  picture: Picture,
  region: Region,
  card: NetworkCard,
  layout: Layout,
  input: Float32Array,
  slot: Slot,
): Letterbox {
  const { size, colour } = card.input;
  const scale = Math.max(region.width, region.height) / size;
  const width = Math.max(1, Math.min(size, Math.round(region.width / scale)));
  const height = Math.max(1, Math.min(size, Math.round(region.height / scale)));
  const gain = gainFor(picture, region);
  const left = Math.floor((size - width) / 2);
  const top = Math.floor((slot.rows - height) / 2);
  writeBlack(card, layout, input, slot);
  const from = { scale, left: region.x - left * scale, top: region.y - top * scale, rows: slot.rows };
  const isColourOfCamera = picture.kind === 'yuv' && colour === 'rgb';
  // A camera's colour has half its resolution: it is shrunk to half of the detector's too.
  const shrinkers = planesFor(picture, colour).map((plane, index) => {
    const share = isColourOfCamera && index > 0 ? 2 : 1;
    return new Shrinker(plane, scaled(region, picture, plane), Math.ceil(width / share), Math.ceil(height / share));
  });
  const rows = shrinkers.map(() => new Float64Array(width));
  const [brightness, blue, red] = shrinkers;
  if (isColourOfCamera && brightness !== undefined && blue !== undefined && red !== undefined) {
    const [y, u, v] = [new Float64Array(width), new Float64Array(width), new Float64Array(width)];
    const step = layout === 'planar' ? 1 : 3;
    const apart = layout === 'planar' ? size * slot.rows : 1;
    for (let line = 0; line < height; line += 1) {
      brightness.row(line, y);
      if (line % 2 === 0) {
        blue.row(line / 2, u);
        red.row(line / 2, v);
      }
      const to = slot.index * inputLength(card, slot.rows) + ((top + line) * size + left) * step;
      writeColour(y, u, v, width, card, gain, input, to, step, apart);
    }
    return from;
  }
  for (let y = 0; y < height; y += 1) {
    for (const [plane, shrinker] of shrinkers.entries()) {
      const row = rows[plane];
      if (row !== undefined) shrinker.row(y, row);
    }
    const channels = toColour(picture.kind, rows, colour);
    if (gain > 1) for (const channel of new Set(channels)) light(channel, gain);
    writePixels(channels, card, layout, input, slot, (top + y) * size + left, width);
  }
  return from;
}

function light(channel: Float64Array, gain: number): void {
  for (let at = 0; at < channel.length; at += 1) channel[at] = clamp(gain * (channel[at] ?? 0));
}

/** A region of a picture in the pixels of one of its planes. */
function scaled(region: Region, picture: Picture, plane: Plane): Region {
  const scaleX = plane.width / picture.width;
  const scaleY = plane.height / picture.height;
  return {
    x: region.x * scaleX,
    y: region.y * scaleY,
    width: region.width * scaleX,
    height: region.height * scaleY,
  };
}

/**
 * A line of brightness and two of colour difference at half its width as red, green and blue (ITU-R BT.601, full range),
 * lit and normalised. `step` lies between two pixels of the input, `apart` between two channels of one.
 */
function writeColour(
  y: Float64Array,
  u: Float64Array,
  v: Float64Array,
  count: number,
  card: NetworkCard,
  gain: number,
  input: Float32Array,
  start: number,
  step: number,
  apart: number,
): void {
  const [meanRed = 0, meanGreen = 0, meanBlue = 0] = card.input.mean;
  const scale = 1 / card.input.divisor;
  for (let x = 0, to = start; x < count; x += 1, to += step) {
    const bright = gain * (y[x] ?? 0);
    const blue = gain * ((u[x >> 1] ?? 128) - 128);
    const red = gain * ((v[x >> 1] ?? 128) - 128);
    input[to] = (clamp(bright + 1.402 * red) - meanRed) * scale;
    input[to + apart] = (clamp(bright - 0.344136 * blue - 0.714136 * red) - meanGreen) * scale;
    input[to + 2 * apart] = (clamp(bright + 1.772 * blue) - meanBlue) * scale;
  }
}
