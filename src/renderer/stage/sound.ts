import { fadeCurve } from './fades.ts';

/** A fade by the page's own clock can begin no earlier than the sound card's next block; aim this far ahead. */
const AHEAD_S = 0.003;

/**
 * The stage's sound: one audio graph for everything that plays, with the master volume at its end. Where the browser
 * will not let sound start, or there is no device, clips play silently and the graph tries again at the next click or key.
 */
export class Sound {
  readonly context = new AudioContext({ latencyHint: 'interactive' });
  readonly #master: GainNode;

  constructor() {
    this.#master = this.context.createGain();
    this.#master.connect(this.context.destination);
    const resume = (): void => void this.context.resume().catch(() => undefined);
    resume();
    for (const type of ['pointerdown', 'keydown'] as const) window.addEventListener(type, resume);
    this.context.addEventListener('statechange', () => {
      if (this.context.state !== 'running' && this.context.state !== 'closed') resume();
    });
  }

  /** Whether anything sent into the graph is heard (or at least consumed) now. */
  get runs(): boolean {
    return this.context.state === 'running';
  }

  /** A silent way in for one clip. */
  channel(): SoundChannel {
    return new SoundChannel(this.context, this.#master);
  }

  setVolume(value: number, fadeMs: number): void {
    const gain = this.#master.gain;
    const now = this.context.currentTime;
    gain.cancelAndHoldAtTime(now);
    if (fadeMs <= 0) gain.setTargetAtTime(value, now, 0.005);
    else gain.linearRampToValueAtTime(value, now + fadeMs / 1000);
  }

  /** The audio clock's time at a time of the page's clock. */
  timeAt(pageMs: number): number {
    return this.context.currentTime + (pageMs - performance.now()) / 1000;
  }

  close(): void {
    void this.context.close().catch(() => undefined);
  }
}

/** The gain of one clip. */
export class SoundChannel {
  readonly node: GainNode;
  readonly #context: AudioContext;

  constructor(context: AudioContext, master: AudioNode) {
    this.#context = context;
    this.node = context.createGain();
    this.node.gain.value = 0;
    this.node.connect(master);
  }

  /** From the level of now to `to`, beginning at `atMs` on the page's clock. */
  fade(to: number, atMs: number, durationMs: number): void {
    const now = this.#context.currentTime;
    const begin = Math.max(now + AHEAD_S, now + (atMs - performance.now()) / 1000);
    const gain = this.node.gain;
    const from = gain.value;
    gain.cancelAndHoldAtTime(now);
    if (durationMs <= 0) gain.setValueAtTime(to, begin);
    else gain.setValueCurveAtTime(fadeCurve(from, to), begin, durationMs / 1000);
  }

  /** Unheard at once, and no longer part of the graph. */
  cut(): void {
    this.node.disconnect();
  }
}
