import type { PlayableBlock, SoundReader } from '../sound/sound-readers.ts';
import { CUT_FADE_MS } from './fades.ts';
import type { Sound, SoundChannel } from './sound.ts';

/** Sound is scheduled this far ahead of the film: longer than any pause of the page's own thread. */
const AHEAD_MS = 700;
/** And decoded so far: longer than the worker needs to read the index of another file. */
const DECODED_AHEAD_MS = 1500;
/** Of each clip that is ready, this much sound is decoded beforehand. */
const PREPARED_MS = 300;

/** The sound of one clip, laid on the audio context's clock block by block, each at its sample. */
export class ClipSound {
  readonly #reader: SoundReader;
  readonly #sound: Sound;
  readonly #channel: SoundChannel;
  readonly #gain: number;
  readonly #blocks: AsyncGenerator<PlayableBlock, void, unknown> | null;
  readonly #waiting: PlayableBlock[] = [];
  readonly #playing = new Set<AudioBufferSourceNode>();
  readonly #readyMs: number;
  #startMs: number | null = null;
  #decodedMs = 0;
  #pulling = false;
  #over = false;

  /** @param fromMs how far in the range it is to be heard from. */
  constructor(reader: SoundReader, sound: Sound, gain: number, fromMs = 0) {
    this.#reader = reader;
    this.#sound = sound;
    this.#gain = gain;
    this.#channel = sound.channel();
    this.#readyMs = fromMs + PREPARED_MS;
    this.#blocks = reader.sounds?.(fromMs / 1000) ?? null;
    void this.#pull(this.#readyMs);
  }

  /** Enough is decoded to begin at once. */
  get ready(): boolean {
    return this.#blocks === null || this.#over || this.#decodedMs >= this.#readyMs;
  }

  /** The clip's first sample is to be heard at this film time. */
  start(atMs: number): void {
    this.#startMs = atMs;
    this.tick(atMs);
  }

  tick(nowMs: number): void {
    const start = this.#startMs;
    if (start === null) return;
    const positionMs = nowMs - start;
    while (this.#waiting[0] !== undefined && this.#positionMs(this.#waiting[0]) < positionMs + AHEAD_MS) {
      this.#lay(this.#waiting[0], start);
      this.#waiting.shift();
    }
    void this.#pull(positionMs + DECODED_AHEAD_MS);
  }

  /** `atMs` of the film's clock. A fade to silence is over when the sound is: a wave that is broken off would click. */
  fade(to: number, atMs: number, durationMs: number): void {
    const endMs =
      this.#startMs === null
        ? Infinity
        : this.#startMs + (this.#reader.soundEndSeconds - this.#reader.inSeconds) * 1000;
    const beginMs = to === 0 && durationMs <= CUT_FADE_MS ? Math.min(atMs, endMs - durationMs) : atMs;
    this.#channel.fade(to * this.#gain, beginMs, durationMs);
  }

  #positionMs(block: PlayableBlock): number {
    return (block.timestamp - this.#reader.inSeconds) * 1000;
  }

  #lay(block: PlayableBlock, startMs: number): void {
    const { context, clock, runs } = this.#sound;
    if (!runs) return;
    const positionMs = this.#positionMs(block);
    // What lies before the in point was only decoded to be right at it.
    const skipSeconds = Math.max(0, -positionMs / 1000);
    if (skipSeconds >= block.duration) return;
    const whenSeconds = onSample(clock.contextSeconds(startMs), context.sampleRate) + Math.max(0, positionMs) / 1000;
    const lateSeconds = Math.max(0, context.currentTime - whenSeconds);
    if (skipSeconds + lateSeconds >= block.duration) return;
    const node = context.createBufferSource();
    node.buffer = block.buffer;
    node.connect(this.#channel.node);
    node.addEventListener('ended', () => {
      node.disconnect();
      this.#playing.delete(node);
    });
    this.#playing.add(node);
    node.start(whenSeconds + lateSeconds, skipSeconds + lateSeconds);
  }

  async #pull(untilMs: number): Promise<void> {
    if (this.#pulling || this.#blocks === null) return;
    this.#pulling = true;
    try {
      while (!this.#over && this.#decodedMs < untilMs) {
        const { value, done } = await this.#blocks.next();
        if (done === true || this.#closed()) {
          this.#over = true;
          break;
        }
        this.#decodedMs = this.#positionMs(value) + value.duration * 1000;
        this.#waiting.push(value);
      }
    } catch {
      // Sound that cannot be decoded is silence; the picture goes on.
      this.#over = true;
    } finally {
      this.#pulling = false;
    }
  }

  /** Asked anew after each wait. */
  #closed(): boolean {
    return this.#over;
  }

  close(): void {
    this.#over = true;
    this.#waiting.length = 0;
    for (const node of this.#playing) {
      node.stop();
      node.disconnect();
    }
    this.#playing.clear();
    this.#channel.cut();
    this.#blocks?.return().catch(() => undefined);
  }
}

/** Blocks that each begin on a sample join without being interpolated. */
function onSample(seconds: number, sampleRate: number): number {
  return Math.round(seconds * sampleRate) / sampleRate;
}
