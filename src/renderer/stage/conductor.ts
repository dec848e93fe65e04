import type { Cue, StageClip } from '../../protocol/messages.ts';
import { overlapMs } from '../../protocol/transition-times.ts';
import { Curtain } from './curtain.ts';
import type { Deck, DeckMaker } from './deck.ts';
import type { Player, PlayerFact } from './player.ts';
import { Rack } from './rack.ts';
import type { Sound } from './sound.ts';
import { StallWatch } from './stall-watch.ts';
import { everyPicture } from './ticker.ts';
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
}

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
  #coming: Turn | null = null;
  /** When the coming turn was due first, for its lateness. */
  #dueSinceMs: number | null = null;
  /** The fades to the coming turn are set. */
  #soundSet = false;
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
    this.#drop();
    this.#coming = {
      cue,
      deck: this.#rack.take(cue.clip),
      round: 1,
      standsIn: false,
      endingTold: false,
      lateTold: false,
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
    this.#drop();
    this.#on?.deck.dispose();
    this.#on = null;
    for (const deck of this.#gone.splice(0)) deck.dispose();
    this.#rack.close();
    this.#options.sound.close();
  }

  #drop(): void {
    if (this.#coming !== null) this.#rack.giveBack(this.#coming.deck);
    if (this.#soundSet) this.#on?.deck.fade(1, 0, CUT_FADE_MS);
    this.#soundSet = false;
    this.#coming = null;
    this.#dueSinceMs = null;
  }

  #wantClips(): void {
    const on = this.#on === null ? [] : [this.#on.cue.clip];
    const candidates = this.#on?.cue.prepare ?? [];
    const after = this.#coming?.cue.prepare ?? [];
    this.#rack.want([...on, ...this.#extra, ...candidates, ...after]);
  }

  #tick(nowMs: number): void {
    this.#on?.deck.tick(nowMs);
    this.#curtain.going?.tick(nowMs);
    this.#curtain.tick(nowMs);
    const changeAtMs = this.#plan(nowMs);
    this.#tellTime(nowMs);
    if (this.#on !== null)
      this.#options.onTime(this.#on.cue.clip, this.#on.cue.clip.inMs + this.#on.deck.positionMs(nowMs));
    this.#change(nowMs, changeAtMs);
    this.#keepMoving(nowMs);
    if (nowMs - this.#changedAtMs > CALM_MS && changeAtMs - nowMs > CALM_MS) this.#tidy(nowMs);
  }

  /** When the coming turn takes the stage, Infinity for none; takes the next round in hand where nothing was cued. */
  #plan(nowMs: number): number {
    const on = this.#on;
    if (this.#coming === null) {
      if (on === null || this.#holds(on) || this.#isBroken(on)) return Infinity;
      const endsAtMs = on.deck.endsAtMs(nowMs);
      if (endsAtMs - nowMs > ARM_MS) return endsAtMs;
      this.#coming = {
        ...on,
        deck: this.#rack.take(on.cue.clip),
        round: on.round + 1,
        endingTold: false,
        lateTold: false,
      };
    }
    const coming = this.#coming;
    const changeAtMs = this.#changeTime(coming, nowMs);
    if (changeAtMs - nowMs <= ARM_MS) coming.deck.start(changeAtMs);
    coming.deck.tick(nowMs);
    if (coming.deck.state === 'rolling' && !this.#soundSet) {
      this.#soundSet = true;
      const join = on !== null && coming.round > 1 && !coming.standsIn;
      this.#curtain.sound(coming.deck, on?.deck ?? null, join ? 'join' : coming.cue.transition, changeAtMs);
    }
    return changeAtMs;
  }

  /** Once a deck rolls its time is settled; before that, no sooner than it can. */
  #changeTime(coming: Turn, nowMs: number): number {
    const { deck } = coming;
    if (deck.state === 'rolling' && deck.startsAtMs !== null) return deck.startsAtMs;
    return Math.max(this.#wishedTime(coming, nowMs), nowMs + deck.aheadMs);
  }

  #wishedTime(coming: Turn, nowMs: number): number {
    const on = this.#on;
    if (on === null) return nowMs;
    const endsAtMs = on.deck.endsAtMs(nowMs);
    if (on.cue.cueId === coming.cue.cueId) return endsAtMs;
    const { when, transition } = coming.cue;
    // The end of a clip that stands still never comes: what was cued after it is due at once.
    if (when === 'now' || on.standsIn || this.#isBroken(on) || this.#dueSinceMs !== null) return nowMs;
    if (when === 'end') return endsAtMs + this.#roundsLeft(on) * on.deck.durationMs - overlapMs(transition);
    return Math.min(endsAtMs, nowMs + when.positionMs - on.deck.positionMs(nowMs));
  }

  #isBroken(turn: Turn): boolean {
    return turn.deck.state === 'failed' || this.#stalls.still();
  }

  #roundsLeft(turn: Turn): number {
    return turn.cue.repeat === null ? 0 : Math.max(0, turn.cue.repeat - turn.round);
  }

  #holds(turn: Turn): boolean {
    return turn.cue.hold && turn.cue.repeat !== null && turn.round >= turn.cue.repeat;
  }

  #change(nowMs: number, changeAtMs: number): void {
    const coming = this.#coming;
    if (coming === null) return;
    if (coming.deck.state === 'rolling') {
      if (nowMs >= changeAtMs - HALF_PICTURE_MS) this.#show(coming, nowMs);
      return;
    }
    const { cueId, clip } = coming.cue;
    // Main hears of a failure at once, and has until the cut to think of something else.
    const failed = coming.deck.state === 'failed';
    if (!failed) {
      if (nowMs < this.#wishedTime(coming, nowMs) - HALF_PICTURE_MS) return;
      this.#dueSinceMs ??= nowMs;
      // Before the first clip there is nothing better to show than this one, once it comes.
      if (this.#on === null || coming.lateTold || nowMs - this.#dueSinceMs < LATE_MS) return;
      coming.lateTold = true;
    }
    const reason = failed ? coming.deck.failure : 'its first frame is late';
    this.#options.tell({ type: 'clipFailed', cueId, clipId: clip.clipId, reason });
    if (failed) this.#drop();
  }

  #show(coming: Turn, nowMs: number): void {
    const on = this.#on;
    const gapMs = on === null ? null : Math.max(0, nowMs - on.deck.endsAtMs(nowMs));
    const first = coming.round === 1 && !coming.standsIn;
    const transition = first ? coming.cue.transition : ({ kind: 'cut' } as const);
    this.#curtain.change(coming.deck, on?.deck ?? null, transition, nowMs);
    this.#on = coming;
    this.#coming = null;
    this.#dueSinceMs = null;
    this.#soundSet = false;
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
    if (over && !this.#endedTold && (this.#coming === null || this.#coming.cue.cueId === cueId)) {
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
    if (isBroken && this.#coming?.cue.cueId === on.cue.cueId) this.#drop();
    // What was cued is about to be shown: nothing may push in before it.
    const cued = this.#coming?.deck.state;
    if (cued === 'ready' || cued === 'rolling') return;
    const again = !isBroken && this.#rack.isReady(on.cue.clip);
    const clip = again ? on.cue.clip : this.#rack.anyReady(on.cue.clip);
    if (clip === undefined) return;
    const deck = this.#rack.take(clip);
    deck.start(nowMs);
    deck.tick(nowMs);
    const cue = clip === on.cue.clip ? on.cue : { ...on.cue, clip };
    const waiting = this.#coming;
    const due = this.#dueSinceMs;
    this.#curtain.sound(deck, on.deck, { kind: 'cut' }, nowMs);
    this.#show({ cue, deck, round: on.round + 1, standsIn: true, endingTold: true, lateTold: true }, nowMs);
    this.#coming = waiting;
    this.#dueSinceMs = due;
  }

  #tidy(nowMs: number): void {
    const deck = this.#gone.shift();
    if (deck === undefined) this.#rack.tend(nowMs);
    else deck.dispose();
  }
}
