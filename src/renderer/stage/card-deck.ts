import type { StageClip } from '../../protocol/messages.ts';
import { languageOf } from './cue-boxes.ts';
import type { Deck } from './deck.ts';
import { textFont, TYPEFACE } from './fonts.ts';
import type { WordsLook } from './player-parts.ts';

/** The shorter side of what is drawn, and how much longer the other may be. */
const SHORT_PX = 1080;
const LONGEST = 4;
const FRAME_MS = 40;
const FALLBACK_DURATION_MS = 8000;
/** Words keep well inside the picture, and within the room that subtitles have. */
const SAFE = 0.86;
/** A title card's letters, before they are made smaller to fit; and its lines. */
const LETTER_PX = 84;
const LINE = 1.4;

/** Words in place of moving pictures: a title card, or a stand-in for a clip that is not shot yet. */
export class CardDeck implements Deck {
  readonly isFed = true;
  readonly clip: StageClip;
  readonly element = document.createElement('canvas');
  readonly frameMs = FRAME_MS;
  readonly aheadMs = 0;
  readonly givenAtMs = Infinity;
  readonly failure = '';
  readonly durationMs: number;
  readonly #words: () => WordsLook;
  #startsAtMs: number | null = null;
  /** What was drawn last, of a card that stands still. */
  #drawn: string | null = null;

  /** @param words how they are shown now; where its language is null they are in the card's first. */
  constructor(clip: StageClip, stage: HTMLElement, words: () => WordsLook) {
    this.clip = clip;
    this.#words = words;
    this.durationMs = clip.standIn?.durationMs ?? FALLBACK_DURATION_MS;
    this.element.className = 'layer';
    // The screen's own shape: words that were drawn for another would be cropped with it.
    const shape = shapeOf(stage.clientWidth, stage.clientHeight);
    this.element.width = shape.width;
    this.element.height = shape.height;
    stage.append(this.element);
    this.#draw(0);
    void textFont.then(() => {
      this.#drawn = null;
      this.#draw(0);
    });
  }

  get state(): Deck['state'] {
    return this.#startsAtMs === null ? 'ready' : 'rolling';
  }

  get startsAtMs(): number | null {
    return this.#startsAtMs;
  }

  isCatchingUp(): boolean {
    return false;
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
    const card = this.clip.standIn?.card ?? null;
    if (card === null) this.#drawStandIn(context, progress);
    else this.#drawTitle(context, card);
  }

  #drawTitle(context: CanvasRenderingContext2D, { ink, texts }: Card): void {
    const languages = texts.flatMap(({ language }) => language ?? []);
    const words = this.#words();
    const language = languageOf(languages, words.language);
    const { text } = texts.find((one) => one.language === language) ?? texts[0] ?? { text: '' };
    const drawn = `${words.area} ${text}`;
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#fill(context, this.clip.standIn?.colour ?? '#000');
    const { width, height } = context.canvas;
    const lines = text.split('\n');
    const font = (px: number): string => `300 ${px}px ${TYPEFACE}`;
    context.font = font(LETTER_PX);
    const widest = Math.max(1, ...lines.map((line) => context.measureText(line).width));
    const safe = Math.min(SAFE, words.area);
    const px = Math.min(LETTER_PX, (LETTER_PX * width * safe) / widest, (height * safe) / (lines.length * LINE));
    context.font = font(px);
    context.fillStyle = ink;
    for (const [index, line] of lines.entries()) {
      context.fillText(line, width / 2, height / 2 + (index - (lines.length - 1) / 2) * px * LINE);
    }
  }

  /** A line shows the time pass: nobody takes it for a part of the film. */
  #drawStandIn(context: CanvasRenderingContext2D, progress: number): void {
    this.#fill(context, this.clip.standIn?.colour ?? '#222');
    const { width, height } = context.canvas;
    context.fillStyle = 'rgb(255 255 255 / 0.92)';
    context.font = `500 96px ${TYPEFACE}`;
    context.fillText(this.clip.standIn?.title ?? '', width / 2, height / 2, width * SAFE);
    context.fillStyle = 'rgb(255 255 255 / 0.35)';
    context.fillRect(width * 0.07, height * 0.9, width * SAFE, 3);
    context.fillStyle = 'rgb(255 255 255 / 0.92)';
    context.fillRect(width * 0.07, height * 0.9 - 1, width * SAFE * progress, 5);
  }

  #fill(context: CanvasRenderingContext2D, colour: string): void {
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    const { width, height } = context.canvas;
    context.fillStyle = '#111';
    context.fillRect(0, 0, width, height);
    context.fillStyle = colour;
    context.fillRect(0, 0, width, height);
  }
}

type Card = NonNullable<NonNullable<StageClip['standIn']>['card']>;

/** Pixels to draw in for a stage of this size; the usual shape where it has none yet. */
function shapeOf(across: number, down: number): { readonly width: number; readonly height: number } {
  const ratio = across > 0 && down > 0 ? Math.min(LONGEST, Math.max(1 / LONGEST, across / down)) : 16 / 9;
  return { width: Math.round(SHORT_PX * Math.max(1, ratio)), height: Math.round(SHORT_PX * Math.max(1, 1 / ratio)) };
}
