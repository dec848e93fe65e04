import type { Frame } from '../protocol/frame-codec.ts';
import type { NetworkLabels } from '../protocol/network-labels.ts';
import type { Attempt } from '../protocol/perception-messages.ts';
import type { ReadingZone } from '../protocol/reading-zone.ts';
import type { Reading } from '../protocol/reading.ts';
import type { Tuning } from '../protocol/tuning.ts';

export interface ReadOptions {
  /**
   * `quick`: a frame of a running camera, faces far away are looked for a part of the frame at a time.
   * `thorough`: a still picture, every part is searched now.
   * `whole`: the picture is one face already, nothing is searched.
   */
  readonly search: 'quick' | 'thorough' | 'whole';
  /** Faces outside of it are dropped before any network sees an expression. */
  readonly zone?: ReadingZone | undefined;
}

/** A frame in, a reading out. One call at a time; a call while another runs is a bug of the caller. */
export interface Recogniser {
  /** What runs, in the words of `--recogniser`: `onnx`, `wasm`, `onnx:human-emotion`. */
  readonly name: string;
  /** One line for the log: networks, provider, threads. */
  readonly detail: string;
  /** @throws only where the engine itself fails; a frame without a face is a reading without faces. */
  read(frame: Frame, options: ReadOptions): Promise<Reading>;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** The models folder, an absolute path. */
  readonly modelsFolder: string;
  /** Most threads for inference. */
  readonly threads: number;
  readonly labels?: NetworkLabels | undefined;
  /** What a venue learnt with `mien tune`. */
  readonly tuning?: Tuning | undefined;
  /** A tuning that was learnt with other networks is left out, and that is told, where else opening fails. */
  readonly elseUntuned?: boolean | undefined;
  /** Called for each look at the warm-up picture, of which there are more then. */
  readonly onWarmUp?: ((search: 'whole' | 'quick', reading: Reading) => void) | undefined;
}

/** Either a recogniser that has read a picture, or why there is none, in one line each. */
export type Opened =
  | { readonly ok: true; readonly recogniser: Recogniser; readonly attempts: readonly Attempt[] }
  | { readonly ok: false; readonly attempts: readonly Attempt[] };
