import type { StageClip } from '../../protocol/messages.ts';
import { gainFromDb } from './fades.ts';
import type { Deck } from './deck.ts';
import type { Sound, SoundChannel } from './sound.ts';

/** Frames a second are not told by a video element; this until two frames have been seen. */
const USUAL_FRAME_MS = 40;
/** A first frame that takes longer than this will not come. */
const LOAD_TIMEOUT_MS = 8000;
/** `play()` to the second frame on the screen, before one has been measured (Chromium without a GPU). */
const USUAL_STARTUP_MS = 80;

/** What all video decks have learnt about this machine: how long after `play()` a clip is really under way. */
export class Startup {
  #ms = USUAL_STARTUP_MS;

  get ms(): number {
    return this.#ms;
  }

  learn(ms: number): void {
    if (ms >= 0 && ms < 500) this.#ms += (ms - this.#ms) * 0.2;
  }
}

/** A clip in a video element, paused on its first frame until it is its turn. */
export class VideoDeck implements Deck {
  readonly clip: StageClip;
  readonly element = document.createElement('video');
  state: Deck['state'] = 'loading';
  failure = '';
  durationMs = 0;
  frameMs = USUAL_FRAME_MS;
  readonly #sound: Sound;
  readonly #startup: Startup;
  readonly #gain: number;
  #channel: SoundChannel | null = null;
  startsAtMs: number | null = null;
  #playedAtMs: number | null = null;
  /** A frame that was on the screen: when, and where in the range. */
  #anchor: { readonly atMs: number; readonly positionMs: number } | null = null;
  readonly #timeout: ReturnType<typeof setTimeout>;
  #frameRequest = 0;

  constructor(clip: StageClip, stage: HTMLElement, sound: Sound, startup: Startup) {
    this.clip = clip;
    this.#sound = sound;
    this.#startup = startup;
    this.#gain = gainFromDb(clip.gainDb);
    const video = this.element;
    video.className = 'layer';
    video.preload = 'auto';
    video.playsInline = true;
    video.disablePictureInPicture = true;
    video.tabIndex = -1;
    video.addEventListener('loadedmetadata', this.#onMetadata);
    video.addEventListener('loadeddata', this.#onData);
    video.addEventListener('seeked', this.#onData);
    video.addEventListener('canplay', this.#onData);
    video.addEventListener('error', this.#onError);
    this.#timeout = setTimeout(() => {
      if (this.state === 'loading') this.#fail('its first frame did not come');
    }, LOAD_TIMEOUT_MS);
    video.src = clip.url ?? '';
    stage.append(video);
    this.#watchFrames();
  }

  get aheadMs(): number {
    return this.#startup.ms;
  }

  readonly #onMetadata = (): void => {
    const endMs = this.element.duration * 1000;
    const outMs = Math.min(this.clip.outMs ?? Infinity, Number.isFinite(endMs) ? endMs : Infinity);
    if (!Number.isFinite(outMs)) this.#fail('it does not say how long it is');
    else if (outMs <= this.clip.inMs) this.#fail(`its range begins at or after the end of the file (${endMs} ms)`);
    else {
      this.durationMs = outMs - this.clip.inMs;
      if (this.clip.inMs > 0) this.element.currentTime = this.clip.inMs / 1000;
    }
  };

  readonly #onData = (): void => {
    const video = this.element;
    if (this.state !== 'loading' || this.durationMs === 0 || video.seeking) return;
    if (video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA) return;
    if (Math.abs(video.currentTime * 1000 - this.clip.inMs) > USUAL_FRAME_MS) return;
    clearTimeout(this.#timeout);
    this.state = 'ready';
  };

  readonly #onError = (): void => this.#fail(this.element.error?.message ?? 'it cannot be played');

  #fail(reason: string): void {
    clearTimeout(this.#timeout);
    this.state = 'failed';
    this.failure = reason;
  }

  #watchFrames(): void {
    this.#frameRequest = this.element.requestVideoFrameCallback((_now, metadata) => {
      const positionMs = metadata.mediaTime * 1000 - this.clip.inMs;
      const atMs = this.#sound.clock.at(metadata.expectedDisplayTime);
      const last = this.#anchor;
      const step = last === null ? 0 : positionMs - last.positionMs;
      if (step > 5 && step < 120) this.frameMs += (step - this.frameMs) * 0.3;
      this.#anchor = { atMs, positionMs };
      if (this.#playedAtMs !== null && positionMs > 1 && positionMs < 200) {
        // The clip's own zero on the page's clock: where it would have begun to be at this frame now.
        this.#startup.learn(atMs - positionMs - this.#playedAtMs);
        this.#playedAtMs = null;
      }
      this.#watchFrames();
    });
  }

  start(atMs: number): void {
    if (this.state !== 'rolling') this.startsAtMs = atMs;
  }

  rewind(): void {
    this.startsAtMs = null;
    if (this.state !== 'rolling') return;
    this.element.pause();
    this.#anchor = null;
    this.state = 'loading';
    this.element.currentTime = this.clip.inMs / 1000;
  }

  tick(nowMs: number): void {
    if (this.state === 'ready' && this.startsAtMs !== null && nowMs >= this.startsAtMs - this.aheadMs) {
      this.state = 'rolling';
      this.#roll(nowMs);
    }
    // A range stops before its first frame too many; half a picture of the screen early is not seen.
    if (this.state === 'rolling' && !this.element.paused) {
      if (this.positionMs(nowMs) >= this.durationMs - this.frameMs * 0.6 && this.clip.outMs !== null)
        this.element.pause();
    }
  }

  #roll(nowMs: number): void {
    this.#playedAtMs = nowMs;
    this.#anchor = null;
    const video = this.element;
    // An element that feeds a graph which does not run would stand still with it: then it plays muted, by itself.
    if (this.#sound.runs && this.#channel === null) {
      this.#channel = this.#sound.channel();
      this.#sound.context.createMediaElementSource(video).connect(this.#channel.node);
    }
    video.muted = this.#channel === null;
    video.play().catch(() => {
      if (this.state !== 'rolling') return;
      video.muted = true;
      video.play().catch((error: unknown) => {
        if (this.state === 'rolling' && !(error instanceof DOMException && error.name === 'AbortError')) {
          this.#fail(error instanceof Error ? error.message : String(error));
        }
      });
    });
  }

  endsAtMs(nowMs: number): number {
    if (this.state !== 'rolling' || this.durationMs === 0) return Infinity;
    return nowMs + this.durationMs - this.positionMs(nowMs);
  }

  positionMs(nowMs: number): number {
    if (this.state !== 'rolling') return 0;
    const anchor = this.#anchor;
    const byElement = this.element.currentTime * 1000 - this.clip.inMs;
    // Frames tell the time best; where none came lately (hidden, stalled) the element's own clock does.
    const fresh = anchor !== null && !this.element.paused && nowMs - anchor.atMs < 4 * this.frameMs;
    const position = fresh ? anchor.positionMs + Math.max(0, nowMs - anchor.atMs) : byElement;
    return Math.min(this.durationMs, Math.max(0, position));
  }

  fade(to: number, atMs: number, durationMs: number): void {
    this.#channel?.fade(to * this.#gain, atMs, durationMs);
  }

  dispose(): void {
    clearTimeout(this.#timeout);
    const video = this.element;
    video.cancelVideoFrameCallback(this.#frameRequest);
    this.state = 'failed';
    this.failure = 'disposed';
    video.removeEventListener('error', this.#onError);
    this.#channel?.cut();
    video.pause();
    video.remove();
    // The only way to make Chromium let go of decoder and connection before the next garbage collection.
    video.removeAttribute('src');
    video.load();
  }
}
