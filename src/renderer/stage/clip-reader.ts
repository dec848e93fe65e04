import { VideoSampleSink } from 'mediabunny';
import type { StageClip } from '../../protocol/messages.ts';
import { faultOf, openInput, pictureEnd } from './sound-reader.ts';

/** A clip's file, opened: how long its range is, and its decoded pictures in order. */
export interface ClipReader {
  /** Seconds in the file at which the range begins. */
  readonly inSeconds: number;
  readonly durationMs: number;
  readonly frameMs: number;
  /** Size of the picture as it is to be shown, pixels. */
  readonly width: number;
  readonly height: number;
  readonly pictures: () => ReturnType<VideoSampleSink['samples']>;
  close(): void;
}

/** @throws Error with one line for the operator, where the clip is missing, broken, or not for this browser. */
export async function openClip(clip: StageClip): Promise<ClipReader> {
  const input = openInput(clip.url ?? '');
  try {
    const video = await input.getPrimaryVideoTrack();
    if (video === null) throw new Error('it has no picture');
    if (!(await video.canDecode())) {
      throw new Error(`this browser cannot decode its picture (${(await video.getCodec()) ?? 'an unknown codec'})`);
    }
    const inSeconds = clip.inMs / 1000;
    const endSeconds = await pictureEnd(video, clip.outMs === null ? Infinity : clip.outMs / 1000);
    const fault = await faultOf(input, clip, endSeconds);
    if (fault !== null) throw new Error(fault);
    const outSeconds = Math.min(clip.outMs === null ? Infinity : clip.outMs / 1000, endSeconds);
    if (outSeconds <= inSeconds) throw new Error(`its range begins at or after the end of the file (${endSeconds} s)`);
    const { averagePacketRate } = await video.computePacketStats(50);
    const pictures = new VideoSampleSink(video);
    return {
      inSeconds,
      durationMs: (outSeconds - inSeconds) * 1000,
      frameMs: 1000 / averagePacketRate,
      width: await video.getDisplayWidth(),
      height: await video.getDisplayHeight(),
      pictures: () => pictures.samples(inSeconds, outSeconds),
      close: () => input.dispose(),
    };
  } catch (error) {
    input.dispose();
    throw error;
  }
}
