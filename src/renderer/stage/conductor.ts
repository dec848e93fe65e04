import type { Cue, StageClip } from '../../protocol/messages.ts';
import { Curtain } from './curtain.ts';
import type { Deck, DeckMaker } from './deck.ts';
import type { Player, PlayerFact } from './player.ts';
import { Rack } from './rack.ts';
import type { Sound } from './sound.ts';
import { everyPicture, type Ticker } from './ticker.ts';
import { TimeTeller } from './time-teller.ts';
import { FRESH, HALF_PICTURE_MS, Turns, type Turn } from './turns.ts';
import { CUT_FADE_MS } from './fades.ts';

/** A picture that stands this long where it should not is replaced by any that moves. */
const STILL_MS = 250;
/**
 * A cued clip that is this late is told to main as failed, though it may still come. Meanwhile the picture moves on by
 * itself; and the scene that the visitors chose is worth a moment more on a machine that is busy.
 */
const LATE_MS = 1500;
/** Where its file is there, only the decoder is late: what would be cued in its place would be as late, and nobody's choice. */
const LATE_FED_MS = 6000;
/** Decks are made and unmade no nearer than this to a change. */
const CALM_MS = 120;

export interface ConductorOptions {
  readonly stage: HTMLElement;
  readonly sound: Sound;
  readonly makeDeck: DeckMaker;
  readonly tell: (fact: PlayerFact) => void;
  /** Told for each picture of the screen: the clip that is on, and where in its file, milliseconds. */
  readonly onTime: (clip: StageClip, fileMs: number, isAgain: boolean) => void;
  /** The first frame of a cue is shown with the next picture of the screen. */
  readonly onShown: (cue: Cue, element: HTMLElement) => void;
}

/** Leads the decks: shows each turn (turns.ts) at its moment, tells main, and keeps a moving picture up. */
export class Conductor implements Player {
  readonly #options: ConductorOptions;
  readonly #rack: Rack;
  readonly #curtain: Curtain;
  readonly #turns: Turns;
  readonly #teller: TimeTeller;
  readonly #ticker: Ticker;
  /** Decks that were on and wait for a calm moment to be let go. */
  readonly #gone: Deck[] = [];
  #changedAtMs = -Infinity;
  #extra: readonly StageClip[] = [];
  /** What should be on and failed, until its clip is there or main cues another: the opening is nobody's to replace. */
  #owed: Cue | null = null;

  constructor(options: ConductorOptions) {
    this.#options = options;
    this.#rack = new Rack(options.makeDeck, (clip, reason) =>
      this.#options.tell({ type: 'clipFailed', cueId: null, clipId: clip.clipId, reason }),
    );
    this.#curtain = new Curtain(options.stage, (deck) => this.#gone.push(deck));
    this.#turns = new Turns(this.#rack, ({ soundSet }) => {
      if (soundSet) this.#turns.on?.deck.fade(1, 0, CUT_FADE_MS);
    });
    this.#teller = new TimeTeller(options.tell);
    this.#ticker = everyPicture(
      (pageMs) => {
        options.sound.clock.look(pageMs);
        this.#tick(options.sound.clock.at(pageMs));
      },
      () => this.#turns.on === null && this.#turns.cued === null && this.#owed === null,
    );
  }

  cue(cue: Cue): void {
    this.#owed = null;
    this.#turns.cue(cue, this.#options.sound.clock.at(performance.now()));
    this.#ticker.wake();
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
    this.#turns.close();
    for (const deck of this.#gone.splice(0)) deck.dispose();
    this.#rack.close();
    this.#options.sound.close();
  }

  #wantClips(): void {
    const { on, cued } = this.#turns;
    const playing = [on?.cue.clip, this.#owed?.clip].filter((clip) => clip !== undefined);
    const next = [on?.cue, cued?.cue, this.#owed].flatMap((cue) => cue?.prepare ?? []);
    this.#rack.want([...playing, ...this.#extra, ...next]);
  }

  #tick(nowMs: number): void {
    const turns = this.#turns;
    this.#tryAgain(nowMs);
    turns.on?.deck.tick(nowMs);
    for (const deck of this.#curtain.going) deck.tick(nowMs);
    this.#curtain.tick(nowMs);
    const coming = turns.plan(nowMs);
    const changeAtMs = coming === null ? turns.roundEndsAtMs(nowMs) : turns.changeTime(coming, nowMs);
    if (coming?.deck.state === 'rolling') this.#getReady(coming, nowMs, changeAtMs);
    if (turns.on !== null) {
      const { cue, deck, round } = turns.on;
      this.#teller.look(turns.on, turns.cued !== null, nowMs);
      this.#options.onTime(cue.clip, cue.clip.inMs + deck.positionMs(nowMs), round > 1 && cue.repeat !== null);
    }
    if (coming !== null) this.#change(coming, nowMs, changeAtMs);
    this.#keepMoving(nowMs);
    if (nowMs - this.#changedAtMs > CALM_MS && changeAtMs - nowMs > CALM_MS) this.#tidy(nowMs);
  }

  /** Sets the fades to a turn that rolls (to a next round without a seam), and has it drawn when that is due. */
  #getReady(coming: Turn, nowMs: number, changeAtMs: number): void {
    const how = coming === this.#turns.again && !coming.standsIn ? 'join' : coming.cue.transition;
    const going = this.#turns.on?.deck ?? null;
    if (!coming.soundSet) this.#curtain.sound(coming.deck, going, how, changeAtMs);
    coming.soundSet = true;
    this.#curtain.drawAhead(coming.deck, going, how, changeAtMs - nowMs);
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
      if (nowMs < this.#turns.wishedTime(coming, nowMs) - HALF_PICTURE_MS) return;
      coming.dueSinceMs ??= nowMs;
      const lateMs = coming.deck.isFed ? LATE_FED_MS : LATE_MS;
      // Before the first clip there is nothing better to show than this one, once it comes.
      if (this.#turns.on === null || coming.lateTold || nowMs - coming.dueSinceMs < lateMs) return;
      coming.lateTold = true;
    }
    const reason = failed ? coming.deck.failure : 'its first frame is late';
    this.#options.tell({ type: 'clipFailed', cueId, clipId: clip.clipId, reason });
    if (!failed) return;
    const wasCued = coming === this.#turns.cued;
    this.#turns.fail(coming, nowMs);
    if (wasCued) this.#owe(coming.cue);
  }

  /** Main has heard that a cue's clip failed. Where it cues no other, that one comes once its clip is there. */
  #owe(cue: Cue): void {
    if (this.#turns.cued !== null || this.#owed !== null) return;
    this.#owed = cue;
    this.#wantClips();
  }

  #tryAgain(nowMs: number): void {
    const owed = this.#owed;
    if (owed === null || !this.#rack.isReady(owed.clip)) return;
    this.#owed = null;
    this.#turns.cue(owed, nowMs);
    this.#wantClips();
  }

  #show(coming: Turn, nowMs: number): void {
    const { on } = this.#turns;
    const gapMs = on === null ? null : Math.max(0, nowMs - on.deck.endsAtMs(nowMs));
    const first = coming.round === 1 && !coming.standsIn;
    const transition = first ? coming.cue.transition : ({ kind: 'cut' } as const);
    this.#curtain.change(coming.deck, on?.deck ?? null, transition, nowMs);
    this.#turns.show(coming, nowMs);
    this.#changedAtMs = nowMs;
    if (first) {
      this.#extra = [];
      this.#teller.begin();
      this.#options.onShown(coming.cue, coming.deck.element);
      this.#options.tell({ type: 'clipStarted', cueId: coming.cue.cueId, stageNowMs: performance.now(), gapMs });
    }
    this.#wantClips();
  }

  /** Where the clip that is on has failed, stalled or run out with nothing ready after it, anything that moves takes over. */
  #keepMoving(nowMs: number): void {
    const turns = this.#turns;
    const { on } = turns;
    if (on === null) {
      this.#fillIn(nowMs);
      return;
    }
    const stalled = turns.stalls.seen(on.deck, nowMs);
    if (stalled !== null && !on.standsIn) {
      this.#options.tell({
        type: 'clipFailed',
        cueId: on.cue.cueId,
        clipId: on.cue.clip.clipId,
        reason: on.deck.failure || stalled,
      });
    }
    const overdue = nowMs - on.deck.endsAtMs(nowMs) > STILL_MS && !turns.holds(on);
    if (!turns.stalls.still() && !overdue) return;
    const isBroken = turns.isBroken(on);
    // Another round of what is broken would break again.
    if (isBroken) turns.drop(turns.again);
    // What is about to be shown: nothing may push in before it.
    const coming = (turns.again ?? turns.cued)?.deck.state;
    if (coming === 'ready' || coming === 'rolling') return;
    const again = !isBroken && this.#rack.isReady(on.cue.clip);
    const clip = again ? on.cue.clip : this.#rack.anyReady(on.cue.clip);
    if (clip === undefined) return;
    turns.drop(turns.again);
    if (!again && !on.standsIn) this.#owe(on.cue);
    this.#standIn(clip, on.cue, on.round + 1, nowMs);
  }

  /** Nothing has been on yet, and what was to be first failed: what would come after it is better than nothing. */
  #fillIn(nowMs: number): void {
    const owed = this.#owed;
    const clip = owed === null ? undefined : this.#rack.anyReady(owed.clip);
    if (owed !== null && clip !== undefined) this.#standIn(clip, owed, 1, nowMs);
  }

  #standIn(clip: StageClip, of: Cue, round: number, nowMs: number): void {
    const deck = this.#rack.take(clip);
    deck.start(nowMs);
    deck.tick(nowMs);
    const cue = clip === of.clip ? of : { ...of, clip };
    this.#curtain.sound(deck, this.#turns.on?.deck ?? null, { kind: 'cut' }, nowMs);
    const told = { ...FRESH, endingTold: true, lateTold: true };
    this.#show({ cue, deck, ...told, round, standsIn: true, markerRound: null }, nowMs);
  }

  #tidy(nowMs: number): void {
    const deck = this.#gone.shift();
    if (deck === undefined) this.#rack.tend(nowMs);
    else deck.dispose();
  }
}
