import type { StageClip } from '../../protocol/messages.ts';
import { PairedSound } from './paired-sound.ts';
import { ROLL_EARLY_MS, type Deck } from './deck.ts';
import { hasFileCome } from './file-come.ts';
import { wayBack } from './in-step.ts';
import { PictureWait } from './picture-wait.ts';
import type { Sound } from './sound.ts';
import type { Startup } from './startup.ts';

/** Frames a second are not told by a video element; this until two frames have been seen. */
const USUAL_FRAME_MS = 40;
/** A first frame that takes longer than this will not come; so much longer where its file is there and the decoder is late. */
const LOAD_TIMEOUT_MS = 8000;
const LOAD_TIMEOUT_FED_MS = 30_000;

/** A browser that is to read the index alone reads what its first pictures need as well; one that has not by then is told to read on. */
const READ_ON_MS = 1000;

/** A picture that is due waits no longer than this for its sound, which then joins in: a late picture would be seen. */
const SOUND_PATIENCE_MS = 350;
/** Half a picture of the screen at 60 a second: `play()` is called at the picture nearest to its time. */
const HALF_PICTURE_MS = 8;
/** Seeks back to the sound are this far apart; one that has not come to its picture by then has stalled. */
const SEEK_EVERY_MS = 3000;
const SEEK_PATIENCE_MS = 2000;
/** A picture that stands so far behind the sound stands still, or soon will. */
const BEHIND_MS = 120;
/** An end that comes so much too soon is none. */
const EARLY_MS = 250;

/**
 * A clip whose pictures come from a muted video element, paused on its first frame until it is its turn, and whose
 * sound is decoded apart and laid on the audio clock. The sound's clock leads: the picture is kept in step with it.
 */
export class VideoDeck implements Deck {
  readonly clip: StageClip;
  readonly element = document.createElement('video');
  state: Deck['state'] = 'loading';
  failure = '';
  durationMs = 0;
  frameMs = USUAL_FRAME_MS;
  startsAtMs: number | null = null;
  readonly #sound: Sound;
  readonly #startup: Startup;
  readonly #paired: PairedSound;
  readonly #wait = new PictureWait(this.element);
  #playedAtMs: number | null = null;
  #pictureReady = false;
  /** Since when it is to start, by the page's clock. */
  #wantedAtMs: number | null = null;
  /** A frame that was on the screen: when, and where in the range. */
  #anchor: { readonly atMs: number; readonly positionMs: number } | null = null;
  #soughtAtMs = -Infinity;
  #timeout: ReturnType<typeof setTimeout>;
  #frameRequest = 0;
  #playTimer: ReturnType<typeof setTimeout> | undefined;
  #readOnTimer: ReturnType<typeof setTimeout> | undefined;

  /** @param onSilent told why the clip is on without the sound that it should have. */
  constructor(
    clip: StageClip,
    stage: HTMLElement,
    sound: Sound,
    startup: Startup,
    onSilent: (reason: string) => void = () => undefined,
  ) {
    this.clip = clip;
    this.#sound = sound;
    this.#startup = startup;
    this.#paired = new PairedSound(clip, sound, onSilent);
    const video = this.element;
    video.className = 'layer';
    video.preload = 'metadata';
    video.muted = true;
    video.playsInline = true;
    video.disablePictureInPicture = true;
    video.tabIndex = -1;
    video.addEventListener('loadedmetadata', this.#onMetadata);
    for (const type of ['loadeddata', 'seeked', 'canplay'] as const) video.addEventListener(type, this.#onData);
    video.addEventListener('error', this.#onError);
    video.addEventListener('ended', this.#onEnded);
    const giveUp = (): void => {
      if (this.state === 'loading') this.#fail('its first frame did not come');
    };
    this.#timeout = setTimeout(() => {
      if (this.isFed) this.#timeout = setTimeout(giveUp, LOAD_TIMEOUT_FED_MS - LOAD_TIMEOUT_MS);
      else giveUp();
    }, LOAD_TIMEOUT_MS);
    video.src = clip.url ?? '';
    stage.append(video);
    this.#watchFrames();
  }

  /**
   * Its first frame is there: only its sound has to be laid beforehand. A picture that is told too late to be under way in time stands
   * on that frame for a moment and catches up; the cut itself, and the sound, come when they should.
   */
  get aheadMs(): number {
    return this.#sound.clock.aheadMs;
  }

  get givenAtMs(): number {
    return this.#anchor?.atMs ?? -Infinity;
  }

  isCatchingUp(nowMs: number): boolean {
    return this.#wait.sinceMs !== null || (this.element.seeking && nowMs - this.#soughtAtMs < SEEK_PATIENCE_MS);
  }

  get isFed(): boolean {
    return hasFileCome(this.element);
  }

  readonly #onMetadata = (): void => {
    const endMs = this.element.duration * 1000;
    const outMs = Math.min(this.clip.outMs ?? Infinity, Number.isFinite(endMs) ? endMs : Infinity);
    if (!Number.isFinite(outMs)) this.#fail('it does not say how long it is');
    else if (outMs <= this.clip.inMs) this.#fail(`its range begins at or after the end of the file (${endMs} ms)`);
    else {
      this.durationMs = outMs - this.clip.inMs;
      if (this.clip.inMs > 0) this.element.currentTime = this.clip.inMs / 1000;
      // Where that gives no picture it reads on.
      this.#readOnTimer = setTimeout(() => this.#readOn(), READ_ON_MS);
    }
  };

  readonly #onData = (): void => {
    const video = this.element;
    if (this.state !== 'loading' || this.durationMs === 0 || video.seeking) return;
    if (video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA) return;
    if (Math.abs(video.currentTime * 1000 - this.clip.inMs) > USUAL_FRAME_MS) return;
    clearTimeout(this.#timeout);
    clearTimeout(this.#readOnTimer);
    this.#pictureReady = true;
    // What it needs to begin is there. Until it is told when, it reads no further: a browser would read ten seconds ahead, of each candidate.
    if (this.startsAtMs === null) this.element.preload = 'metadata';
    this.#settle();
  };

  #settle(): void {
    if (this.state !== 'loading' || !this.#pictureReady) return;
    const isDue = performance.now() - (this.#wantedAtMs ?? Infinity) > SOUND_PATIENCE_MS;
    if (!this.#paired.settled && !isDue) return;
    if (this.#paired.fault !== null) {
      this.#fail(this.#paired.fault);
      return;
    }
    // The element counts the sound's tail as well, and the last frame would stand for as long.
    const endMs = this.#paired.pictureEndMs;
    if (endMs !== null && endMs > this.clip.inMs) this.durationMs = Math.min(this.durationMs, endMs - this.clip.inMs);
    this.state = 'ready';
  }

  #readOn(): void {
    this.element.preload = 'auto';
  }

  readonly #onError = (): void => {
    const said = this.element.error?.message ?? '';
    this.#fail(said === '' ? 'it cannot be played' : said);
  };

  /** A file that was cut short plays what there is, and then says that it is over. */
  readonly #onEnded = (): void => {
    const missingMs = this.clip.inMs + this.durationMs - this.element.currentTime * 1000;
    const early = this.endsAtMs() - this.#sound.clock.at(performance.now()) > EARLY_MS;
    if (this.state === 'rolling' && (missingMs > EARLY_MS || early))
      this.#fail('it ended before its time: is it cut short?');
  };

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
      if (this.#playedAtMs !== null && positionMs > 1) {
        // The clip's own zero on the page's clock: where it would have begun to be at this frame now. One whose first frames
        // came too late to be shown tells nothing of how long it takes.
        if (positionMs < 200) this.#startup.learn(atMs - positionMs - this.#playedAtMs - HALF_PICTURE_MS);
        this.#playedAtMs = null;
      }
      this.#wait.shown(atMs);
      this.#keepStep(atMs, positionMs);
      this.#watchFrames();
    });
  }

  /** Brings the picture back to the sound: by running a little faster or slower, or, far away from it, by a seek. */
  #keepStep(atMs: number, positionMs: number): void {
    if (this.state !== 'rolling' || this.startsAtMs === null || this.#playedAtMs !== null) return;
    const lateMs = atMs - this.startsAtMs - positionMs;
    const video = this.element;
    const way = wayBack(lateMs);
    if (way === 'seek') {
      const targetMs = positionMs + lateMs + this.#startup.ms;
      if (targetMs > this.durationMs - EARLY_MS || atMs - this.#soughtAtMs < SEEK_EVERY_MS) return;
      this.#soughtAtMs = atMs;
      this.#wait.forget();
      video.currentTime = (this.clip.inMs + targetMs) / 1000;
    } else if (Math.abs(video.playbackRate - way.rate) > 0.01 || (way.rate === 1 && video.playbackRate !== 1)) {
      video.playbackRate = way.rate;
    }
  }

  start(atMs: number): void {
    if (this.state === 'rolling') return;
    this.#wantedAtMs ??= performance.now();
    this.startsAtMs = atMs;
    this.#readOn();
  }

  rewind(): void {
    this.startsAtMs = null;
    this.#wantedAtMs = null;
    if (this.state !== 'rolling') return;
    clearTimeout(this.#playTimer);
    this.#wait.forget();
    this.element.pause();
    this.element.playbackRate = 1;
    this.element.style.opacity = '0';
    this.#anchor = null;
    this.#playedAtMs = null;
    this.#pictureReady = false;
    this.state = 'loading';
    this.#paired.rewind();
    this.#readOn();
    this.element.currentTime = this.clip.inMs / 1000;
  }

  tick(nowMs: number): void {
    this.#settle();
    const { startsAtMs } = this;
    if (startsAtMs === null) return;
    if (this.state === 'ready' && nowMs >= startsAtMs - Math.max(this.aheadMs, this.#startup.ms) - ROLL_EARLY_MS) {
      this.state = 'rolling';
      this.element.style.zIndex = '2';
      this.#paired.start(startsAtMs);
    }
    if (this.state !== 'rolling') return;
    this.#paired.tick(nowMs);
    if (this.#wait.sinceMs !== null) {
      this.#wait.tick(nowMs);
    } else if (this.element.paused) {
      if (this.#anchor === null || this.positionMs(nowMs) < this.frameMs) this.#roll(nowMs, startsAtMs);
    } else if (this.clip.outMs !== null && this.element.currentTime * 1000 >= this.clip.outMs - this.frameMs * 0.8) {
      // A range stops on its last frame, before the first too many: a pause takes a moment to be obeyed.
      this.element.pause();
    } else if (!this.element.seeking) {
      if (this.#wait.tick(nowMs)) this.#playedAtMs = null;
    }
  }

  /** Calls `play()` at its time, which falls between two pictures of the screen. */
  #roll(nowMs: number, startsAtMs: number): void {
    const inMs = startsAtMs - this.#startup.ms - nowMs;
    if (this.#playedAtMs !== null || inMs > 2 * HALF_PICTURE_MS) return;
    this.#playedAtMs = nowMs + Math.max(0, inMs);
    this.#anchor = null;
    if (inMs <= 1) this.#play();
    else this.#playTimer = setTimeout(() => this.#play(), inMs);
  }

  #play(): void {
    if (this.state !== 'rolling') return;
    this.#wait.shown(this.#sound.clock.at(performance.now()));
    this.element.play().catch((error: unknown) => {
      if (this.state === 'rolling' && !(error instanceof DOMException && error.name === 'AbortError')) {
        this.#fail(error instanceof Error ? error.message : String(error));
      }
    });
  }

  endsAtMs(): number {
    if (this.state !== 'rolling' || this.startsAtMs === null || this.durationMs === 0) return Infinity;
    return this.startsAtMs + this.durationMs;
  }

  /** By the clock as long as the picture keeps up with it, else where the element is. */
  positionMs(nowMs: number): number {
    if (this.state !== 'rolling' || this.startsAtMs === null) return 0;
    const byClock = Math.min(this.durationMs, Math.max(0, nowMs - this.startsAtMs));
    const byElement = Math.max(0, this.element.currentTime * 1000 - this.clip.inMs);
    return byClock - byElement > BEHIND_MS ? Math.min(this.durationMs, byElement) : byClock;
  }

  fade(to: number, atMs: number, durationMs: number): void {
    this.#paired.fade(to, atMs, durationMs);
  }

  dispose(): void {
    clearTimeout(this.#timeout);
    clearTimeout(this.#playTimer);
    clearTimeout(this.#readOnTimer);
    this.#wait.forget();
    const video = this.element;
    video.cancelVideoFrameCallback(this.#frameRequest);
    this.state = 'failed';
    this.failure = 'disposed';
    video.removeEventListener('error', this.#onError);
    video.removeEventListener('ended', this.#onEnded);
    this.#paired.close();
    video.pause();
    video.remove();
    // The only way to make Chromium let go of decoder and connection before the next garbage collection.
    video.removeAttribute('src');
    video.load();
  }
}
