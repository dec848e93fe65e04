import { ALL_FORMATS, AudioBufferSink, Input, UrlSource, type InputAudioTrack, type InputVideoTrack } from 'mediabunny';
import type { StageClip } from '../../protocol/messages.ts';
import { stopEndlessReads } from '../../protocol/no-endless-read.ts';

/** Compressed bytes kept a clip: a few seconds of 1080p, so that memory does not grow with the film's length. */
const CACHE_BYTES = 4 * 1024 * 1024;
/** A request that failed is tried again this often before the clip counts as missing; a deck that failed is made anew later. */
const MOST_RETRIES = 1;
/** Opus and AAC need some sound before a point to be right at it. */
const PREROLL_S = 0.1;
/** A range that ends nearer than this to the file's end has nothing of use behind it. */
const END_S = 0.02;
/** Less than this is how containers round. */
const MISSING_S = 0.25;

/** The sound of a clip's range, decoded in order. */
export interface SoundReader {
  /** Seconds in the file at which its picture ends (its sound may be longer); null where it has none. */
  readonly pictureEndSeconds: number | null;
  /** What is wrong with the file's end, for the operator; null where the range is whole. */
  readonly fault: string | null;
  /** Seconds in the file at which the range begins. */
  readonly inSeconds: number;
  /** Seconds in the file at which its sound ends, Infinity where there may be more than the range needs. */
  readonly soundEndSeconds: number;
  /** From a position in the range, seconds; null where there is no sound that this browser can decode. */
  readonly sounds: ((fromSeconds: number) => ReturnType<AudioBufferSink['buffers']>) | null;
}

/** A file of the film, opened for reading by parts. The caller disposes of it. */
export function openInput(url: string): Input {
  const source = new UrlSource(new URL(url, window.location.href), {
    maxCacheSize: CACHE_BYTES,
    // A browser has six connections to a server: a file that hangs may keep one.
    parallelism: 1,
    getRetryDelay: (previous) => (previous < MOST_RETRIES ? 0.1 : null),
    handleUnhandledError: () => undefined,
  });
  return new Input({ source: stopEndlessReads(source), formats: ALL_FORMATS });
}

/**
 * The sound of a clip in an opened file, its own or another in its place.
 * @throws Error where the file is missing or broken.
 */
export async function readSound(input: Input, clip: StageClip): Promise<SoundReader> {
  const video = await input.getPrimaryVideoTrack();
  const pictureEndSeconds =
    video === null ? null : await pictureEnd(video, clip.outMs === null ? Infinity : clip.outMs / 1000);
  const audio = await decodable(await input.getPrimaryAudioTrack());
  const endSeconds = audio === null ? 0 : await audio.computeDuration();
  const inSeconds = clip.inMs / 1000;
  const outSeconds = Math.min(clip.outMs === null ? Infinity : clip.outMs / 1000, endSeconds);
  const fault = await faultOf(input, clip, pictureEndSeconds ?? endSeconds);
  return {
    ...soundOf(audio, inSeconds, outSeconds, endSeconds),
    pictureEndSeconds,
    fault,
  };
}

/** The range's part of a track. */
function soundOf(
  audio: InputAudioTrack | null,
  inSeconds: number,
  outSeconds: number,
  endSeconds: number,
): Omit<SoundReader, 'pictureEndSeconds' | 'fault'> {
  const sink = audio === null ? null : new AudioBufferSink(audio);
  return {
    inSeconds,
    soundEndSeconds: outSeconds < endSeconds - END_S ? Infinity : endSeconds,
    sounds:
      sink === null ? null : (from) => sink.buffers(Math.max(0, inSeconds + from - PREROLL_S), outSeconds + PREROLL_S),
  };
}

async function decodable(track: InputAudioTrack | null): Promise<InputAudioTrack | null> {
  return track !== null && (await track.canDecode()) ? track : null;
}

/** A file that was cut short, or is broken in its middle, still says how long it once was. Null where the range is whole. */
async function faultOf(input: Input, clip: StageClip, endSeconds: number): Promise<string | null> {
  const told = await input.getDurationFromMetadata();
  const needed = Math.min(told ?? 0, clip.outMs === null ? Infinity : clip.outMs / 1000);
  if (told === null || needed - endSeconds < MISSING_S) return null;
  // The sound may go on after the picture: then nothing is missing.
  const held = await input.computeDuration();
  if (needed - held < MISSING_S) return null;
  return `it is cut short or broken: it says ${told.toFixed(1)} s and holds ${held.toFixed(1)} s`;
}

/**
 * Where the picture ends, seconds. What the file says of itself is not enough near its end: the sound may be longer, and
 * a file that was cut short says what it once was.
 */
async function pictureEnd(video: InputVideoTrack, wanted: number): Promise<number> {
  const told = await video.getDurationFromMetadata();
  return told !== null && wanted < told - 0.5 ? told : video.computeDuration();
}
