/** What of an AudioContext tells the time. */
export interface AudioTime {
  readonly state: string;
  readonly currentTime: number;
  getOutputTimestamp(): { readonly contextTime?: number; readonly performanceTime?: number };
}

/** Further off than this and the sound card has stopped in between (a device changed, the system slept): begin anew. */
const JUMP_MS = 80;
/** Share of a difference that is made good at each look: about a second to follow, and no jitter of one block's length. */
const FOLLOW = 0.02;
/** At most so fast may the film run after the sound, in ms a look: a hundredth of a picture, which nobody sees. */
const MOST_STEP_MS = 0.15;

/** Sound is laid at most this long before it is to be heard: a device that holds more back gets its beginning cut, and no cut is put off for it. */
const MOST_AHEAD_MS = 70;
/** More than the sound card holds back: one of the blocks that the browser reckons in. */
const BLOCK_MS = 12;
/** The most that was held back is forgotten at this rate, in ms a look: some three a second. */
const FORGET_MS = 0.05;

/**
 * The film's time, in milliseconds. It begins equal to the page's clock and then runs with the sound card, whose crystal
 * is the one that ears would hear stumble; so picture and sound stay together for hours. Without a sound card that runs
 * it goes on by the page's clock.
 */
export class FilmClock {
  readonly #audio: AudioTime;
  /** film = page + #lagMs; while the sound card runs, heard context seconds * 1000 = film + #contextMs. */
  #lagMs = 0;
  #contextMs: number | null = null;
  /** How far what is being reckoned lies before what is heard: the most of late. Null while nobody knows. */
  #heldBackMs: number | null = null;

  constructor(audio: AudioTime) {
    this.#audio = audio;
  }

  /** Film time at a time of the page's clock. */
  at(pageMs: number): number {
    return pageMs + this.#lagMs;
  }

  /** The page's clock at a film time. */
  pageMs(filmMs: number): number {
    return filmMs - this.#lagMs;
  }

  /** When sound must be scheduled on the audio context, in its seconds, to be heard at a film time. */
  contextSeconds(filmMs: number): number {
    return (filmMs + (this.#contextMs ?? this.#audio.currentTime * 1000 - this.at(performance.now()))) / 1000;
  }

  /** How long before it is to be heard sound has to be laid, as far as the sound card tells. */
  get aheadMs(): number {
    return Math.min(MOST_AHEAD_MS, (this.#heldBackMs ?? MOST_AHEAD_MS) + BLOCK_MS);
  }

  /** Compares the clocks; called for each picture of the screen. True where the sound card began anew. */
  look(pageMs: number): boolean {
    if (this.#audio.state !== 'running') {
      // Its time stands still and the film's does not: a fade that was set by the old anchor would come late for good.
      this.#contextMs = null;
      this.#heldBackMs = null;
      return false;
    }
    const { contextTime, performanceTime } = this.#audio.getOutputTimestamp();
    // Zeros until the first sound has left the card.
    if (contextTime === undefined || performanceTime === undefined || performanceTime <= 0) return false;
    const heardMs = contextTime * 1000 + (pageMs - performanceTime);
    const heldBackMs = this.#audio.currentTime * 1000 - heardMs;
    this.#heldBackMs = Math.min(MOST_AHEAD_MS, Math.max(heldBackMs, (this.#heldBackMs ?? 0) - FORGET_MS, 0));
    const off = this.#contextMs === null ? Infinity : heardMs - this.#contextMs - this.at(pageMs);
    if (Math.abs(off) > JUMP_MS) {
      this.#contextMs = heardMs - this.at(pageMs);
      return true;
    }
    this.#lagMs += Math.max(-MOST_STEP_MS, Math.min(MOST_STEP_MS, off * FOLLOW));
    return false;
  }
}
