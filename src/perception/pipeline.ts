import type { Frame } from '../protocol/frame-codec.ts';
import type { Face, Reading } from '../protocol/reading.ts';
import type { Detection } from './detect.ts';
import { decode, merge } from './detect.ts';
import type { Weighted } from './express.ts';
import { cutFor, express, wholeCut } from './express.ts';
import type { Detector } from './network.ts';
import type { Picture } from './picture.ts';
import { pictureOf } from './picture.ts';
import { inputLength, writeLetterbox } from './preprocess.ts';
import type { ReadOptions, Recogniser } from './recogniser.ts';
import type { Region } from './shrink.ts';

const DETECTION_FLOOR = 0.5;
const SAME_FACE = 0.3;

export interface PipelineParts {
  readonly name: string;
  readonly detail: string;
  /** Null where the recogniser reads whole pictures only. */
  readonly detector: Detector;
  readonly expression: readonly Weighted[];
}

/** Frame to reading, the same steps whichever engine runs the networks: so engines can be compared number by number. */
export class Pipeline implements Recogniser {
  readonly name: string;
  readonly detail: string;
  readonly #detector: Detector;
  readonly #expression: readonly Weighted[];

  constructor(parts: PipelineParts) {
    this.name = parts.name;
    this.detail = parts.detail;
    this.#detector = parts.detector;
    this.#expression = parts.expression;
  }

  async read(frame: Frame, options: ReadOptions): Promise<Reading> {
    const began = performance.now();
    const picture = pictureOf(frame);
    const faces = options.search === 'whole' ? await this.#readWhole(picture) : await this.#readFaces(picture);
    return {
      type: 'reading',
      capturedAtMs: frame.capturedAtMs,
      frameWidth: frame.width,
      frameHeight: frame.height,
      faces,
      tookMs: performance.now() - began,
    };
  }

  async close(): Promise<void> {
    await this.#detector.close();
    for (const { network } of this.#expression) await network.close();
  }

  async #readWhole(picture: Picture): Promise<readonly Face[]> {
    const [scores] = await express(this.#expression, picture, 1, (card) => wholeCut(card, picture));
    return [{ box: [0, 0, picture.width, picture.height], scores: scores ?? null, quality: 1, detection: 1 }];
  }

  async detect(picture: Picture, regions: readonly Region[]): Promise<readonly Detection[]> {
    const { card, layout } = this.#detector;
    const input = new Float32Array(inputLength(card) * regions.length);
    const letterboxes = regions.map((region, index) => writeLetterbox(picture, region, card, layout, input, index));
    const outputs = await this.#detector.run(input, regions.length);
    const found = letterboxes.flatMap((letterbox, index) => decode(outputs, index, letterbox, DETECTION_FLOOR));
    return merge(found, SAME_FACE);
  }

  async #readFaces(picture: Picture): Promise<readonly Face[]> {
    const found = await this.detect(picture, [{ x: 0, y: 0, width: picture.width, height: picture.height }]);
    const scores = await express(this.#expression, picture, found.length, (card, face) => {
      const detection = found[face];
      return detection === undefined ? wholeCut(card, picture) : cutFor(card, detection);
    });
    const faces = found.map((one, index) => ({
      box: one.box,
      scores: scores[index] ?? null,
      quality: one.score,
      detection: one.score,
    }));
    return faces.sort((a, b) => b.box[2] * b.box[3] - a.box[2] * a.box[3]);
  }
}
