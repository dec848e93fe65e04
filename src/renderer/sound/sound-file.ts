import {
  ALL_FORMATS,
  AudioSampleSink,
  Input,
  type AudioSample,
  type InputAudioTrack,
  type InputVideoTrack,
} from 'mediabunny';
import { stopEndlessReads } from '../../protocol/no-endless-read.ts';
import { joinSamples } from './join-samples.ts';
import { RangeSource } from './range-source.ts';
import type { SoundBlock, SoundFacts, SoundRange } from './worker-messages.ts';

/** Opus and AAC need some sound before a point to be right at it. */
const PREROLL_S = 0.1;
/** A range that ends nearer than this to the file's end has nothing of use behind it. */
const END_S = 0.02;
/** Less than this is how containers round. */
const MISSING_S = 0.25;

/** The sound of a range. */
export interface SoundPart {
  readonly facts: SoundFacts;
  /** From so far in the range, a little before it included; null where there is no sound to decode. */
  blocks(fromSeconds: number): AsyncGenerator<SoundBlock, void, undefined> | null;
}

/**
 * A file of the film, opened once for all clips that are parts of it: the index of a film of half an hour takes as long to
 * read as a clip may take to be ready.
 */
export class SoundFile {
  readonly url: string;
  readonly #input: Input;
  readonly #video: () => Promise<InputVideoTrack | null>;
  readonly #audio: () => Promise<Sounding>;
  readonly #audioEnd: () => Promise<number>;
  readonly #videoEnd: () => Promise<number>;
  readonly #end: () => Promise<number>;
  readonly #ranges: RangeSource;

  /** @param url absolute. */
  constructor(url: string) {
    this.url = url;
    this.#ranges = new RangeSource(url);
    const input = new Input({
      source: stopEndlessReads(this.#ranges.source, () => performance.now()),
      formats: ALL_FORMATS,
    });
    this.#input = input;
    this.#video = once(() => input.getPrimaryVideoTrack());
    this.#audio = once(async () => soundIn(await input.getPrimaryAudioTrack()));
    this.#audioEnd = once(async () => (await this.#audio()).track?.computeDuration() ?? 0);
    this.#videoEnd = once(async () => (await this.#video())?.computeDuration() ?? 0);
    this.#end = once(() => input.computeDuration());
  }

  /** For how long it has given no byte of what is asked for, milliseconds. */
  get waitingMs(): number {
    return this.#ranges.waitingMs;
  }

  /** @throws Error where the file is missing or broken. */
  async part({ inMs, outMs }: SoundRange): Promise<SoundPart> {
    const wanted = outMs === null ? Infinity : outMs / 1000;
    const video = await this.#video();
    const pictureEndSeconds = video === null ? null : await this.#pictureEnd(video, wanted);
    const { track, undecodable } = await this.#audio();
    const endSeconds = await this.#audioEnd();
    const inSeconds = inMs / 1000;
    const outSeconds = Math.min(wanted, endSeconds);
    const fault = await this.#faultOf(wanted, pictureEndSeconds ?? endSeconds);
    return {
      facts: {
        pictureEndSeconds,
        fault,
        inSeconds,
        soundEndSeconds: outSeconds < endSeconds - END_S ? Infinity : endSeconds,
        sounds: track !== null,
        undecodable,
      },
      blocks: (fromSeconds) =>
        track === null
          ? null
          : this.#decode(track, Math.max(0, inSeconds + fromSeconds - PREROLL_S), outSeconds + PREROLL_S),
    };
  }

  #decode(track: InputAudioTrack, fromSeconds: number, toSeconds: number): AsyncGenerator<SoundBlock, void, undefined> {
    const samples: AsyncIterable<AudioSample> = new AudioSampleSink(track).samples(fromSeconds, toSeconds);
    return joinSamples(samples);
  }

  /**
   * Where the picture ends, seconds. What the file says of itself is not enough near its end: the sound may be longer, and
   * a file that was cut short says what it once was.
   */
  async #pictureEnd(video: InputVideoTrack, wanted: number): Promise<number> {
    const told = await video.getDurationFromMetadata();
    return told !== null && wanted < told - 0.5 ? told : this.#videoEnd();
  }

  /** A file that was cut short, or is broken in its middle, still says how long it once was. Null where the range is whole. */
  async #faultOf(wanted: number, endSeconds: number): Promise<string | null> {
    const told = await this.#input.getDurationFromMetadata();
    const needed = Math.min(told ?? 0, wanted);
    if (told === null || needed - endSeconds < MISSING_S) return null;
    // The sound may go on after the picture: then nothing is missing.
    const held = await this.#end();
    if (needed - held < MISSING_S) return null;
    return `it is cut short or broken: it says ${told.toFixed(1)} s and holds ${held.toFixed(1)} s`;
  }

  dispose(): void {
    this.#input.dispose();
  }
}

/** Asked for many times, done once. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

/** A file's sound, where this browser can decode it; else what it is that it cannot. */
interface Sounding {
  readonly track: InputAudioTrack | null;
  readonly undecodable: string | null;
}

async function soundIn(track: InputAudioTrack | null): Promise<Sounding> {
  if (track === null) return { track, undecodable: null };
  if (await track.canDecode()) return { track, undecodable: null };
  return { track: null, undecodable: (await track.getCodec()) ?? 'an unknown codec' };
}
