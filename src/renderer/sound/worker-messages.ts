/** A part of a file of the film, milliseconds. */
export interface SoundRange {
  readonly inMs: number;
  /** null: up to its end. */
  readonly outMs: number | null;
}

/** The first message about a clip, with the port for all that follow about it. */
export interface AskedSound extends SoundRange {
  readonly url: string;
}

/** What is known of a clip's sound once its file is open. */
export interface SoundFacts {
  /** Seconds in the file at which its picture ends (its sound may be longer); null where it has none. */
  readonly pictureEndSeconds: number | null;
  /** What is wrong with the file's end, for the operator; null where the range is whole. */
  readonly fault: string | null;
  /** Seconds in the file at which the range begins. */
  readonly inSeconds: number;
  /** Seconds in the file at which its sound ends, Infinity where there may be more than the range needs. */
  readonly soundEndSeconds: number;
  /** Whether there is sound that this browser can decode. */
  readonly sounds: boolean;
  /** The codec of sound that there is, and that this browser cannot decode. */
  readonly undecodable: string | null;
}

/** Some decoded sound. */
export interface SoundBlock {
  /** Seconds in the file. */
  readonly timestamp: number;
  /** Hz */
  readonly sampleRate: number;
  /** Samples from -1 to 1, one array a channel, all of one length. */
  readonly channels: readonly Float32Array<ArrayBuffer>[];
}

export type PageToSound =
  /** The next block of this round; a round that is new begins so far in the range, and ends the one before. */
  | { readonly type: 'next'; readonly round: number; readonly fromSeconds: number }
  /** The clip has waited long: where its file gives no byte, it is to be given up. */
  | { readonly type: 'hurry' }
  | { readonly type: 'close' };

export type SoundToPage =
  | { readonly type: 'opened'; readonly facts: SoundFacts }
  /** The file is missing, broken or hangs. */
  | { readonly type: 'lost'; readonly reason: string }
  | {
      readonly type: 'block';
      readonly round: number;
      /** null: there is no more. */
      readonly block: SoundBlock | null;
      /** Why there is no more, where there should be. */
      readonly fault: string | null;
    };
