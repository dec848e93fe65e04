import type { SoundBlock } from './worker-messages.ts';

/** What a clip wants before it counts as ready, and what is decoded before its range begins, come with one message. */
const FIRST_S = 0.45;
/** A decoder gives some 20 ms at a time; a message and a node of the audio graph for each would be many. */
const BLOCK_S = 0.2;
/** Further apart than this, what follows does not join. */
const GAP_S = 0.0005;

/** What of mediabunny's AudioSample is used. */
export interface DecodedSamples {
  /** Seconds */
  readonly timestamp: number;
  /** Seconds */
  readonly duration: number;
  readonly sampleRate: number;
  readonly numberOfChannels: number;
  readonly numberOfFrames: number;
  copyTo(destination: Float32Array<ArrayBuffer>, options: { planeIndex: number; format: 'f32-planar' }): void;
  close(): void;
}

/** A first block of at least 0.45 s and further ones of 0.2 s (the last may be shorter), without gaps within; closes the samples. */
export async function* joinSamples(
  samples: AsyncIterable<DecodedSamples>,
): AsyncGenerator<SoundBlock, void, undefined> {
  let parts: Part[] = [];
  let atLeastSeconds = FIRST_S;
  for await (const sample of samples) {
    const part = partOf(sample);
    sample.close();
    const first = parts[0];
    const last = parts.at(-1);
    if (first !== undefined && last !== undefined && !joins(last, part)) {
      yield blockOf(parts);
      parts = [];
    }
    parts.push(part);
    if (part.endSeconds - (parts[0]?.timestamp ?? 0) >= atLeastSeconds) {
      yield blockOf(parts);
      atLeastSeconds = BLOCK_S;
      parts = [];
    }
  }
  if (parts.length > 0) yield blockOf(parts);
}

interface Part extends SoundBlock {
  readonly endSeconds: number;
}

function partOf(sample: DecodedSamples): Part {
  const { timestamp, duration, sampleRate } = sample;
  const channels = Array.from({ length: sample.numberOfChannels }, (_, planeIndex) => {
    const samples = new Float32Array(sample.numberOfFrames);
    sample.copyTo(samples, { planeIndex, format: 'f32-planar' });
    return samples;
  });
  return { timestamp, endSeconds: timestamp + duration, sampleRate, channels };
}

function joins(last: Part, next: Part): boolean {
  return (
    last.sampleRate === next.sampleRate &&
    last.channels.length === next.channels.length &&
    Math.abs(next.timestamp - last.endSeconds) < GAP_S
  );
}

function blockOf(parts: readonly Part[]): SoundBlock {
  const [first] = parts;
  return {
    timestamp: first?.timestamp ?? 0,
    sampleRate: first?.sampleRate ?? 0,
    channels: (first?.channels ?? []).map((_, channel) => {
      const planes = parts.flatMap((part) => part.channels[channel] ?? []);
      const joined = new Float32Array(planes.reduce((length, plane) => length + plane.length, 0));
      let at = 0;
      for (const plane of planes) {
        joined.set(plane, at);
        at += plane.length;
      }
      return joined;
    }),
  };
}
