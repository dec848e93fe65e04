import { SoundReaders } from '../sound/sound-readers.ts';
import { fadeCurve } from './fades.ts';
import { FilmClock } from './film-clock.ts';
import { Speakers, type SinkChoice, type SpeakersFact } from './speakers.ts';

/** What nearly all film sound is made at; one rate throughout, so that parts of a clip join without being resampled. */
const SAMPLE_RATE = 48_000;
/** 5.1 */
const MOST_CHANNELS = 6;

/**
 * The stage's sound: one audio graph for everything that plays, with the master volume at its end. Where the browser
 * will not let sound start, or there is no device, clips play silently and the graph tries again at the next click or
 * key and every few seconds.
 */
export class Sound {
  readonly context = new AudioContext({ latencyHint: 'interactive', sampleRate: SAMPLE_RATE });
  readonly clock = new FilmClock(this.context);
  readonly readers = new SoundReaders();
  readonly master: GainNode;
  readonly #resume = (): void => {
    if (this.context.state !== 'running') this.context.resume().catch(() => undefined);
  };
  readonly #timer = setInterval(() => {
    this.#resume();
    this.#speakers?.lookAgain();
  }, 3000);
  /** Null where the browser has no choice. */
  readonly #speakers: Speakers | null;

  /** Name of the sound track that is wanted ("de", "description"); null: each clip's own. */
  track: string | null = null;

  constructor(tell: (fact: SpeakersFact) => void) {
    this.#speakers =
      'setSinkId' in this.context
        ? new Speakers(
            this.context as AudioContext & SinkChoice,
            navigator.mediaDevices,
            () => this.#useChannels(),
            tell,
          )
        : null;
    this.master = this.context.createGain();
    this.#useChannels();
    this.master.connect(this.context.destination);
    this.readers.start();
    this.#resume();
    for (const type of ['pointerdown', 'keydown'] as const) window.addEventListener(type, this.#resume);
  }

  /** Two channels unless told otherwise; a device with six gets the film's six. */
  #useChannels(): void {
    const { destination } = this.context;
    destination.channelCount = Math.min(MOST_CHANNELS, Math.max(1, destination.maxChannelCount));
  }

  /** Whether anything sent into the graph is heard (or at least consumed) now. */
  get runs(): boolean {
    return this.context.state === 'running';
  }

  /**
   * Plays through the device whose name holds these words, or whose id they are; through the system's own where there
   * is none, which is told. Names are told to a page that may use a camera or a microphone.
   */
  async useSpeakers(words: string | null): Promise<void> {
    if (words !== null) await this.#speakers?.use(words);
  }

  /** A silent way in for one clip. */
  channel(): SoundChannel {
    return new SoundChannel(this);
  }

  setVolume(value: number, fadeMs: number): void {
    const gain = this.master.gain;
    const now = this.context.currentTime;
    gain.cancelAndHoldAtTime(now);
    // Else a ramp begins where the last one ended, however long ago, and the volume jumps.
    gain.setValueAtTime(gain.value, now);
    // A volume that jumps would click.
    if (fadeMs <= 0) gain.setTargetAtTime(value, now, 0.005);
    else gain.linearRampToValueAtTime(value, now + fadeMs / 1000);
  }

  close(): void {
    clearInterval(this.#timer);
    for (const type of ['pointerdown', 'keydown'] as const) window.removeEventListener(type, this.#resume);
    this.readers.close();
    this.context.close().catch(() => undefined);
  }
}

/** The gain of one clip. */
export class SoundChannel {
  readonly node: GainNode;
  readonly #sound: Sound;
  #target = 0;

  constructor(sound: Sound) {
    this.#sound = sound;
    this.node = sound.context.createGain();
    this.node.gain.value = 0;
    this.node.connect(sound.master);
  }

  /**
   * From the gain of now to `to`, beginning at `atMs` of the film's clock, along a quarter of a sine; at once where
   * `durationMs` is 0. Takes the place of a fade that has not begun.
   */
  fade(to: number, atMs: number, durationMs: number): void {
    const { context, clock } = this.#sound;
    const now = context.currentTime;
    const begin = Math.max(now, clock.contextSeconds(atMs));
    const gain = this.node.gain;
    const from = gain.value;
    this.#target = to;
    gain.cancelAndHoldAtTime(now);
    if (durationMs <= 0) gain.setValueAtTime(to, begin);
    else gain.setValueCurveAtTime(fadeCurve(from, to), begin, durationMs / 1000);
  }

  /** The gain that the last fade leads to. */
  get target(): number {
    return this.#target;
  }

  /** Unheard at once, and no longer part of the graph. */
  cut(): void {
    this.node.disconnect();
  }
}
