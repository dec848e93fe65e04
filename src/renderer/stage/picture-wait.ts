/** No picture for so long, while pictures are decoded and thrown away: each comes when the next is due already. */
const WITHOUT_MS = 350;
const THROWN_AWAY = 4;
/** A clock that stood for so long and got no picture runs on. */
const MOST_MS = 1500;

/** What of a video element this deals with. */
export type WaitingVideo = Pick<HTMLVideoElement, 'pause' | 'play' | 'getVideoPlaybackQuality'>;

/**
 * Halts an element's clock until its pictures have come after it. On a machine that is too busy Chromium's decoder falls behind the
 * clock of a file that has sound, and every picture that is late is thrown away: for three seconds, until the browser itself
 * halts the clock. The sound of a clip is laid apart and plays on; the picture comes back to it at its rate (in-step.ts).
 */
export class PictureWait {
  readonly #video: WaitingVideo;
  #shownAtMs: number | null = null;
  #thrownAway = 0;
  #sinceMs: number | null = null;

  constructor(video: WaitingVideo) {
    this.#video = video;
  }

  /** Since when the clock is halted; null where it runs. */
  get sinceMs(): number | null {
    return this.#sinceMs;
  }

  /** A picture was given to the screen. */
  shown(atMs: number): void {
    this.#shownAtMs = atMs;
    this.#thrownAway = this.#video.getVideoPlaybackQuality().droppedVideoFrames;
    this.#goOn();
  }

  /** Called for each picture of the screen while the element plays, or its clock is halted. @returns whether it is halted. */
  tick(nowMs: number): boolean {
    if (this.#sinceMs !== null) {
      if (nowMs - this.#sinceMs <= MOST_MS) return true;
      // Once for each picture that came: one that never comes is another's affair.
      this.#shownAtMs = null;
      this.#goOn();
    } else if (this.#isWithoutPicture(nowMs)) {
      this.#sinceMs = nowMs;
      this.#video.pause();
      return true;
    }
    return false;
  }

  #isWithoutPicture(nowMs: number): boolean {
    if (this.#shownAtMs === null || nowMs - this.#shownAtMs <= WITHOUT_MS) return false;
    return this.#video.getVideoPlaybackQuality().droppedVideoFrames - this.#thrownAway >= THROWN_AWAY;
  }

  /** The element has nothing to wait for: it is at another place, or was stopped. */
  forget(): void {
    this.#shownAtMs = null;
    this.#sinceMs = null;
  }

  #goOn(): void {
    if (this.#sinceMs === null) return;
    this.#sinceMs = null;
    // Where it cannot play its deck is told by an event of its own.
    this.#video.play().catch(() => undefined);
  }
}
