import {
  ALL_FORMATS,
  AudioBufferSink,
  Input,
  UrlSource,
  VideoSampleSink,
  type InputAudioTrack,
  type InputVideoTrack,
} from 'mediabunny';
import type { StageClip } from '../../protocol/messages.ts';

/** Compressed bytes kept a clip: a few seconds of 1080p, so that memory does not grow with the film's length. */
const CACHE_BYTES = 4 * 1024 * 1024;
/** A request that failed is tried again this often before the clip counts as missing; a deck that failed is made anew later. */
const MOST_RETRIES = 1;
/** Opus and AAC need some sound before a point to be right at it. */
const PREROLL_S = 0.1;

/** A clip's file, opened: how long its range is, and its decoded pictures and sound in order. */
export interface ClipReader {
  readonly durationMs: number;
  readonly frameMs: number;
  /** Size of the picture as it is to be shown, pixels. */
  readonly width: number;
  readonly height: number;
  readonly pictures: () => ReturnType<VideoSampleSink['samples']>;
  /** From a position in the range, seconds; null where the clip has no sound that this browser can decode. */
  readonly sounds: ((fromSeconds: number) => ReturnType<AudioBufferSink['buffers']>) | null;
  /** Seconds in the file at which the range begins. */
  readonly inSeconds: number;
  /** Seconds in the file at which its sound ends, Infinity where there may be more than the range needs. */
  readonly soundEndSeconds: number;
  close(): void;
}

/** @throws Error with one line for the operator, where the clip is missing, broken, or not for this browser. */
export async function openClip(clip: StageClip): Promise<ClipReader> {
  const source = new UrlSource(new URL(clip.url ?? '', window.location.href), {
    maxCacheSize: CACHE_BYTES,
    getRetryDelay: (previous) => (previous < MOST_RETRIES ? 0.1 : null),
    handleUnhandledError: () => undefined,
  });
  const input = new Input({ source, formats: ALL_FORMATS });
  try {
    const video = await input.getPrimaryVideoTrack();
    if (video === null) throw new Error('it has no picture');
    if (!(await video.canDecode())) {
      throw new Error(`this browser cannot decode its picture (${(await video.getCodec()) ?? 'an unknown codec'})`);
    }
    const audio = await decodable(await input.getPrimaryAudioTrack());
    const inSeconds = clip.inMs / 1000;
    const endSeconds = await pictureEnd(video, clip.outMs === null ? Infinity : clip.outMs / 1000);
    const outSeconds = Math.min(clip.outMs === null ? Infinity : clip.outMs / 1000, endSeconds);
    if (outSeconds <= inSeconds) throw new Error(`its range begins at or after the end of the file (${endSeconds} s)`);
    const { averagePacketRate } = await video.computePacketStats(50);
    const pictures = new VideoSampleSink(video);
    const sounds = audio === null ? null : new AudioBufferSink(audio);
    return {
      durationMs: (outSeconds - inSeconds) * 1000,
      frameMs: 1000 / averagePacketRate,
      width: await video.getDisplayWidth(),
      height: await video.getDisplayHeight(),
      inSeconds,
      soundEndSeconds: outSeconds < endSeconds - 0.02 ? Infinity : endSeconds,
      pictures: () => pictures.samples(inSeconds, outSeconds),
      sounds:
        sounds === null
          ? null
          : (from) => sounds.buffers(Math.max(0, inSeconds + from - PREROLL_S), outSeconds + PREROLL_S),
      close: () => input.dispose(),
    };
  } catch (error) {
    input.dispose();
    throw error;
  }
}

/**
 * Where the picture ends, seconds. What the file says of itself is not enough near its end: the sound may be longer, and
 * a file that was cut short says what it once was.
 */
async function pictureEnd(video: InputVideoTrack, wanted: number): Promise<number> {
  const told = await video.getDurationFromMetadata();
  return told !== null && wanted < told - 0.5 ? told : video.computeDuration();
}

async function decodable(track: InputAudioTrack | null): Promise<InputAudioTrack | null> {
  return track !== null && (await track.canDecode()) ? track : null;
}
