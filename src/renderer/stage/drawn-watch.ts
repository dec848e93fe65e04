/** A video, as far as its pictures on the screen are looked at. */
export interface Drawn {
  readonly paused: boolean;
  readonly currentTime: number;
  requestVideoFrameCallback(callback: () => void): unknown;
}

const EVERY_MS = 1000;
/** A clip that has not come so far since the last look has stalled, which is another matter (stall-watch.ts). */
const RAN_S = 0.4;

/**
 * Sees when clips run and none of their pictures comes to the screen, while the screen itself is drawn: a browser was seen to show of each
 * clip the first picture alone, with all else as it should be.
 */
export class DrawnWatch {
  readonly #videos: () => Iterable<Drawn>;
  readonly #nextPicture: (callback: () => void) => unknown;
  /** What was asked of each video that ran at the last look. */
  #asked: ReadonlyMap<Drawn, { readonly fromS: number; isDrawn: boolean }> = new Map();
  #isScreenDrawn = false;
  #lookedAtMs = -Infinity;
  #stands = 0;

  constructor(
    videos: () => Iterable<Drawn>,
    nextPicture: (callback: () => void) => unknown = (callback) => requestAnimationFrame(callback),
  ) {
    this.#videos = videos;
    this.#nextPicture = nextPicture;
  }

  /** Call it a few times a second. @returns in how many looks in a row, a second apart, nothing of what ran was drawn. */
  look(nowMs: number): number {
    if (nowMs - this.#lookedAtMs < EVERY_MS) return this.#stands;
    this.#lookedAtMs = nowMs;
    const running = [...this.#videos()].filter(({ paused }) => !paused);
    const ran = running.flatMap((video) => {
      const asked = this.#asked.get(video);
      return asked !== undefined && video.currentTime - asked.fromS >= RAN_S ? [asked] : [];
    });
    if (ran.some(({ isDrawn }) => isDrawn)) this.#stands = 0;
    else if (ran.length > 0 && this.#isScreenDrawn) this.#stands += 1;
    this.#isScreenDrawn = false;
    this.#nextPicture(() => (this.#isScreenDrawn = true));
    this.#asked = new Map(
      running.map((video) => {
        const asked = { fromS: video.currentTime, isDrawn: false };
        video.requestVideoFrameCallback(() => (asked.isDrawn = true));
        return [video, asked];
      }),
    );
    return this.#stands;
  }
}
