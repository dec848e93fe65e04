import { describe, expect, it } from 'vitest';
import { PictureWait, type WaitingVideo } from '../../../../src/renderer/stage/picture-wait.ts';

const SCREEN_MS = 16;

/** An element whose pictures are thrown away where the test says so. */
class Video implements WaitingVideo {
  thrownAway = 0;
  said: string[] = [];

  getVideoPlaybackQuality(): VideoPlaybackQuality {
    return { droppedVideoFrames: this.thrownAway } as VideoPlaybackQuality;
  }

  pause(): void {
    this.said.push('pause');
  }

  play(): Promise<void> {
    this.said.push('play');
    return Promise.resolve();
  }
}

/** Looks at each picture of the screen for so long. */
function pass(wait: PictureWait, fromMs: number, forMs: number, each: () => void = () => undefined): number {
  let nowMs = fromMs;
  for (; nowMs < fromMs + forMs; nowMs += SCREEN_MS) {
    each();
    wait.tick(nowMs);
  }
  return nowMs;
}

function shownOnce(): { readonly video: Video; readonly wait: PictureWait } {
  const video = new Video();
  const wait = new PictureWait(video);
  wait.shown(0);
  return { video, wait };
}

describe('the clock of a clip whose pictures come too late for it (a cut that nobody notices: a stalled clip never stops the show)', () => {
  it('is halted until the next picture has come, and runs on then', () => {
    const { video, wait } = shownOnce();
    const nowMs = pass(wait, 0, 600, () => (video.thrownAway += 0.4));
    expect(video.said).toEqual(['pause']);
    expect(wait.sinceMs).toBeGreaterThan(300);
    wait.shown(nowMs);
    expect(video.said).toEqual(['pause', 'play']);
    expect(wait.sinceMs).toBeNull();
  });

  it('is halted again where that picture was the only one', () => {
    const { video, wait } = shownOnce();
    const late = (): number => (video.thrownAway += 0.4);
    const nowMs = pass(wait, 0, 600, late);
    wait.shown(nowMs);
    pass(wait, nowMs, 600, late);
    expect(video.said).toEqual(['pause', 'play', 'pause']);
  });

  it('runs on after a second and a half without any, and is not halted again before one has come', () => {
    const { video, wait } = shownOnce();
    pass(wait, 0, 6000, () => (video.thrownAway += 0.4));
    expect(video.said).toEqual(['pause', 'play']);
  });

  it('is left alone where no picture is thrown away: nothing was to be shown, or nobody sees the window', () => {
    const { video, wait } = shownOnce();
    pass(wait, 0, 6000);
    expect(video.said).toEqual([]);
  });

  it('is left alone as long as pictures come, however many are thrown away between them', () => {
    const { video, wait } = shownOnce();
    let nowMs = 0;
    for (let picture = 0; picture < 20; picture++) {
      nowMs = pass(wait, nowMs, 300, () => (video.thrownAway += 1));
      wait.shown(nowMs);
    }
    expect(video.said).toEqual([]);
  });

  it('is not started by it where the deck went elsewhere meanwhile', () => {
    const { video, wait } = shownOnce();
    const nowMs = pass(wait, 0, 600, () => (video.thrownAway += 0.4));
    wait.forget();
    wait.shown(nowMs);
    expect(video.said).toEqual(['pause']);
  });
});
