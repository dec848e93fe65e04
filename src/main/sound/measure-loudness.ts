import { ALL_FORMATS, AudioSampleSink, FilePathSource, Input } from 'mediabunny';
import type { SoundLevels } from '../../film/loudness.ts';
import { LoudnessMeter } from './loudness-meter.ts';
import { registerOpus } from './opus-samples.ts';

/**
 * Decodes a file's sound and measures it. Null where there is no sound, or none
 * that can be decoded outside a browser: Opus and PCM in one or two channels can, AAC and MP3 cannot. Never throws.
 */
export async function measureLoudness(path: string): Promise<SoundLevels | null> {
  registerOpus();
  const input = new Input({ source: new FilePathSource(path), formats: ALL_FORMATS });
  try {
    const track = await input.getPrimaryAudioTrack();
    if (track === null || !(await track.canDecode())) return null;
    const channels = await track.getNumberOfChannels();
    if (channels > 2) return null;
    let meter: LoudnessMeter | null = null;
    for await (const sample of new AudioSampleSink(track).samples()) {
      meter ??= new LoudnessMeter(sample.sampleRate, new Array<number>(channels).fill(1), sample.timestamp * 1000);
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
