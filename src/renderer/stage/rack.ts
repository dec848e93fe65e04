import type { StageClip } from '../../protocol/messages.ts';
import type { Deck, DeckMaker } from './deck.ts';

/** A choice has at most seven ways; more threaded decks than this would cost memory that nobody sees. */
const MOST_THREADED = 8;
/**
 * A deck that is being threaded has the machine to itself for so long: several at once take the film's own decoder its time
 * (on a slow machine for seconds after each cut). One that hangs must not keep the others from being ready.
 */
const ALONE_MS = 400;

/**
 * The decks that stand threaded beside the stage: the candidates of the coming choice, and the playing clip's own next
 * round. What is no longer wanted is let go; what failed is reported once and tried again later.
 */
export class Rack {
  readonly #make: DeckMaker;
  readonly #onFailed: (clip: StageClip, reason: string) => void;
  readonly #threaded = new Map<string, Deck>();
  /** When a clip that failed may be tried again, by clip id. */
  readonly #retryAtMs = new Map<string, { readonly atMs: number; readonly waitMs: number }>();
  #wanted: readonly StageClip[] = [];
  /** The deck that was made last, and until when it is to be the only one under way. */
  #latest: { readonly deck: Deck; readonly aloneUntilMs: number } | null = null;

  constructor(make: DeckMaker, onFailed: (clip: StageClip, reason: string) => void) {
    this.#make = make;
    this.#onFailed = onFailed;
  }

  /** Replaces the list of clips to hold ready, most wanted first. */
  want(clips: readonly StageClip[]): void {
    this.#wanted = [...new Map(clips.map((clip) => [clip.clipId, clip])).values()].slice(0, MOST_THREADED);
  }

  /** The clips that are wanted now. */
  get wanted(): readonly StageClip[] {
    return this.#wanted;
  }

  /** Hands a threaded deck out for good, or makes one now: the caller disposes of it. */
  take(clip: StageClip): Deck {
    const threaded = this.#threaded.get(clip.clipId);
    if (threaded === undefined) return this.#make(clip);
    this.#threaded.delete(clip.clipId);
    if (threaded.state !== 'failed') return threaded;
    // What failed a while ago may be there by now.
    threaded.dispose();
    return this.#make(clip);
  }

  /** A deck that was taken and not shown comes back, if it is still of use. */
  giveBack(deck: Deck): void {
    deck.rewind();
    if (this.#threaded.has(deck.clip.clipId) || deck.state === 'failed') deck.dispose();
    else this.#threaded.set(deck.clip.clipId, deck);
  }

  /** Whether the clip could be shown at once. */
  isReady(clip: StageClip): boolean {
    return this.#threaded.get(clip.clipId)?.state === 'ready';
  }

  /** The wanted clip, in order, that could be shown at once; `last` only where there is no other. */
  anyReady(last: StageClip): StageClip | undefined {
    const ready = this.#wanted.filter((clip) => this.isReady(clip));
    return ready.find(({ clipId }) => clipId !== last.clipId) ?? ready[0];
  }

  /**
   * Does at most one heavy thing (making or unmaking a deck), so that housekeeping never takes a picture of the screen
   * away from the film. Call it often, and not in the moments around a cut.
   */
  tend(nowMs: number): void {
    const wantedIds = new Set(this.#wanted.map((clip) => clip.clipId));
    for (const [clipId, deck] of this.#threaded) {
      // Its sound may have come after its picture: nothing else would notice that it could be shown.
      if (deck.state === 'loading') deck.tick(nowMs);
      if (deck.state === 'failed') {
        this.#threaded.delete(clipId);
        const waitMs = Math.min(30_000, (this.#retryAtMs.get(clipId)?.waitMs ?? 500) * 2);
        this.#retryAtMs.set(clipId, { atMs: nowMs + waitMs, waitMs });
        if (wantedIds.has(clipId)) this.#onFailed(deck.clip, deck.failure);
        deck.dispose();
        return;
      }
      if (!wantedIds.has(clipId)) {
        this.#threaded.delete(clipId);
        deck.dispose();
        return;
      }
      if (deck.state === 'ready') this.#retryAtMs.delete(clipId);
    }
    if (this.#latest?.deck.state === 'loading' && nowMs < this.#latest.aloneUntilMs) return;
    const missing = this.#wanted.find(
      ({ clipId }) => !this.#threaded.has(clipId) && (this.#retryAtMs.get(clipId)?.atMs ?? 0) <= nowMs,
    );
    if (missing === undefined) return;
    const deck = this.#make(missing);
    this.#threaded.set(missing.clipId, deck);
    this.#latest = { deck, aloneUntilMs: nowMs + ALONE_MS };
  }

  close(): void {
    for (const deck of this.#threaded.values()) deck.dispose();
    this.#threaded.clear();
    this.#wanted = [];
    this.#latest = null;
  }
}
