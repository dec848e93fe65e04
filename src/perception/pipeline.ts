import type { Frame } from '../protocol/frame-codec.ts';
import { isInZone } from '../protocol/reading-zone.ts';
import type { Face, Reading } from '../protocol/reading.ts';
import type { Detection } from './detect.ts';
import { decode, merge } from './detect.ts';
import type { Look, Weighted } from './express.ts';
import { cutFor, express, looksOf, wholeCut } from './express.ts';
import { Turns } from './turns.ts';
import type { Detector } from './network.ts';
import type { Picture } from './picture.ts';
import { pictureOf } from './picture.ts';
import { inputLength, rowsFor, writeLetterbox } from './preprocess.ts';
import { qualityOf, UNKNOWN_BELOW } from './quality.ts';
import type { ReadOptions, Recogniser } from './recogniser.ts';
import type { SearchState } from './search-plan.ts';
import { NEW_SEARCH, afterSearch, isCutOff, isFar, quickPlan, thoroughPlan } from './search-plan.ts';
import type { Region } from './shrink.ts';

/** Least confidence of the detector in the whole frame. */
const DETECTION_FLOOR = 0.5;
/** In a tile it sees much more of nothing: more is asked, and more still of a face that the whole frame did not show. */
const TILE_FLOOR = 0.7;
const TILE_FLOOR_LARGE = 0.8;
/** Finds that overlap by this much are one face. */
const SAME_FACE = 0.3;
/** Sizes of input that are kept: the whole frame, a tile, two or three at once. */
const MOST_INPUTS = 4;
/** Regions that are searched in one call of the detector. */
const LARGEST_BATCH = 8;

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
  readonly #looks: readonly Look[];
  readonly #turns: Turns<Look>;
  #search: SearchState = NEW_SEARCH;
  readonly #inputs = new Map<number, Float32Array>();

  constructor(parts: PipelineParts) {
    this.name = parts.name;
    this.detail = parts.detail;
    this.#detector = parts.detector;
    this.#expression = parts.expression;
    this.#looks = looksOf(parts.expression);
    this.#turns = new Turns(this.#looks);
  }

  async read(frame: Frame, options: ReadOptions): Promise<Reading> {
    const began = performance.now();
    const picture = pictureOf(frame);
    const faces = options.search === 'whole' ? await this.#readWhole(picture) : await this.#readFaces(picture, options);
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
    const [scores] = await express(this.#looks, picture, 1, (card) => wholeCut(card, picture));
    return [{ box: [0, 0, picture.width, picture.height], scores: scores ?? null, quality: 1, detection: 1 }];
  }

  /** Every face in the given regions of a picture, one detection each; the first region is the whole. */
  async #detect(picture: Picture, regions: readonly Region[], isSquare: boolean): Promise<readonly Detection[]> {
    const { card, takesRows } = this.#detector;
    const rowsOf = (region: Region): number => (takesRows && !isSquare ? rowsFor(region, card) : card.input.size);
    const batches: { readonly rows: number; readonly regions: Region[] }[] = [];
    for (const region of regions) {
      const rows = rowsOf(region);
      const last = batches.at(-1);
      if (last?.rows === rows && last.regions.length < LARGEST_BATCH) last.regions.push(region);
      else batches.push({ rows, regions: [region] });
    }
    const found: Detection[] = [];
    for (const [index, batch] of batches.entries()) {
      found.push(...(await this.#detectIn(picture, batch.regions, batch.rows, index === 0)));
    }
    return merge(found, SAME_FACE);
  }

  /** The finds in regions that go into the detector at once; where they begin with the whole picture, it is told. */
  async #detectIn(
    picture: Picture,
    regions: readonly Region[],
    rows: number,
    beginsWithWhole: boolean,
  ): Promise<readonly Detection[]> {
    const { card, layout } = this.#detector;
    const { width, height } = picture;
    const input = this.#inputFor(inputLength(card, rows) * regions.length);
    const letterboxes = regions.map((region, index) =>
      writeLetterbox(picture, region, card, layout, input, { index, rows }),
    );
    const outputs = await this.#detector.run(input, regions.length, rows);
    return regions.flatMap((region, index) => {
      const letterbox = letterboxes[index];
      if (letterbox === undefined) return [];
      const isWhole = beginsWithWhole && index === 0;
      const finds = decode(outputs, index, letterbox, isWhole ? DETECTION_FLOOR : TILE_FLOOR);
      const isSure = ({ box, score }: Detection): boolean =>
        isWhole || score >= TILE_FLOOR_LARGE || isFar(box, width, height);
      return finds.filter((find) => isSure(find) && !isCutOff(region, find.box, width, height));
    });
  }

  /** Memory for a detector's input, used again: three quarters of a megabyte a frame would be fetched and thrown away. */
  #inputFor(length: number): Float32Array {
    const known = this.#inputs.get(length);
    if (known !== undefined) return known;
    if (this.#inputs.size >= MOST_INPUTS) this.#inputs.clear();
    const input = new Float32Array(length);
    this.#inputs.set(length, input);
    return input;
  }

  async #find(picture: Picture, search: 'quick' | 'thorough'): Promise<readonly Detection[]> {
    const { width, height } = picture;
    if (search === 'thorough') return this.#detect(picture, thoroughPlan(width, height), true);
    const found = await this.#detect(picture, quickPlan(this.#search, width, height), false);
    const boxes = found.map(({ box }) => box);
    this.#search = afterSearch(this.#search, boxes, width, height);
    return found;
  }

  async #readFaces(picture: Picture, { search, zone }: ReadOptions): Promise<readonly Face[]> {
    const everybody = await this.#find(picture, search === 'thorough' ? search : 'quick');
    const { width, height } = picture;
    const found = zone === undefined ? everybody : everybody.filter(({ box }) => isInZone(box, width, height, zone));
    const looks = search === 'quick' ? this.#turns.next() : this.#looks;
    const scores = await express(looks, picture, found.length, (card, face) => {
      const detection = found[face];
      return detection === undefined ? wholeCut(card, picture) : cutFor(card, detection);
    });
    const faces = found.map((one, index) => {
      const quality = qualityOf(picture, one);
      const isLegible = quality >= UNKNOWN_BELOW;
      return { box: one.box, scores: isLegible ? (scores[index] ?? null) : null, quality, detection: one.score };
    });
    return faces.sort((a, b) => b.box[2] * b.box[3] - a.box[2] * a.box[3]);
  }
}
