import type { ExpressionCard } from '../../models/manifest-schema.ts';
import type { Scores } from '../protocol/emotions.ts';
import { EMOTIONS, scoresFrom } from '../protocol/emotions.ts';
import type { Detection } from './detect.ts';
import type { ExpressionNetwork } from './network.ts';
import type { Picture } from './picture.ts';
import { inputLength, writeInput } from './preprocess.ts';
import type { Cut } from './resample.ts';
import { resample } from './resample.ts';

/** Faces read in one call of a network; more are read in several, so that memory stays bounded. */
const LARGEST_BATCH = 16;

/** Where to cut a face for a network, as its card says. */
export function cutFor(card: ExpressionCard, face: Detection): Cut {
  const [x, y, width, height] = face.box;
  const side = Math.max(width, height);
  const { leftEye, rightEye } = face.landmarks;
  const angle = card.crop.upright ? Math.atan2(rightEye.y - leftEye.y, rightEye.x - leftEye.x) : 0;
  // "Down" is along the face, not along the picture.
  const down = card.crop.down * side;
  return {
    centreX: x + width / 2 - Math.sin(angle) * down,
    centreY: y + height / 2 + Math.cos(angle) * down,
    side: side * card.crop.factor,
    angle,
  };
}

/** The cut of a picture that is a face already: its middle square, as large as the card says. */
export function wholeCut(card: ExpressionCard, picture: Picture): Cut {
  return {
    centreX: picture.width / 2,
    centreY: picture.height / 2,
    side: Math.max(picture.width, picture.height) * card.wholeFactor,
    angle: 0,
  };
}

/** A network's answer as scores: mapped to our order, softened by its temperature, corrected for what it expects too often. */
export function calibrate(card: ExpressionCard, answer: Float32Array): Float32Array {
  const scores = new Float32Array(EMOTIONS.length);
  card.labels.forEach((label, index) => {
    const value = answer[index] ?? 0;
    const positive = Number.isFinite(value) && value > 0 ? value : 0;
    scores[EMOTIONS.indexOf(label)] = (card.priors[index] ?? 1) * positive ** (1 / card.temperature);
  });
  const sum = scores.reduce((a, b) => a + b, 0);
  const labels = new Set(card.labels);
  // Nothing positive says nothing: all of the network's own labels alike.
  return scores.map((value, index) => {
    const emotion = EMOTIONS[index];
    if (sum > 0) return value / sum;
    return emotion !== undefined && labels.has(emotion) ? 1 / labels.size : 0;
  });
}

function mirror(channel: Float64Array, size: number): Float64Array {
  const out = new Float64Array(channel.length);
  for (let row = 0; row < channel.length; row += size) {
    for (let column = 0; column < size; column += 1) out[row + column] = channel[row + size - 1 - column] ?? 0;
  }
  return out;
}

/** One network's calibrated answer for each cut, in the order of `EMOTIONS`. */
async function answers(
  network: ExpressionNetwork,
  picture: Picture,
  cuts: readonly Cut[],
): Promise<readonly Float32Array[]> {
  const { card, layout } = network;
  const perFace = card.view === 'both' ? 2 : 1;
  const labels = card.labels.length;
  const found: Float32Array[] = [];
  const most = Math.max(1, Math.floor(LARGEST_BATCH / perFace));
  for (let from = 0; from < cuts.length; from += most) {
    const part = cuts.slice(from, from + most);
    const input = new Float32Array(part.length * perFace * inputLength(card));
    part.forEach((cut, index) => {
      const channels = resample(picture, cut, card.input.size, card.input.colour);
      if (card.view !== 'mirror') writeInput(channels, card, layout, input, index * perFace);
      if (card.view !== 'face') {
        const mirrored = channels.map((channel) => mirror(channel, card.input.size));
        writeInput(mirrored, card, layout, input, (index + 1) * perFace - 1);
      }
    });
    const [out] = await network.run(input, part.length * perFace);
    if (out === undefined) throw new Error(`${card.name} gave no output`);
    part.forEach((_, index) => {
      const mean = new Float32Array(labels);
      for (let at = 0; at < labels * perFace; at += 1) {
        mean[at % labels] = (mean[at % labels] ?? 0) + (out[index * perFace * labels + at] ?? 0) / perFace;
      }
      found.push(calibrate(card, mean));
    });
  }
  return found;
}

/** An expression network and how much its answer counts. */
export interface Weighted {
  readonly network: ExpressionNetwork;
  readonly weight: number;
}

/** The scores of faces, read by one network or averaged over several. `cutOf` says where each network looks. */
export async function express(
  networks: readonly Weighted[],
  picture: Picture,
  faces: number,
  cutOf: (card: ExpressionCard, face: number) => Cut,
): Promise<readonly Scores[]> {
  const sums = Array.from({ length: faces }, () => new Float32Array(EMOTIONS.length));
  for (const { network, weight } of networks) {
    const cuts = sums.map((_, face) => cutOf(network.card, face));
    const found = await answers(network, picture, cuts);
    found.forEach((scores, face) => {
      const sum = sums[face];
      scores.forEach((value, index) => {
        if (sum !== undefined) sum[index] = (sum[index] ?? 0) + value * weight;
      });
    });
  }
  return sums.map((sum) => scoresFrom(sum));
}
