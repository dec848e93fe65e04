import type { DetectorCard, ExpressionCard, NetworkCard } from '../../models/manifest-schema.ts';

/** How an engine wants pictures laid out in memory: a plane a channel, or the channels of a pixel side by side. */
export type Layout = 'planar' | 'interleaved';

/** One network, loaded into some engine. */
export interface Network<Card extends NetworkCard = NetworkCard> {
  readonly card: Card;
  readonly layout: Layout;
  /** Whether it takes pictures that are less high than wide, by multiples of 32 pixels. */
  readonly takesRows: boolean;
  /**
   * @param input normalised pixels of `batch` pictures, one after the other in this network's layout.
   * @param rows height of each in pixels, where it takes that; else they are square.
   * @returns the outputs in the order of the card, each `batch` times its shape, or less of it with fewer rows.
   */
  run(input: Float32Array, batch: number, rows?: number): Promise<readonly Float32Array[]>;
  close(): Promise<void>;
}

export type Detector = Network<DetectorCard>;
export type ExpressionNetwork = Network<ExpressionCard>;
