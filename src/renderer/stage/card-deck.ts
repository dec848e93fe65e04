import type { StageClip } from '../../protocol/messages.ts';
import type { Deck } from './deck.ts';

const WIDTH = 1280;
const HEIGHT = 720;
const FRAME_MS = 40;
const FALLBACK_DURATION_MS = 8000;

/** A stand-in for a clip that is not shot yet: its title on its colour, with a line that shows the time pass. */
export class CardDeck implements Deck {
  readonly clip: StageClip;
  readonly element = document.createElement('canvas');
  readonly frameMs = FRAME_MS;
  readonly aheadMs = 0;
  readonly isSeen = true;
  readonly failure = '';
  readonly durationMs: number;
  #startsAtMs: number | null = null;

  constructor(clip: StageClip, stage: HTMLElement) {
    this.clip = clip;
    this.durationMs = clip.standIn?.durationMs ?? FALLBACK_DURATION_MS;
    this.element.className = 'layer';
    this.element.width = WIDTH;
    this.element.height = HEIGHT;
    stage.append(this.element);
    this.#draw(0);
  }

  get state(): Deck['state'] {
    return this.#startsAtMs === null ? 'ready' : 'rolling';
  }

  get startsAtMs(): number | null {
    return this.#startsAtMs;
  }

  start(atMs: number): void {
    this.#startsAtMs = atMs;
  }

  rewind(): void {
    this.#startsAtMs = null;
    this.#draw(0);
  }

  endsAtMs(): number {
    return this.#startsAtMs === null ? Infinity : this.#startsAtMs + this.durationMs;
  }

  positionMs(nowMs: number): number {
    return this.#startsAtMs === null ? 0 : Math.min(this.durationMs, Math.max(0, nowMs - this.#startsAtMs));
  }

  tick(nowMs: number): void {
    this.#draw(this.positionMs(nowMs) / this.durationMs);
  }

  fade(): void {
    // A card makes no sound.
  }

  dispose(): void {
    this.element.remove();
    this.element.width = 0;
  }

  #draw(progress: number): void {
    const context = this.element.getContext('2d');
    if (context === null) return;
    context.fillStyle = '#111';
    context.fillRect(0, 0, WIDTH, HEIGHT);
    context.fillStyle = this.clip.standIn?.colour ?? '#222';
    context.fillRect(0, 0, WIDTH, HEIGHT);
    context.fillStyle = 'rgb(255 255 255 / 0.92)';
    context.font = '600 64px system-ui, sans-serif';
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(this.clip.standIn?.title ?? '', WIDTH / 2, HEIGHT / 2, WIDTH * 0.86);
    context.fillStyle = 'rgb(255 255 255 / 0.35)';
    context.fillRect(WIDTH * 0.07, HEIGHT * 0.9, WIDTH * 0.86, 2);
    context.fillStyle = 'rgb(255 255 255 / 0.92)';
    context.fillRect(WIDTH * 0.07, HEIGHT * 0.9 - 1, WIDTH * 0.86 * progress, 4);
  }
}
