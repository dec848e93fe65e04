import { AudioSample, CustomAudioDecoder, registerDecoder, type AudioCodec, type EncodedPacket } from 'mediabunny';
import { OpusDecoder } from 'opus-decoder';

/** Opus for mediabunny where there is no browser: libopus, compiled to WebAssembly. Stereo or mono. */
class OpusSamples extends CustomAudioDecoder {
  #decoder: OpusDecoder | null = null;

  static override supports(codec: AudioCodec, config: AudioDecoderConfig): boolean {
    return codec === 'opus' && config.numberOfChannels <= 2;
  }

  async init(): Promise<void> {
    this.#decoder = new OpusDecoder({ channels: this.config.numberOfChannels });
    await this.#decoder.ready;
  }

  decode(packet: EncodedPacket): void {
    const decoded = this.#decoder?.decodeFrame(packet.data);
    if (decoded === undefined || decoded.samplesDecoded === 0) return;
    const { channelData, samplesDecoded, sampleRate } = decoded;
    const data = new Float32Array(channelData.length * samplesDecoded);
    channelData.forEach((plane, channel) => data.set(plane, channel * samplesDecoded));
    this.onSample(
      new AudioSample({
        data,
        format: 'f32-planar',
        numberOfChannels: channelData.length,
        sampleRate,
        timestamp: packet.timestamp,
      }),
    );
  }

  flush(): void {
    // Every packet was decoded whole.
  }

  close(): void {
    this.#decoder?.free();
    this.#decoder = null;
  }
}

let isRegistered = false;

/** Lets mediabunny decode Opus in this process. Asking again does nothing. */
export function registerOpus(): void {
  if (isRegistered) return;
  isRegistered = true;
  registerDecoder(OpusSamples);
}
