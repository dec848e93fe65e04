import type { Cue, MainToStage, StageClip, StageToMain } from '../../protocol/messages.ts';
import { realClock, type Clock } from '../deadlines.ts';
import type { StageLink } from '../hosts/host.ts';
import { STILL } from '../web/pages.ts';
import { StartPresses } from './start-presses.ts';
import { Stills } from './stills.ts';

/** Facts of a person at a page, whichever page it is. */
const KEYS: ReadonlySet<StageToMain['type']> = new Set([
  'startPressed',
  'unreadPressed',
  'pausePressed',
  'operatorPin',
  'operatorKey',
]);

/** Subtitles and sound track; null: none, and each clip's own; absent: as the page's address and the film say. */
export type Speech = Omit<Extract<MainToStage, { type: 'language' }>, 'type'>;

export type Welcome = Extract<MainToStage, { type: 'welcome' }>;

/** What the desk tells the show. */
export interface DeskListener {
  /** A fact of the stage that leads. */
  readonly onFact: (fact: StageToMain) => void;
  /** A camera frame of the stage that leads, in its own clock. */
  readonly onFrame: (bytes: Uint8Array) => void;
  /** Who keeps the time from now on: a page, or the stand-in. */
  readonly onLead: (lead: 'page' | 'stand-in') => void;
}

/**
 * Where cues go out and facts come in, whoever is the stage just now. The first page that said hello leads: its facts
 * count and its camera is used; further pages show the same film, silent, and are not listened to. With no page, the stand-in
 * leads. Whoever takes over is given the playing cue, and the one that waits behind it: the film goes on from the same
 * scene.
 */
export class StageDesk {
  readonly #standIn: StageLink;
  readonly #welcome: () => Welcome;
  readonly #listener: DeskListener;
  readonly #clock: Pick<Clock, 'nowMs'>;
  readonly #pages: StageLink[] = [];
  /** Pages that stand by unseen: they get ready what plays, and show nothing. */
  readonly #spares: StageLink[] = [];
  /** The browser that visitors see, where it is one of the host's: its pages never stand by. */
  #front: string | null = null;
  #lead: StageLink;
  #playing: Cue | null = null;
  #waiting: Cue | null = null;
  #prepared: readonly StageClip[] = [];
  #framesPerSecond: number | null = null;
  #blackout: MainToStage | null = null;
  #privacy: MainToStage | null = null;
  #volume = 1;
  #speech: MainToStage | null = null;
  readonly #stills = new Stills();
  readonly #presses = new StartPresses();
  /** Counts the pictures that were told: each has an address of its own. */
  #stillCount = 0;
  #toldStill: Uint8Array | null = null;
  #isClosed = false;

  constructor(
    standIn: StageLink,
    welcome: () => Welcome,
    listener: DeskListener,
    clock: Pick<Clock, 'nowMs'> = realClock,
  ) {
    this.#standIn = standIn;
    this.#welcome = welcome;
    this.#listener = listener;
    this.#clock = clock;
    this.#lead = standIn;
    standIn.onMessage((fact) => this.#hear(standIn, fact));
  }

  get hasPage(): boolean {
    return this.#pages.length > 0;
  }

  /** A picture of what plays, for a page that has nothing to show yet; null: there is none, or the house is dark. */
  get still(): Uint8Array | null {
    const isDark = this.#blackout?.type === 'blackout' && this.#blackout.on;
    return isDark ? null : this.#stills.of(this.#playing?.clip.clipId ?? null);
  }

  /** A page has connected. It counts once it says hello. */
  attach(link: StageLink): void {
    link.onMessage((fact) => {
      if (fact.type === 'hello') {
        const isSeen = this.#front !== null && link.browser === this.#front;
        if (fact.standsBy === true && !isSeen) this.#standBy(link);
        else this.#join(link);
      }
      this.#hear(link, fact);
    });
    link.onFrame((bytes) => {
      if (link === this.#lead) this.#listener.onFrame(bytes);
    });
    link.onClosed(() => this.#leave(link));
  }

  /**
   * This browser is what visitors see: its pages, one for each display that the film fills, take the stage now, or as soon as
   * they say hello. No other browser's does, whoever is there first.
   */
  toFront(browser: string): void {
    this.#front = browser;
    for (const spare of this.#spares.filter((link) => link.browser === browser)) this.#join(spare);
  }

  #standBy(link: StageLink): void {
    if (!this.#spares.includes(link)) this.#spares.push(link);
    link.send({ ...this.#welcome(), camera: null });
    link.send(this.#stillNow());
    this.#getReady(link);
  }

  #stillNow(): MainToStage {
    return { type: 'still', url: this.still === null ? null : `${STILL}?${this.#stillCount}` };
  }

  /** Pages that stand by show what plays: their own window may be the next that is seen. */
  #tellStill(): void {
    if (this.#toldStill === this.still) return;
    this.#toldStill = this.still;
    this.#stillCount += 1;
    for (const spare of this.#spares) spare.send(this.#stillNow());
  }

  /** What plays and what comes right after it: the first frame is there when it is wanted. */
  #getReady(link: StageLink): void {
    const clips = [this.#playing, this.#waiting].flatMap((cue) => (cue === null ? [] : [cue.clip]));
    if (clips.length > 0) link.send({ type: 'prepare', clips });
  }

  #join(link: StageLink): void {
    if (this.#spares.includes(link)) this.#spares.splice(this.#spares.indexOf(link), 1);
    if (!this.#pages.includes(link)) this.#pages.push(link);
    const welcome = this.#welcome();
    // Whoever is about to be read has been told so before.
    if (this.#privacy !== null) link.send(this.#privacy);
    if (this.#pages[0] === link) {
      this.#lead = link;
      this.#standIn.close();
      link.send(welcome);
      this.#listener.onLead('page');
    } else link.send({ ...welcome, camera: null });
    this.#bringUpToDate(link);
  }

  #leave(link: StageLink): void {
    if (this.#spares.includes(link)) this.#spares.splice(this.#spares.indexOf(link), 1);
    const at = this.#pages.indexOf(link);
    if (at === -1 || this.#isClosed) return;
    this.#pages.splice(at, 1);
    if (this.#lead !== link) return;
    const next = this.#pages[0];
    this.#lead = next ?? this.#standIn;
    // The next page has no camera yet: it is welcomed again, as the one that leads.
    next?.send(this.#welcome());
    this.#listener.onLead(next === undefined ? 'stand-in' : 'page');
    this.#bringUpToDate(this.#lead);
  }

  #bringUpToDate(link: StageLink): void {
    // They stand on one machine: more than one of them would be heard twice.
    link.send({ type: 'volume', value: link === this.#pages[0] ? this.#volume : 0, fadeMs: 0 });
    for (const lasting of [this.#blackout, this.#speech]) if (lasting !== null) link.send(lasting);
    this.#tellPace(link);
    if (this.#playing !== null) link.send({ ...this.#playing, when: 'now', transition: { kind: 'cut' } });
    if (this.#waiting !== null) link.send(this.#waiting);
    if (this.#prepared.length > 0) link.send({ type: 'prepare', clips: [...this.#prepared] });
  }

  #tellPace(link: StageLink): void {
    if (this.#framesPerSecond !== null) link.send({ type: 'framesPerSecond', value: this.#framesPerSecond });
  }

  #hear(link: StageLink, fact: StageToMain): void {
    // Keys work on every page; all else only where the time is kept.
    if (link !== this.#lead && !KEYS.has(fact.type)) return;
    if (fact.type === 'startPressed' && !this.#presses.counts(link, this.#clock.nowMs())) return;
    if (fact.type === 'still') {
      this.#stills.keep(fact.clipId, fact.picture);
      this.#tellStill();
      return;
    }
    if (fact.type === 'clipStarted' && fact.cueId === this.#waiting?.cueId) {
      this.#playing = this.#waiting;
      this.#waiting = null;
      for (const spare of this.#spares) this.#getReady(spare);
      this.#tellStill();
    }
    this.#listener.onFact(fact);
  }

  cue(cue: Cue): void {
    this.#prepared = [];
    if (this.#playing === null || cue.when === 'now') {
      this.#playing = cue;
      this.#waiting = null;
    } else this.#waiting = cue;
    this.#tellStill();
    this.#broadcast(cue);
    for (const spare of this.#spares) this.#getReady(spare);
  }

  prepare(clips: readonly StageClip[]): void {
    this.#prepared = clips;
    this.#broadcast({ type: 'prepare', clips: [...clips] });
  }

  framesPerSecond(value: number): void {
    this.#framesPerSecond = value;
    this.#broadcast({ type: 'framesPerSecond', value });
  }

  /** The leading page closes its camera and opens it anew: pictures come from it, but they are not right. */
  reopenCamera(): void {
    this.#pages[0]?.send({ type: 'reopenCamera' });
  }

  /** The leading page is welcomed again: whether it shall open a camera has changed. The new one keeps to the pace of now. */
  welcomeAgain(): void {
    const page = this.#pages[0];
    page?.send(this.#welcome());
    if (page !== undefined) this.#tellPace(page);
  }

  blackout(on: boolean, fadeMs: number): void {
    this.#blackout = { type: 'blackout', on, fadeMs: 0 };
    this.#tellStill();
    this.#broadcast({ type: 'blackout', on, fadeMs });
  }

  privacy(notice: readonly string[], sign: string): void {
    this.#privacy = { type: 'privacy', notice: [...notice], sign };
    this.#broadcast(this.#privacy);
  }

  card(lines: readonly string[]): void {
    this.#broadcast({ type: 'card', lines: [...lines] });
  }

  volume(value: number, fadeMs: number): void {
    this.#volume = value;
    this.#pages[0]?.send({ type: 'volume', value, fadeMs });
  }

  /** What the operator has chosen from now on. */
  speak(choice: Speech): void {
    this.#speech = { type: 'language', ...choice };
    this.#broadcast(this.#speech);
  }

  #broadcast(message: MainToStage): void {
    for (const link of this.#pages) link.send(message);
    if (this.#lead === this.#standIn) this.#standIn.send(message);
  }

  /** Nobody takes over any more. */
  close(): void {
    this.#isClosed = true;
    this.#standIn.close();
    for (const link of [...this.#pages, ...this.#spares]) link.close();
  }
}
