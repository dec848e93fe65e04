import type { Transition } from '../../protocol/messages.ts';
import type { Deck } from './deck.ts';
import { CUT_FADE_MS, dip } from './fades.ts';

/**
 * After a cut the old picture stays beneath the new one for so long: the compositor may need some frames before a layer
 * that was not seen has a picture, and until then the page's black would show (seen on a loaded machine without a GPU).
 */
const UNDERLAY_MS = 250;
/**
 * ... and for at least so many pictures of the screen after a frame was given to it: on a busy machine that is later, and what was
 * given before the cut tells nothing, since an element gives frames that nobody draws.
 */
const UNDERLAY_PICTURES = 8;
/** A clip that gives none would keep the old one's decoder for good. */
const MOST_UNDERLAY_MS = 1500;
/** A picture of another shape would be seen beside the new one: it goes as soon as that one is likely to be on the screen. */
const OTHER_SHAPE_PICTURES = 3;
/** Width by height differs by more: not merely odd pixels of a coder. */
const SAME_SHAPE = 0.01;
/** Changes that follow each other faster than that keep so many decks beneath the one that goes. */
const MOST_BENEATH = 2;
/** What is still heard where a change breaks off another falls silent over this or longer: a wave that is broken off would click. */
const HUSH_MS = 40;

/** How long the sound of what goes fades over, milliseconds; it must not be let go before. */
function soundMs(transition: Transition): number {
  switch (transition.kind) {
    case 'cut':
      return (transition.soundSeconds ?? 0) * 1000;
    case 'dip':
      return transition.seconds * 500;
    case 'crossfade':
      return transition.seconds * 1000;
  }
}

/** Width by height of what an element shows; not a number where that is not known. */
function shapeOf(element: HTMLElement): number {
  if ('videoWidth' in element) {
    const { videoWidth, videoHeight } = element as HTMLVideoElement;
    return videoWidth / videoHeight;
  }
  const { width, height } = element as HTMLCanvasElement;
  return width / height;
}

/** What a crossfade begins with, a little before it does: no screen shows it, and its first picture is not the first to be drawn. */
const FAINTEST = 0.001;

/**
 * What a crossfade brings is drawn so long before it begins: its first picture would come late where no GPU helps, and drawn for
 * longer it would take the last ones from the clip that goes (`npm run bench -- --only cuts`).
 */
const DRAWN_AHEAD_MS = 50;

/** Shows one deck in place of another: by a cut, a crossfade, or a dip into a colour and out of it. */
export class Curtain {
  readonly #cover = document.createElement('div');
  #change: {
    readonly kind: Transition['kind'];
    readonly coming: Deck;
    readonly going: Deck;
    readonly sinceMs: number;
    readonly durationMs: number;
    swapped: boolean;
    /** How far the colour of a dip that this change has broken off lies over it. */
    readonly coverFrom: number;
    /** Pictures of the screen since the coming deck has given it one. */
    pictures: number;
  } | null = null;
  readonly #onGone: (deck: Deck) => void;
  /** What went in cuts before this one, and of whose followers nothing may have been on the screen yet; the lowest first. */
  #beneath: Deck[] = [];

  /** `onGone` is told of each deck that is no longer seen. */
  constructor(stage: HTMLElement, onGone: (deck: Deck) => void) {
    this.#onGone = onGone;
    this.#cover.className = 'layer';
    this.#cover.style.zIndex = '3';
    stage.append(this.#cover);
  }

  /** The decks that are on their way out, and still have to be ticked. */
  get going(): readonly Deck[] {
    return this.#change === null ? [] : [...this.#beneath, this.#change.going];
  }

  /**
   * Sets the fades of a change at `atMs`; called a little before, since sound is laid ahead. A seamless join (the same
   * clip once more) is left as it is: there the last sample and the first belong together.
   */
  sound(coming: Deck, going: Deck | null, transition: Transition | 'join', atMs: number): void {
    if (transition === 'join') {
      coming.fade(1, atMs - CUT_FADE_MS, 0);
    } else if (transition.kind === 'dip') {
      const halfMs = soundMs(transition);
      going?.fade(0, atMs, halfMs);
      coming.fade(1, atMs + halfMs, halfMs);
    } else {
      const durationMs = Math.max(CUT_FADE_MS, soundMs(transition));
      going?.fade(0, atMs, durationMs);
      coming.fade(1, atMs, durationMs);
    }
  }

  /** Has what comes in `inMs` drawn already where the change is a crossfade, and near; called at each picture of the screen. */
  drawAhead({ element }: Deck, going: Deck | null, transition: Transition | 'join', inMs: number): void {
    if (going === null || transition === 'join' || transition.kind !== 'crossfade' || inMs > DRAWN_AHEAD_MS) return;
    element.style.zIndex = '2';
    element.style.opacity = String(FAINTEST);
  }

  change(coming: Deck, going: Deck | null, transition: Transition, nowMs: number): void {
    // How much of a dip's colour lies over the picture now.
    const coverFrom = Number(this.#cover.style.opacity || '0');
    const before = this.going;
    this.#keepBeneath();
    this.#finish();
    // Fades that are over already stay so.
    for (const deck of before) {
      deck.fade(0, nowMs, this.#beneath.includes(deck) ? Math.max(HUSH_MS, soundMs(transition)) : HUSH_MS);
    }
    if (going === null) {
      this.#swap(coming, going);
      return;
    }
    const durationMs =
      transition.kind === 'cut' ? Math.max(UNDERLAY_MS, soundMs(transition)) : transition.seconds * 1000;
    const { kind } = transition;
    this.#change = { kind, coming, going, sinceMs: nowMs, durationMs, swapped: false, pictures: 0, coverFrom };
    if (transition.kind === 'cut') {
      coming.element.style.zIndex = '2';
      coming.element.style.opacity = '1';
      going.element.style.zIndex = '1';
      this.#cover.style.opacity = '0';
    } else if (transition.kind === 'crossfade') {
      coming.element.style.zIndex = '2';
      going.element.style.zIndex = '1';
    } else {
      this.#cover.style.backgroundColor = transition.colour;
    }
    this.tick(nowMs);
  }

  tick(nowMs: number): void {
    const change = this.#change;
    if (change === null) return;
    const progress = (nowMs - change.sinceMs) / change.durationMs;
    if (change.coming.givenAtMs > change.sinceMs) change.pictures += 1;
    if (change.kind === 'cut' && change.pictures === OTHER_SHAPE_PICTURES) this.#hideOtherShapes(change.coming);
    if (progress >= 1) {
      const isPatient = nowMs - change.sinceMs < MOST_UNDERLAY_MS;
      if (change.kind === 'cut' && change.pictures < UNDERLAY_PICTURES && isPatient) return;
      this.#finish();
    } else if (change.kind === 'crossfade') {
      change.coming.element.style.opacity = String(Math.max(FAINTEST, progress));
      this.#cover.style.opacity = String(change.coverFrom * (1 - progress));
    } else if (change.kind === 'dip') {
      const { cover, coming } = dip(progress);
      this.#cover.style.opacity = String(Math.max(cover, change.coverFrom * (1 - progress * 2)));
      if (coming && !change.swapped) {
        change.swapped = true;
        this.#swap(change.coming, change.going);
      }
    }
  }

  #finish(): void {
    const change = this.#change;
    if (change === null) return;
    this.#change = null;
    this.#cover.style.opacity = '0';
    this.#swap(change.coming, change.going);
    this.#onGone(change.going);
    for (const deck of this.#beneath.splice(0)) this.#onGone(deck);
  }

  #hideOtherShapes(coming: Deck): void {
    const shape = shapeOf(coming.element);
    for (const { element } of this.going) {
      if (Math.abs(shapeOf(element) / shape - 1) > SAME_SHAPE) element.style.opacity = '0';
    }
  }

  /**
   * What is still seen of a change that another breaks off stays beneath that one: half a crossfade would jump else, and where a cut
   * is not on the screen yet neither would have a picture for a moment, and all were black.
   */
  #keepBeneath(): void {
    const change = this.#change;
    if (change === null) return;
    const isSeen = change.kind === 'cut' ? change.pictures < UNDERLAY_PICTURES : !change.swapped;
    if (!isSeen) return;
    this.#change = null;
    if (this.#beneath.length < MOST_BENEATH) {
      change.going.element.style.zIndex = '0';
      this.#beneath.push(change.going);
    } else {
      // The lowest was on the screen for certain; this one may not have been.
      change.going.element.style.opacity = '0';
      this.#onGone(change.going);
    }
  }

  #swap(coming: Deck, going: Deck | null): void {
    coming.element.style.zIndex = '2';
    coming.element.style.opacity = '1';
    if (going === null) return;
    for (const { element } of [...this.#beneath, going]) {
      element.style.zIndex = '0';
      element.style.opacity = '0';
    }
  }

  close(): void {
    this.#finish();
    this.#cover.remove();
  }
}
