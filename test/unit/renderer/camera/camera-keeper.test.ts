import { beforeEach, describe, expect, it } from 'vitest';
import type { CameraWish } from '../../../../src/renderer/camera/camera.ts';
import { CameraKeeper, type KeptCamera } from '../../../../src/renderer/camera/camera-keeper.ts';

class FakeCamera implements KeptCamera {
  readonly state = { type: 'camera', state: 'live', label: 'Hall camera', detail: '' } as const;
  framesPerSecond: number;
  reopened = 0;
  isClosed = false;

  constructor(wish: CameraWish) {
    this.framesPerSecond = wish.framesPerSecond;
  }

  reopen(): void {
    this.reopened += 1;
  }

  close(): void {
    this.isClosed = true;
  }
}

const wishFor = (device: string | null): CameraWish => ({ device, width: 1280, height: 720, framesPerSecond: 15 });
let opened: FakeCamera[];
let keeper: CameraKeeper;

beforeEach(() => {
  opened = [];
  keeper = new CameraKeeper((wish) => {
    const camera = new FakeCamera(wish);
    opened.push(camera);
    return camera;
  });
});

const paces = (): readonly number[] => opened.map(({ framesPerSecond }) => framesPerSecond);

describe("the page's camera", () => {
  it('keeps the pace that main told before it was opened', () => {
    keeper.pace(6);
    keeper.wish(wishFor(null));
    expect(paces()).toEqual([6]);
  });

  it('keeps it when another camera takes its place, and when one is opened again after a pause', () => {
    keeper.wish(wishFor('hall'));
    keeper.pace(6);
    keeper.wish(wishFor('door'));
    keeper.wish(null);
    keeper.wish(wishFor('door'));
    expect(paces()).toEqual([6, 6, 6]);
    expect(opened.map(({ isClosed }) => isClosed)).toEqual([true, true, false]);
  });

  it('has the pace of the wish while main has told none', () => {
    keeper.wish(wishFor(null));
    expect(paces()).toEqual([15]);
  });

  it('stays open for a main that comes back with the same wish, and is opened anew where main asks', () => {
    keeper.wish(wishFor('hall'));
    keeper.wish(wishFor('hall'));
    keeper.reopen();
    expect(opened.map(({ isClosed, reopened }) => [isClosed, reopened])).toEqual([[false, 1]]);
    expect(keeper.state?.label).toBe('Hall camera');
    keeper.wish(null);
    keeper.reopen();
    expect([keeper.state, opened[0]?.reopened]).toEqual([null, 1]);
  });
});
