import { ALL_FORMATS, AudioSampleSink, FilePathSource, Input } from 'mediabunny';
import type { SoundLevels } from '../../film/loudness.ts';
import { stopEndlessReads } from '../../protocol/no-endless-read.ts';
import { decodedByFfmpeg } from './ffmpeg-samples.ts';
import { LoudnessMeter } from './loudness-meter.ts';
import { registerOpus } from './opus-samples.ts';

/** How much each channel counts, by their number (BS.1770): surrounds more, the low one not at all. */
const WEIGHTS: Readonly<Record<number, readonly number[]>> = {
  1: [1],
  2: [1, 1],
  6: [1, 1, 1, 0, 1.41, 1.41],
};
const FFMPEG_RATE = 48_000;

/**
 * Decodes a file's sound and measures it. Null where there is no sound, or none that can be decoded here: Opus and PCM in
 * one or two channels always can; AAC, MP3 and six channels where ffmpeg is installed. Never throws.
 */
export async function measureLoudness(path: string): Promise<SoundLevels | null> {
  registerOpus();
  const input = new Input({
    source: stopEndlessReads(new FilePathSource(path), () => performance.now()),
    formats: ALL_FORMATS,
  });
  try {
    const track = await input.getPrimaryAudioTrack();
    if (track === null) return null;
    const channels = await track.getNumberOfChannels();
    const weights = WEIGHTS[channels];
    if (weights === undefined) return null;
    if (channels > 2 || !(await track.canDecode())) {
      return await measuredByFfmpeg(path, weights, (await track.getFirstTimestamp()) * 1000);
    }
    let meter: LoudnessMeter | null = null;
    for await (const sample of new AudioSampleSink(track).samples()) {
      meter ??= new LoudnessMeter(sample.sampleRate, weights, sample.timestamp * 1000);
      const planes: Float32Array[] = [];
      for (let planeIndex = 0; planeIndex < sample.numberOfChannels; planeIndex++) {
        const plane = new Float32Array(sample.numberOfFrames);
        sample.copyTo(plane, { planeIndex, format: 'f32-planar' });
        planes.push(plane);
      }
      sample.close();
      meter.add(planes);
    }
    return meter?.levels() ?? null;
  } catch {
    // Sound that breaks off says nothing about the film; that the file is broken is told by whoever reads its facts.
    return null;
  } finally {
    input.dispose();
  }
}

async function measuredByFfmpeg(path: string, weights: readonly number[], fromMs: number): Promise<SoundLevels | null> {
  const meter = new LoudnessMeter(FFMPEG_RATE, weights, fromMs);
  const isWhole = await decodedByFfmpeg(path, weights.length, FFMPEG_RATE, (planes) => meter.add(planes));
  return isWhole ? meter.levels() : null;
}
