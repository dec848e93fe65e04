import type { ExpressionCard, LookCard } from '../../models/manifest-schema.ts';
import type { Scores } from '../protocol/emotions.ts';
import { EMOTIONS, scoresFrom } from '../protocol/emotions.ts';
import type { Detection } from './detect.ts';
import type { ExpressionNetwork } from './network.ts';
import type { Picture } from './picture.ts';
import { inputLength, writeInput } from './preprocess.ts';
import type { Cut } from './resample.ts';
import { resample } from './resample.ts';
import { unblur } from './unblur.ts';

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

/** A face as the detector's box shows it. */
export const AS_IT_IS: LookCard = { mirrored: false, zoom: 1, right: 0, down: 0 };

/** One way in which a face is read: by a network that sees it as it is, mirrored, nearer or from a little aside. */
export interface Look {
  readonly network: ExpressionNetwork;
  readonly how: LookCard;
  /** How much its answer counts beside the others'. */
  readonly weight: number;
}

/**
 * Every look that belongs to a reading, as the networks' cards say: the first of each network, then the second of each, so
 * that those that take turns and weigh the same are mixed.
 */
export function looksOf(networks: readonly Weighted[]): readonly Look[] {
  const most = Math.max(0, ...networks.map(({ network }) => network.card.looks.length));
  return Array.from({ length: most }, (_, place) => place).flatMap((place) =>
    networks.flatMap(({ network, weight }) => {
      const { looks } = network.card;
      return looks.slice(place, place + 1).map((how) => ({ network, how, weight: weight / looks.length }));
    }),
  );
}

/** A cut as a look moves it; right and down are along the face, not along the picture. */
export function moved(cut: Cut, { zoom, right, down }: LookCard): Cut {
  const [cos, sin] = [Math.cos(cut.angle), Math.sin(cut.angle)];
  return {
    ...cut,
    centreX: cut.centreX + cut.side * (right * cos - down * sin),
    centreY: cut.centreY + cut.side * (right * sin + down * cos),
    side: cut.side / zoom,
  };
}

/** A look's calibrated answer for each cut, in the order of `EMOTIONS`. */
async function answers(look: Look, picture: Picture, cuts: readonly Cut[]): Promise<readonly Float32Array[]> {
  const { card, layout } = look.network;
  const { size, colour } = card.input;
  const labels = card.labels.length;
  const found: Float32Array[] = [];
  for (let from = 0; from < cuts.length; from += LARGEST_BATCH) {
    const part = cuts.slice(from, from + LARGEST_BATCH);
    const input = new Float32Array(part.length * inputLength(card));
    part.forEach((cut, index) => {
      const channels = resample(picture, moved(cut, look.how), size, colour);
      if (card.unblur) for (const channel of channels) unblur(channel, size);
      const seen = look.how.mirrored ? channels.map((channel) => mirror(channel, size)) : channels;
      writeInput(seen, card, layout, input, index);
    });
    const [out] = await look.network.run(input, part.length);
    if (out === undefined) throw new Error(`${card.name} gave no output`);
    part.forEach((_, index) => found.push(calibrate(card, out.subarray(index * labels, (index + 1) * labels))));
  }
  return found;
}

/** An expression network and how much its answer counts. */
export interface Weighted {
  readonly network: ExpressionNetwork;
  readonly weight: number;
}

/** The scores of faces, read once or averaged over several looks. `cutOf` says where each network looks. */
export async function express(
  looks: readonly Look[],
  picture: Picture,
  faces: number,
  cutOf: (card: ExpressionCard, face: number) => Cut,
): Promise<readonly Scores[]> {
  const sums = Array.from({ length: faces }, () => new Float32Array(EMOTIONS.length));
  for (const look of looks) {
    const cuts = sums.map((_, face) => cutOf(look.network.card, face));
    const found = await answers(look, picture, cuts);
    found.forEach((scores, face) => {
      const sum = sums[face];
      scores.forEach((value, index) => {
        if (sum !== undefined) sum[index] = (sum[index] ?? 0) + value * look.weight;
      });
    });
  }
  return sums.map((sum) => scoresFrom(sum));
}
