import type { CompiledFilm } from '../film/compiled-film.ts';
import type { VisitAction, VisitInput } from '../film/visit.ts';
import type { StageToMain } from '../protocol/messages.ts';
import { NOTHING_DECIDED, linesOf, type HouseDecisions } from './house-state.ts';
import { OperatorCard, type OperatorCardOptions } from './operator-card.ts';
import {
  LONGEST_PAUSE_MS,
  NOTICE_MS,
  isPaused,
  mayRead,
  newGate,
  stepGate,
  wantsCamera,
  type Gate,
  type GateEvent,
} from './privacy/reading-gate.ts';
import { noticeLines, pausedLines, signText } from './privacy/words.ts';
import type { StageDesk } from './stage/stage-desk.ts';
import { isOpenAt, type OpeningHours } from './supervisor/opening-hours.ts';

/** How often opening hours and pauses are looked at: by the time of day, so that no jump of the clock is missed. */
const LOOK_EVERY_MS = 1000;
const FADE_MS = 2000;

export interface FrontOfHouseOptions extends OperatorCardOptions {
  readonly film: Pick<CompiledFilm, 'privacy'>;
  /** Whether a camera is used at all: without one there is nothing to tell visitors. */
  readonly hasCamera: boolean;
  readonly hours: OpeningHours | null;
  readonly desk: Pick<StageDesk, 'blackout' | 'privacy' | 'card' | 'welcomeAgain' | 'hasPage'>;
  readonly input: (input: VisitInput) => void;
  /** Whether the operator holds the scene: the film takes no start then. */
  readonly isHeld?: () => boolean;
  /** Nobody is read from here on, or until further notice. */
  readonly onReadingStops?: () => void;
  /** What the operator or the staff did at the stage: `{ do: 'pause', on: true }`. */
  readonly onOperator?: (command: { readonly do: string; readonly on?: boolean }) => void;
  /** The operator ends the show. */
  readonly onEnd: () => void;
  /** What was decided before this show began, and still holds. */
  readonly begun?: HouseDecisions;
  /** Something was decided that outlasts this show. */
  readonly onDecided?: (decisions: HouseDecisions) => void;
  readonly now?: () => Date;
}

/** What visitors, staff and the operator do at the stage: agree, refuse, pause, open, close, and a card behind a PIN. */
export class FrontOfHouse {
  readonly #options: FrontOfHouseOptions;
  readonly #card: OperatorCard;
  readonly #timer: ReturnType<typeof setInterval>;
  #gate: Gate;
  #isStopped = false;
  #isInSession = false;
  #isCameraLive = false;
  /** The notice stands so long even over a session: its visitors have been in the dark. */
  #tellUntilMs = -Infinity;
  #shown = '';
  #wanted: boolean;
  /** The camera is given up for as long as this show lives. */
  #isCameraGivenUp = false;

  constructor(options: FrontOfHouseOptions) {
    this.#options = options;
    this.#card = new OperatorCard(options);
    this.#gate = newGate(options.film.privacy.consent);
    const begun = options.begun ?? NOTHING_DECIDED;
    this.#isStopped = begun.stopped;
    if (begun.dark) this.#enter({ type: 'darken' });
    if (begun.pausedForMs > 0) this.#enter({ type: 'pause', forMs: begun.pausedForMs });
    for (const line of linesOf(begun)) options.tell(line);
    this.#wanted = this.wantsCamera;
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.#look();
    if (begun.dark) options.desk.blackout(true, 0);
  }

  get wantsCamera(): boolean {
    return this.#options.hasCamera && !this.#isCameraGivenUp && wantsCamera(this.#gate, this.#options.clock.nowMs());
  }

  /**
   * The page that opens the camera keeps dying, and the camera may be why: from now on the film plays without one, and nobody is told
   * that he is read. @returns whether there was one to give up.
   */
  giveUpCamera(): boolean {
    if (!this.#options.hasCamera || this.#isCameraGivenUp) return false;
    this.#isCameraGivenUp = true;
    this.#step(null);
    return true;
  }

  get isPaused(): boolean {
    return isPaused(this.#gate, this.#options.clock.nowMs());
  }

  get isClosed(): boolean {
    return this.#gate.closed;
  }

  /** Closed by the operator, whatever the hours say. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Nothing is to be seen on the screen, and nobody is read. */
  get isDark(): boolean {
    return this.#gate.dark || this.#gate.closed;
  }

  /** Whether a frame of the camera may be read now. */
  mayRead(): boolean {
    return mayRead(this.#gate, this.#options.clock.nowMs());
  }

  /** The visitors of this session watch without being read. */
  get isUnread(): boolean {
    return this.#gate.unread;
  }

  /** A session goes on that an earlier show began; who wanted to watch without being read in it is not read now either. */
  takeUp({ unread }: { readonly unread: boolean }): void {
    this.#isInSession = true;
    this.#step(unread ? { type: 'refuse' } : null);
  }

  /** A page has come or gone. */
  onLead(lead: 'page' | 'stand-in'): void {
    this.#isCameraLive = false;
    this.#step({ type: lead === 'page' ? 'noticeShown' : 'noticeGone' });
  }

  onAction(action: VisitAction): void {
    if (action.type === 'sessionStarted') this.#isInSession = true;
    if (action.type === 'sessionEnded') {
      this.#isInSession = false;
      this.#step({ type: 'sessionEnded' });
    }
    this.#show();
  }

  /** A fact of a person at the stage, or of its camera. */
  hear(fact: StageToMain): void {
    switch (fact.type) {
      case 'startPressed':
        // Nothing follows from it in a held scene: nobody is read later for a press that began no visit.
        if (this.#gate.closed || this.#options.isHeld?.() === true) return;
        // In a visit no notice stands, and the button may be the film's: a press there agrees to nothing.
        if (!this.#isInSession) this.#step({ type: 'agree' });
        this.#options.input({ type: 'startPressed' });
        return;
      case 'unreadPressed':
        if (this.#gate.closed) return;
        this.#step({ type: 'refuse' });
        // What was read of them before decides nothing either.
        this.#options.input({ type: 'roomClosed' });
        if (!this.#isInSession) this.#options.input({ type: 'startPressed' });
        return;
      case 'pausePressed':
        this.#pauseHere();
        return;
      case 'operatorPin':
        this.#card.tryPin(fact.pin);
        return;
      case 'operatorKey':
        if (this.#card.isUp) this.#obey(fact.key);
        return;
      case 'camera':
        this.#isCameraLive = fact.state === 'live';
        this.#show();
        return;
      default:
    }
  }

  /** Pauses the reading for half an hour at most, or takes it up again. */
  pause(on: boolean, forMs: number = LONGEST_PAUSE_MS): void {
    this.#options.tell(on ? 'the reading is paused' : 'the reading goes on');
    this.#step(on ? { type: 'pause', forMs } : { type: 'resume' });
    this.#decided();
  }

  /** The operator closes the house, or opens it again (where the hours allow). */
  close(on: boolean): void {
    this.#isStopped = on;
    this.#look();
    this.#decided();
  }

  /** Another film has its own words and its own way to ask for consent. */
  filmChanged(): void {
    this.#gate = { ...this.#gate, consent: this.#options.film.privacy.consent };
    this.#step(null);
  }

  /** Makes the screen black, and lit again. The film goes on; the notice cannot be seen, so nobody is read. */
  blackout(on: boolean): void {
    if (on !== this.#gate.dark) {
      this.#step({ type: on ? 'darken' : 'lighten' });
      this.#decided();
    }
    this.#options.desk.blackout(this.isDark, FADE_MS);
  }

  /** The operator has done what the card was for: visitors see the film alone again. */
  takeCardDown(): void {
    this.#card.takeDown();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #obey(key: Extract<StageToMain, { type: 'operatorKey' }>['key']): void {
    this.#card.takeDown();
    if (key === 'pause') {
      this.#pauseHere();
      return;
    }
    const isBlackout = key === 'blackout';
    this.#options.onOperator?.({ do: key, ...(isBlackout ? { on: !this.#gate.dark } : {}) });
    if (key === 'end') this.#options.onEnd();
    else if (isBlackout) this.blackout(!this.#gate.dark);
    else this.#options.onConsole?.();
  }

  #pauseHere(): void {
    const on = !this.isPaused;
    this.#options.onOperator?.({ do: 'pause', on });
    this.pause(on);
  }

  #look(): void {
    const { hours, input, desk, tell, now = (): Date => new Date() } = this.#options;
    const shouldClose = this.#isStopped || (hours !== null && !isOpenAt(hours, now()));
    if (shouldClose !== this.#gate.closed) {
      tell(shouldClose ? 'the house is closed: the screen is dark, the camera is off' : 'the house is open');
      this.#step({ type: shouldClose ? 'close' : 'open' });
      if (shouldClose) {
        input({ type: 'reset' });
        // Somebody who had just come would else begin a session in the dark.
        input({ type: 'roomClosed' });
      }
      desk.blackout(this.isDark, FADE_MS);
    }
    this.#card.look();
    this.#step(null);
  }

  #decided(): void {
    const { clock, onDecided } = this.#options;
    const leftMs = (this.#gate.pausedUntilMs ?? -Infinity) - clock.nowMs();
    const pausedForMs = Math.min(Math.max(0, leftMs), LONGEST_PAUSE_MS);
    onDecided?.({ pausedForMs, stopped: this.#isStopped, dark: this.#gate.dark });
  }

  #enter(event: GateEvent): void {
    const nowMs = this.#options.clock.nowMs();
    const isLight = event.type === 'open' || event.type === 'lighten';
    // The notice stands from the moment in which it can be read.
    this.#gate = stepGate(this.#gate, event, isLight ? nowMs + FADE_MS : nowMs);
    if (isLight) this.#tellUntilMs = nowMs + FADE_MS + NOTICE_MS;
  }

  #step(event: GateEvent | null): void {
    if (event !== null) {
      this.#enter(event);
      if (!this.mayRead()) this.#options.onReadingStops?.();
    }
    const wanted = this.wantsCamera;
    if (wanted !== this.#wanted) {
      this.#wanted = wanted;
      if (!wanted) this.#isCameraLive = false;
      this.#show();
      this.#options.desk.welcomeAgain();
    } else this.#show();
  }

  /** The words on the picture, told only when they change. */
  #show(): void {
    const { film, desk, hasCamera, clock } = this.#options;
    if (!hasCamera) return;
    const mustTell = !this.#isInSession || (this.wantsCamera && clock.nowMs() < this.#tellUntilMs);
    const told = this.isPaused ? pausedLines(film.privacy) : mustTell ? noticeLines(film.privacy) : [];
    const notice = this.#isCameraGivenUp ? [] : told;
    const sign = this.wantsCamera && this.#isCameraLive ? signText(film.privacy) : '';
    const shown = JSON.stringify([notice, sign]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    desk.privacy(notice, sign);
  }
}
