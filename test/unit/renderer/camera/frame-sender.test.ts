import { describe, expect, it } from 'vitest';
import { FrameSender } from '../../../../src/renderer/camera/frame-sender.ts';

function sender(framesPerSecond: number): {
  /** When the frames that were sent had been captured. */
  readonly sent: number[];
  readonly sender: FrameSender;
  isBusy: boolean;
  /** @returns how many pictures have been read. */
  readonly offer: (capturedAtMs: number) => Promise<number>;
} {
  const sent: number[] = [];
  let reads = 0;
  const way = {
    send: ([capturedAtMs = NaN]: Uint8Array) => void sent.push(capturedAtMs * 100),
    isBusy: () => made.isBusy,
  };
  const made = {
    sent,
    isBusy: false,
    sender: new FrameSender(way, framesPerSecond),
    offer: async (capturedAtMs: number) => {
      const encode = (): Promise<Uint8Array<ArrayBuffer>> => {
        reads += 1;
        return Promise.resolve(Uint8Array.of(capturedAtMs / 100));
      };
      await made.sender.take({ capturedAtMs, encode });
      return reads;
    },
  };
  return made;
}

describe('the sender of camera frames', () => {
  it.each([
    [30, 10],
    [30, 15],
    [30, 30],
    [25, 10],
    [15, 15],
  ])('of a camera with %i a second sends about the %i that main wants', async (camera, wanted) => {
    const { sent, offer } = sender(wanted);
    for (let index = 0; index < camera * 10; index++) await offer(index * (1000 / camera) + (index % 3));
    expect(sent.length / 10).toBeGreaterThan(wanted * 0.8);
    expect(sent.length / 10).toBeLessThan(wanted * 1.25);
  });

  it('drops a picture, unread, while the last is still on its way', async () => {
    const made = sender(10);
    await made.offer(0);
    made.isBusy = true;
    expect(await made.offer(200)).toBe(1);
    made.isBusy = false;
    expect(await made.offer(300)).toBe(2);
    expect(made.sent).toEqual([0, 300]);
  });

  it('sends none while main wants none', async () => {
    const made = sender(10);
    made.sender.framesPerSecond = 0;
    await made.offer(0);
    expect(made.sent).toEqual([]);
    made.sender.framesPerSecond = 5;
    await made.offer(10);
    expect(made.sent).toHaveLength(1);
  });
});
