import type { StageClip } from '../../protocol/messages.ts';
import { openClip, type ClipReader } from './clip-reader.ts';
import { ROLL_EARLY_MS, type Deck } from './deck.ts';
import { PairedSound } from './paired-sound.ts';
import { PictureQueue } from './picture-queue.ts';
import type { Sound } from './sound.ts';

/** Pictures decoded beforehand while a clip waits (3 MB each at 1080p, and seven clips may wait), and while it plays. */
const PICTURES_WAITING = 4;
const PICTURES_PLAYING = 8;
/** Sound is laid this long before the first picture: the sound card's own delay and a picture of the screen. */
const ROLL_AHEAD_MS = 70;
/** A first picture that takes longer than this will not come. */
const LOAD_TIMEOUT_MS = 8000;

/** A clip decoded by WebCodecs: its pictures drawn onto a canvas, its sound laid on the audio clock. */
export class CodecDeck implements Deck {
  readonly clip: StageClip;
  readonly element = document.createElement('canvas');
  state: Deck['state'] = 'loading';
  failure = '';
  durationMs = 0;
  frameMs = 40;
  readonly aheadMs = ROLL_AHEAD_MS;
  /** It is shown by being painted. */
  readonly isSeen = true;
  readonly #context = this.element.getContext('2d', { alpha: false, desynchronized: false });
  #reader: ClipReader | null = null;
  #pictures: PictureQueue | null = null;
  readonly #paired: PairedSound;
  startsAtMs: number | null = null;
  /** Position of the picture on the canvas; negative before the first. */
  #drawnMs = -1;
  #disposed = false;
  readonly #timeout = setTimeout(() => {
    if (this.state === 'loading') this.#fail(new Error('its first picture did not come'));
  }, LOAD_TIMEOUT_MS);

  constructor(clip: StageClip, stage: HTMLElement, sound: Sound) {
    this.clip = clip;
    this.#paired = new PairedSound(clip, sound);
    this.element.className = 'layer';
    stage.append(this.element);
    openClip(clip).then(
      (reader) => this.#thread(reader),
      (error: unknown) => this.#fail(error),
    );
  }

  #thread(reader: ClipReader): void {
    if (this.#disposed) {
      reader.close();
      return;
    }
    this.#reader = reader;
    this.durationMs = reader.durationMs;
    this.frameMs = reader.frameMs;
    this.element.width = reader.width;
    this.element.height = reader.height;
    this.#load(reader);
  }

  #load(reader: ClipReader): void {
    this.#drawnMs = -1;
    this.#pictures = new PictureQueue(reader.pictures(), reader.inSeconds, PICTURES_WAITING, (error) =>
      this.#fail(error),
    );
  }

  #fail(error: unknown): void {
    clearTimeout(this.#timeout);
    if (this.#disposed || this.state === 'failed') return;
    this.failure = error instanceof Error ? error.message : String(error);
    // A clip that breaks while it plays goes on to its last good picture, and then stands; see stall-watch.ts.
    this.state = 'failed';
  }

  start(atMs: number): void {
    if (this.state === 'rolling') return;
    this.startsAtMs = atMs;
  }

  rewind(): void {
    this.startsAtMs = null;
    if (this.state !== 'rolling' || this.#reader === null) return;
    this.state = 'loading';
    this.#pictures?.close();
    this.#paired.rewind();
    this.#load(this.#reader);
  }

  tick(nowMs: number): void {
    const pictures = this.#pictures;
    if (pictures === null || this.#disposed) return;
    if (this.state === 'loading' && this.#paired.settled && pictures.length > 0) {
      this.#draw(pictures.firstMs);
      clearTimeout(this.#timeout);
      this.state = 'ready';
    }
    if (this.startsAtMs === null) return;
    if (this.state === 'ready' && nowMs >= this.startsAtMs - ROLL_AHEAD_MS - ROLL_EARLY_MS) {
      this.state = 'rolling';
      pictures.most = PICTURES_PLAYING;
      this.#paired.start(this.startsAtMs);
    }
    if (this.state !== 'rolling') return;
    this.#paired.tick(nowMs);
    // Half a picture of the screen: the nearest one is the right one.
    if (nowMs >= this.startsAtMs) this.#draw(nowMs - this.startsAtMs + 4);
  }

  #draw(positionMs: number): void {
    const due = this.#pictures?.at(positionMs) ?? null;
    if (due === null || this.#context === null) return;
    due.picture.draw(this.#context, 0, 0, this.element.width, this.element.height);
    due.picture.close();
    this.#drawnMs = due.positionMs;
  }

  endsAtMs(): number {
    return this.startsAtMs === null || this.state === 'ready' ? Infinity : this.startsAtMs + this.durationMs;
  }

  /** By the clock as long as the pictures keep up with it, else where the last one is. */
  positionMs(nowMs: number): number {
    if (this.startsAtMs === null || this.state === 'ready' || this.state === 'loading') return 0;
    const byClock = Math.min(this.durationMs, Math.max(0, nowMs - this.startsAtMs));
    return byClock - this.#drawnMs > 5 * this.frameMs ? Math.max(0, this.#drawnMs) : byClock;
  }

  fade(to: number, atMs: number, durationMs: number): void {
    this.#paired.fade(to, atMs, durationMs);
  }

  dispose(): void {
    clearTimeout(this.#timeout);
    this.#disposed = true;
    this.#paired.close();
    this.#pictures?.close();
    this.#reader?.close();
    this.element.remove();
    // A canvas keeps its memory until it is collected, unless it has no size.
    this.element.width = 0;
    this.element.height = 0;
  }
}
