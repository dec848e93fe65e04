import type { Cue, StageClip } from '../../protocol/messages.ts';
import { Curtain } from './curtain.ts';
import type { Deck, DeckMaker } from './deck.ts';
import type { Player, PlayerFact } from './player.ts';
import { Rack } from './rack.ts';
import type { Sound } from './sound.ts';
import { StallWatch } from './stall-watch.ts';
import { everyPicture } from './ticker.ts';
import { markerRound, wishedTime, type Playing } from './turn-times.ts';
import { CUT_FADE_MS } from './fades.ts';

/** The next deck is taken in hand this long before its turn. */
const ARM_MS = 400;
/** A change falls on the picture of the screen nearest to its time: half of one at 60 a second. */
const HALF_PICTURE_MS = 8;
/** A picture that stands this long where it should not is replaced by any that moves. */
const STILL_MS = 250;
/** A cued clip that is this late is told to main as failed, though it may still come. */
const LATE_MS = 700;
/** Decks are made and unmade no nearer than this to a change. */
const CALM_MS = 120;
const POSITION_EVERY_MS = 200;

/** A cue on its way to the stage or on it. */
interface Turn {
  readonly cue: Cue;
  readonly deck: Deck;
  /** Which repeat this is, from 1; beyond the cue's own count where nothing else was cued in time. */
  readonly round: number;
  /** A stop-gap for a clip that failed: whatever was ready. */
  readonly standsIn: boolean;
  endingTold: boolean;
  /** Main knows that it is late. */
  lateTold: boolean;
  /** The round of the playing clip in which its marker lies; null where it waits for none. */
  readonly markerRound: number | null;
  /** When it was due first, for its lateness. */
  dueSinceMs: number | null;
  /** The fades to it are set. */
  soundSet: boolean;
}

const FRESH = { endingTold: false, lateTold: false, dueSinceMs: null, soundSet: false };

export interface ConductorOptions {
  readonly stage: HTMLElement;
  readonly sound: Sound;
  readonly makeDeck: DeckMaker;
  readonly tell: (fact: PlayerFact) => void;
  /** Told for each picture of the screen: the clip that is on, and where in its file, milliseconds. */
  readonly onTime: (clip: StageClip, fileMs: number) => void;
  /** The first frame of a cue is shown with the next picture of the screen. */
  readonly onShown: (cue: Cue) => void;
}

/** Leads the decks: which is on, which comes next, and at which moment one gives way to the other. */
export class Conductor implements Player {
  readonly #options: ConductorOptions;
  readonly #rack: Rack;
  readonly #curtain: Curtain;
  readonly #ticker: { stop(): void };
  readonly #stalls = new StallWatch();
  /** Decks that were on and wait for a calm moment to be let go. */
  readonly #gone: Deck[] = [];
  #on: Turn | null = null;
  /** What main cued, until it is shown. */
  #cued: Turn | null = null;
  /** The next round of what is on, taken in hand where the cued turn is not to come before it. */
  #again: Turn | null = null;
  #endedTold = false;
  #changedAtMs = -Infinity;
  #positionToldAtMs = -Infinity;
  #extra: readonly StageClip[] = [];

  constructor(options: ConductorOptions) {
    this.#options = options;
    this.#rack = new Rack(options.makeDeck, (clip, reason) =>
      this.#options.tell({ type: 'clipFailed', cueId: null, clipId: clip.clipId, reason }),
    );
    this.#curtain = new Curtain(options.stage, (deck) => this.#gone.push(deck));
    this.#ticker = everyPicture((pageMs) => {
      options.sound.clock.look(pageMs);
      this.#tick(options.sound.clock.at(pageMs));
    });
  }

  cue(cue: Cue): void {
    this.#dropCued();
    const playing = this.#playing(this.#options.sound.clock.at(performance.now()));
    this.#cued = {
      cue,
      deck: this.#rack.take(cue.clip),
      ...FRESH,
      round: 1,
      standsIn: false,
      markerRound: playing === null ? null : markerRound(cue.when, playing),
    };
    this.#wantClips();
  }

  prepare(clips: readonly StageClip[]): void {
    this.#extra = clips;
    this.#wantClips();
  }

  setVolume(value: number, fadeMs: number): void {
    this.#options.sound.setVolume(value, fadeMs);
  }

  close(): void {
    this.#ticker.stop();
    this.#curtain.close();
    this.#dropCued();
    this.#dropAgain();
    this.#on?.deck.dispose();
    this.#on = null;
    for (const deck of this.#gone.splice(0)) deck.dispose();
    this.#rack.close();
    this.#options.sound.close();
  }

  #dropCued(): void {
    if (this.#cued !== null) this.#giveBack(this.#cued);
    this.#cued = null;
  }

  #dropAgain(): void {
    if (this.#again !== null) this.#giveBack(this.#again);
    this.#again = null;
  }

  #giveBack(turn: Turn): void {
    this.#rack.giveBack(turn.deck);
    if (turn.soundSet) this.#on?.deck.fade(1, 0, CUT_FADE_MS);
  }

  #wantClips(): void {
    const on = this.#on === null ? [] : [this.#on.cue.clip];
    const candidates = this.#on?.cue.prepare ?? [];
    const after = this.#cued?.cue.prepare ?? [];
    this.#rack.want([...on, ...this.#extra, ...candidates, ...after]);
  }

  #tick(nowMs: number): void {
    this.#on?.deck.tick(nowMs);
    this.#curtain.going?.tick(nowMs);
    this.#curtain.tick(nowMs);
    const coming = this.#plan(nowMs);
    const changeAtMs = coming === null ? this.#roundEndsAtMs(nowMs) : this.#changeTime(coming, nowMs);
    this.#tellTime(nowMs);
    if (this.#on !== null)
      this.#options.onTime(this.#on.cue.clip, this.#on.cue.clip.inMs + this.#on.deck.positionMs(nowMs));
    if (coming !== null) this.#change(coming, nowMs, changeAtMs);
    this.#keepMoving(nowMs);
    if (nowMs - this.#changedAtMs > CALM_MS && changeAtMs - nowMs > CALM_MS) this.#tidy(nowMs);
  }

  /** Which turn takes the stage next; brings it to roll at its time, and the cued one as well where that comes soon after. */
  #plan(nowMs: number): Turn | null {
    const cued = this.#cued;
    if (cued !== null) this.#bring(cued, nowMs);
    const endsAtMs = this.#roundEndsAtMs(nowMs);
    if (cued !== null && this.#isNext(cued, endsAtMs, nowMs)) {
      this.#dropAgain();
      this.#join(cued, nowMs);
      return cued;
    }
    const on = this.#on;
    if (on === null || endsAtMs === Infinity) return null;
    if (this.#again === null && endsAtMs - nowMs <= ARM_MS) {
      this.#again = { ...on, ...FRESH, deck: this.#rack.take(on.cue.clip), round: on.round + 1, markerRound: null };
    }
    if (this.#again === null) return null;
    this.#bring(this.#again, nowMs);
    this.#join(this.#again, nowMs);
    return this.#again;
  }

  /** The cued turn comes before another round; or such a round is so late that it would come after it. */
  #isNext(cued: Turn, endsAtMs: number, nowMs: number): boolean {
    if (this.#wishedTime(cued, nowMs) <= endsAtMs + HALF_PICTURE_MS) return true;
    return this.#again?.deck.state !== 'rolling' && this.#changeTime(cued, nowMs) <= nowMs;
  }

  #bring(coming: Turn, nowMs: number): void {
    const changeAtMs = this.#changeTime(coming, nowMs);
    if (changeAtMs - nowMs <= ARM_MS) coming.deck.start(changeAtMs);
    coming.deck.tick(nowMs);
  }

  /** Sets the fades to a turn that rolls: to a next round without a seam. */
  #join(coming: Turn, nowMs: number): void {
    if (coming.deck.state !== 'rolling' || coming.soundSet) return;
    coming.soundSet = true;
    const how = coming === this.#again && !coming.standsIn ? 'join' : coming.cue.transition;
    this.#curtain.sound(coming.deck, this.#on?.deck ?? null, how, this.#changeTime(coming, nowMs));
  }

  /** When another round would begin; Infinity where none does: nothing is on, it holds, or it is broken. */
  #roundEndsAtMs(nowMs: number): number {
    const on = this.#on;
    return on === null || this.#holds(on) || this.#isBroken(on) ? Infinity : on.deck.endsAtMs(nowMs);
  }

  /** Once a deck rolls its time is settled; before that, no sooner than it can. */
  #changeTime(coming: Turn, nowMs: number): number {
    const { deck } = coming;
    if (deck.state === 'rolling' && deck.startsAtMs !== null) return deck.startsAtMs;
    return Math.max(this.#wishedTime(coming, nowMs), nowMs + deck.aheadMs);
  }

  #wishedTime(coming: Turn, nowMs: number): number {
    const on = this.#on;
    const playing = this.#playing(nowMs);
    if (on === null || playing === null) return nowMs;
    if (on.cue.cueId === coming.cue.cueId) return playing.endsAtMs;
    // The end of a clip that stands still never comes: what was cued after it is due at once.
    if (on.standsIn || this.#isBroken(on) || coming.dueSinceMs !== null) return nowMs;
    return wishedTime(coming.cue, coming.markerRound, playing);
  }

  #playing(nowMs: number): Playing | null {
    if (this.#on === null) return null;
    const { deck, round, cue } = this.#on;
    return {
      nowMs,
      round,
      repeat: cue.repeat,
      endsAtMs: deck.endsAtMs(nowMs),
      positionMs: deck.positionMs(nowMs),
      roundMs: deck.durationMs,
    };
  }

  #isBroken(turn: Turn): boolean {
    return turn.deck.state === 'failed' || this.#stalls.still();
  }

  #holds(turn: Turn): boolean {
    return turn.cue.hold && turn.cue.repeat !== null && turn.round >= turn.cue.repeat;
  }

  #change(coming: Turn, nowMs: number, changeAtMs: number): void {
    if (coming.deck.state === 'rolling') {
      if (nowMs >= changeAtMs - HALF_PICTURE_MS) this.#show(coming, nowMs);
      return;
    }
    const { cueId, clip } = coming.cue;
    // Main hears of a failure at once, and has until the cut to think of something else.
    const failed = coming.deck.state === 'failed';
    if (!failed) {
      if (nowMs < this.#wishedTime(coming, nowMs) - HALF_PICTURE_MS) return;
      coming.dueSinceMs ??= nowMs;
      // Before the first clip there is nothing better to show than this one, once it comes.
      if (this.#on === null || coming.lateTold || nowMs - coming.dueSinceMs < LATE_MS) return;
      coming.lateTold = true;
    }
    const reason = failed ? coming.deck.failure : 'its first frame is late';
    this.#options.tell({ type: 'clipFailed', cueId, clipId: clip.clipId, reason });
    if (!failed) return;
    if (coming === this.#cued) this.#dropCued();
    else this.#dropAgain();
  }

  #show(coming: Turn, nowMs: number): void {
    const on = this.#on;
    const gapMs = on === null ? null : Math.max(0, nowMs - on.deck.endsAtMs(nowMs));
    const first = coming.round === 1 && !coming.standsIn;
    const transition = first ? coming.cue.transition : ({ kind: 'cut' } as const);
    this.#curtain.change(coming.deck, on?.deck ?? null, transition, nowMs);
    if (coming === this.#cued) this.#cued = null;
    else if (coming === this.#again) this.#again = null;
    this.#on = coming;
    this.#changedAtMs = nowMs;
    this.#stalls.reset(nowMs);
    if (first) {
      this.#extra = [];
      this.#endedTold = false;
      this.#options.onShown(coming.cue);
      this.#options.tell({ type: 'clipStarted', cueId: coming.cue.cueId, stageNowMs: performance.now(), gapMs });
    }
    this.#wantClips();
  }

  /** `clipEnding`, `clipEnded` and `position` of the clip that is on. */
  #tellTime(nowMs: number): void {
    const on = this.#on;
    if (on === null || on.standsIn) return;
    const { cueId, leadMs, repeat } = on.cue;
    const endsAtMs = on.deck.endsAtMs(nowMs);
    const lastRound = repeat === null || on.round >= repeat;
    if (lastRound && !on.endingTold && endsAtMs - nowMs <= leadMs && !this.#endedTold) {
      on.endingTold = true;
      this.#options.tell({ type: 'clipEnding', cueId, remainingMs: Math.max(0, endsAtMs - nowMs) });
    }
    const over = repeat !== null && on.round >= repeat && nowMs >= endsAtMs - HALF_PICTURE_MS;
    if (over && !this.#endedTold && this.#cued === null) {
      this.#endedTold = true;
      this.#options.tell({ type: 'clipEnded', cueId });
    }
    if (nowMs - this.#positionToldAtMs >= POSITION_EVERY_MS) {
      this.#positionToldAtMs = nowMs;
      const positionMs = on.deck.positionMs(nowMs);
      this.#options.tell({ type: 'position', cueId, positionMs, stageNowMs: performance.now() });
    }
  }

  /** Where the clip that is on has failed, stalled or run out with nothing ready after it, anything that moves takes over. */
  #keepMoving(nowMs: number): void {
    const on = this.#on;
    if (on === null) return;
    const stalled = this.#stalls.seen(on.deck, nowMs);
    if (stalled !== null && !on.standsIn) {
      this.#options.tell({
        type: 'clipFailed',
        cueId: on.cue.cueId,
        clipId: on.cue.clip.clipId,
        reason: on.deck.failure || stalled,
      });
    }
    const overdue = nowMs - on.deck.endsAtMs(nowMs) > STILL_MS && !this.#holds(on);
    if (!this.#stalls.still() && !overdue) return;
    const isBroken = this.#isBroken(on);
    // Another round of what is broken would break again.
    if (isBroken) this.#dropAgain();
    // What is about to be shown: nothing may push in before it.
    const coming = (this.#again ?? this.#cued)?.deck.state;
    if (coming === 'ready' || coming === 'rolling') return;
    const again = !isBroken && this.#rack.isReady(on.cue.clip);
    const clip = again ? on.cue.clip : this.#rack.anyReady(on.cue.clip);
    if (clip === undefined) return;
    const deck = this.#rack.take(clip);
    deck.start(nowMs);
    deck.tick(nowMs);
    const cue = clip === on.cue.clip ? on.cue : { ...on.cue, clip };
    this.#dropAgain();
    this.#curtain.sound(deck, on.deck, { kind: 'cut' }, nowMs);
    const told = { ...FRESH, endingTold: true, lateTold: true };
    this.#show({ cue, deck, ...told, round: on.round + 1, standsIn: true, markerRound: null }, nowMs);
  }

  #tidy(nowMs: number): void {
    const deck = this.#gone.shift();
    if (deck === undefined) this.#rack.tend(nowMs);
    else deck.dispose();
  }
}
