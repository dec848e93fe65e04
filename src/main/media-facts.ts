import { stat } from 'node:fs/promises';
import {
  ALL_FORMATS,
  EncodedPacketSink,
  FilePathSource,
  Input,
  type InputAudioTrack,
  type InputVideoTrack,
} from 'mediabunny';
import type { MediaFacts } from '../film/media-facts.ts';
import { stopEndlessReads } from '../protocol/no-endless-read.ts';

export type MediaResult =
  { readonly ok: true; readonly facts: MediaFacts } | { readonly ok: false; readonly reason: string };

/** Packets looked at for the frame rate: enough for a steady mean. */
const RATE_PACKETS = 200;
/** Key frames that are listed; a clip of an hour at one a second has 3,600. */
const MOST_KEYFRAMES = 20_000;

/** Opens a media file and reads its facts from the container, without decoding. Never throws. */
export async function readMediaFacts(path: string): Promise<MediaResult> {
  // A pipe or a device would be waited for without end.
  const found = await stat(path).catch(() => null);
  if (found?.isFile() !== true) return { ok: false, reason: 'it is not a file' };
  const input = new Input({
    source: stopEndlessReads(new FilePathSource(path), () => performance.now()),
    formats: ALL_FORMATS,
  });
  try {
    const video = await input.getPrimaryVideoTrack();
    const audio = await input.getPrimaryAudioTrack();
    if (video === null && audio === null) return { ok: false, reason: 'it holds neither picture nor sound' };
    const durationMs = Math.round((await input.computeDuration()) * 1000);
    return {
      ok: true,
      facts: {
        durationMs,
        video: video === null ? null : await videoFacts(video),
        audio: audio === null ? null : await audioFacts(audio),
        loudness: null,
      },
    };
  } catch (error) {
    return {
      ok: false,
      reason: error instanceof Error ? (error.message.split('\n')[0] ?? 'unreadable') : 'unreadable',
    };
  } finally {
    input.dispose();
  }
}

async function videoFacts(track: InputVideoTrack): Promise<NonNullable<MediaFacts['video']>> {
  const stats = await track.computePacketStats(RATE_PACKETS);
  const keyframesMs: number[] = [];
  const sink = new EncodedPacketSink(track);
  let packet = await sink.getFirstKeyPacket({ metadataOnly: true });
  while (packet !== null && keyframesMs.length < MOST_KEYFRAMES) {
    keyframesMs.push(Math.round(packet.timestamp * 1000));
    packet = await sink.getNextKeyPacket(packet, { metadataOnly: true });
  }
  const codec = (await track.getCodecParameterString()) ?? 'unknown';
  const [width, height] = [await track.getDisplayWidth(), await track.getDisplayHeight()];
  return { codec, width, height, frameRate: stats.averagePacketRate, keyframesMs };
}

async function audioFacts(track: InputAudioTrack): Promise<NonNullable<MediaFacts['audio']>> {
  const codec = (await track.getCodecParameterString()) ?? 'unknown';
  return { codec, channels: await track.getNumberOfChannels(), sampleRate: await track.getSampleRate() };
}
