import type { StageToMain } from '../../protocol/messages.ts';

/** A video, as far as its pictures are counted. */
export interface Counted {
  readonly paused: boolean;
  getVideoPlaybackQuality(): { readonly totalVideoFrames: number; readonly droppedVideoFrames: number };
}

export type Pictures = Omit<NonNullable<Extract<StageToMain, { type: 'position' }>['pictures']>, 'rates'>;

const EVERY_MS = 1000;

/** Counts the pictures that the clips on the stage have brought to the screen, and those that came too late for it. */
export class PictureCount {
  readonly #videos: () => Iterable<Counted>;
  /** What each video had counted the last time; those that have left the page are let go of. */
  #before: ReadonlyMap<Counted, { readonly all: number; readonly dropped: number }> = new Map();
  #countedAtMs: number | null = null;

  constructor(videos: () => Iterable<Counted>) {
    this.#videos = videos;
  }

  /** Once a second; null in between, and where no video runs: a card has no pictures. In a dissolve both clips' count. */
  take(nowMs: number): Pictures | null {
    const sinceMs = this.#countedAtMs === null ? null : nowMs - this.#countedAtMs;
    if (sinceMs !== null && sinceMs < EVERY_MS) return null;
    this.#countedAtMs = nowMs;
    const now = new Map<Counted, { readonly all: number; readonly dropped: number }>();
    let isRunning = false;
    let shown = 0;
    let dropped = 0;
    for (const video of this.#videos()) {
      const { totalVideoFrames: all, droppedVideoFrames: lost } = video.getVideoPlaybackQuality();
      const before = this.#before.get(video) ?? { all: 0, dropped: 0 };
      now.set(video, { all, dropped: lost });
      isRunning ||= !video.paused;
      dropped += Math.max(0, lost - before.dropped);
      shown += Math.max(0, all - lost - (before.all - before.dropped));
    }
    this.#before = now;
    return sinceMs === null || !isRunning ? null : { perSecond: (shown * 1000) / sinceMs, dropped };
  }
}
