import { describe, expect, it } from 'vitest';
import { PictureCount, type Counted } from '../../../../src/renderer/stage/picture-count.ts';

/** A video whose counts are the test's. */
class Video implements Counted {
  paused = true;
  readonly counts = { totalVideoFrames: 1, droppedVideoFrames: 0 };

  getVideoPlaybackQuality() {
    return { ...this.counts };
  }

  run(all: number, dropped = 0): void {
    this.paused = false;
    this.counts.totalVideoFrames += all;
    this.counts.droppedVideoFrames += dropped;
  }
}

describe('the pictures of the film', () => {
  it('are counted once a second: those that were shown, and those that were dropped', () => {
    const video = new Video();
    const count = new PictureCount(() => [video]);
    expect(count.take(0)).toBeNull();
    video.run(10);
    expect(count.take(400)).toBeNull();
    video.run(15, 4);
    expect(count.take(1000)).toEqual({ perSecond: 21, dropped: 4 });
    // A page that was held up: so many in two seconds.
    video.run(20);
    expect(count.take(3000)).toEqual({ perSecond: 10, dropped: 0 });
  });

  it('are counted across a cut, whose first clip has left the page', () => {
    const [first, second] = [new Video(), new Video()];
    let all = [first, second];
    const count = new PictureCount(() => all);
    first.run(30);
    count.take(0);
    first.run(12);
    first.paused = true;
    second.run(12, 1);
    expect(count.take(1000)).toEqual({ perSecond: 23, dropped: 1 });
    all = [second];
    second.run(24);
    expect(count.take(2000)).toEqual({ perSecond: 24, dropped: 0 });
  });

  it('are none while only a card is on, or a last picture stands', () => {
    const count = new PictureCount(() => [new Video()]);
    count.take(0);
    expect(count.take(1000)).toBeNull();
    expect(new PictureCount(() => []).take(5000)).toBeNull();
  });
});
