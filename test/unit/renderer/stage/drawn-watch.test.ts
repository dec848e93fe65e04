import { beforeEach, describe, expect, it } from 'vitest';
import { DrawnWatch, type Drawn } from '../../../../src/renderer/stage/drawn-watch.ts';

/** A video whose pictures come to the screen when the test says so. */
class Video implements Drawn {
  paused = false;
  currentTime = 0;
  #waiting: (() => void)[] = [];
  requestVideoFrameCallback(callback: () => void): void {
    this.#waiting.push(callback);
  }
  run(seconds: number, isDrawn: boolean): void {
    this.currentTime += seconds;
    if (isDrawn) for (const callback of this.#waiting.splice(0)) callback();
  }
}

let videos: Video[];
let drawScreen: () => void;
let watch: DrawnWatch;
let nowMs: number;
beforeEach(() => {
  videos = [new Video()];
  drawScreen = () => undefined;
  nowMs = 0;
  watch = new DrawnWatch(
    () => videos,
    (callback) => (drawScreen = callback),
  );
  watch.look(nowMs);
});

/** A second later. */
function second(isScreenDrawn = true): number {
  if (isScreenDrawn) drawScreen();
  return watch.look((nowMs += 1000));
}

describe('a clip that runs', () => {
  it('and whose pictures do not come to the screen is told, for as long as they do not', () => {
    const told = [1, 2, 3].map(() => {
      videos[0]!.run(1, false);
      return second();
    });
    expect(told).toEqual([1, 2, 3]);
    videos[0]!.run(1, true);
    expect(second()).toBe(0);
  });

  it('is told across cuts: what was shown of each clip is its first picture', () => {
    videos[0]!.run(1, false);
    expect(second()).toBe(1);
    videos = [new Video()];
    expect(second()).toBe(1);
    videos[0]!.run(1, false);
    expect(second()).toBe(2);
  });

  it.each([
    ['and is drawn, however seldom', (video: Video): void => video.run(0.6, true), true],
    ['has stalled', (video: Video): void => video.run(0.1, false), true],
    ['in a window that is not drawn at all, as a covered one', (video: Video): void => video.run(1, false), false],
    ['no more', (video: Video): void => void (video.paused = true), true],
  ])('is not told where it %s', (_, act, isScreenDrawn) => {
    for (let index = 0; index < 5; index += 1) {
      act(videos[0]!);
      expect(second(isScreenDrawn)).toBe(0);
    }
  });
});
