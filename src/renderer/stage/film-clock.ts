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

  /** Compares the clocks; called for each picture of the screen. True where the sound card began anew. */
  look(pageMs: number): boolean {
    if (this.#audio.state !== 'running') {
      // Its time stands still and the film's does not: a fade that was set by the old anchor would come late for good.
      this.#contextMs = null;
      return false;
    }
    const { contextTime, performanceTime } = this.#audio.getOutputTimestamp();
    // Zeros until the first sound has left the card.
    if (contextTime === undefined || performanceTime === undefined || performanceTime <= 0) return false;
    const heardMs = contextTime * 1000 + (pageMs - performanceTime);
    const off = this.#contextMs === null ? Infinity : heardMs - this.#contextMs - this.at(pageMs);
    if (Math.abs(off) > JUMP_MS) {
      this.#contextMs = heardMs - this.at(pageMs);
      return true;
    }
    this.#lagMs += Math.max(-MOST_STEP_MS, Math.min(MOST_STEP_MS, off * FOLLOW));
    return false;
  }
}
