import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StillTaker } from '../../../../src/renderer/stage/still.ts';

/** A video that is on the stage and says that it has a picture. */
class ShownVideo {
  readonly readyState = 4;
  readonly videoWidth = 1920;
  readonly isConnected = true;
  readonly style = { opacity: '1' };
}

/** Draws at once. */
class DrawsAtOnce {
  onmessage: (event: { data: string }) => void = () => undefined;

  postMessage(): void {
    this.onmessage({ data: 'a picture' });
  }

  terminate(): void {
    this.onmessage = () => undefined;
  }
}

describe('the still of a clip (a lost GL context never stops the show)', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('HTMLVideoElement', ShownVideo);
    vi.stubGlobal('HTMLMediaElement', { HAVE_CURRENT_DATA: 2 });
    vi.stubGlobal('Worker', DrawsAtOnce);
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('is left out where the video has no picture after all, and taken when the clip is shown again', () => {
    let hasPicture = false;
    vi.stubGlobal(
      'VideoFrame',
      class {
        readonly displayWidth = 1920;
        readonly displayHeight = 1080;
        constructor() {
          if (!hasPicture) throw new DOMException('Invalid source state', 'InvalidStateError');
        }
      },
    );
    const sent: string[] = [];
    const taker = new StillTaker((clipId) => sent.push(clipId));
    const show = (): void => {
      taker.shown('clip', new ShownVideo() as unknown as HTMLElement);
      vi.runOnlyPendingTimers();
    };
    show();
    expect(sent).toEqual([]);
    hasPicture = true;
    show();
    expect(sent).toEqual(['clip']);
  });
});
