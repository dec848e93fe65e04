import { describe, expect, it } from 'vitest';
import { decodeFrame, type Frame } from '../../../../src/protocol/frame-codec.ts';
import { FrameSender } from '../../../../src/renderer/camera/frame-sender.ts';

function sender(framesPerSecond: number): {
  readonly sent: Frame[];
  readonly sender: FrameSender;
  pending: number;
  readonly offer: (capturedAtMs: number) => Promise<number>;
} {
  const sent: Frame[] = [];
  let reads = 0;
  const link = {
    sendFrame: (bytes: Uint8Array) => {
      const frame = decodeFrame(bytes);
      if (!('refused' in frame)) sent.push(frame);
    },
    pendingBytes: () => made.pending,
  };
  const made = {
    sent,
    pending: 0,
    sender: new FrameSender(link, { width: 4, height: 4 }, framesPerSecond),
    offer: async (capturedAtMs: number) => {
      const read = (): Promise<{ format: 'grey'; width: number; height: number; pixels: Uint8Array<ArrayBuffer> }> => {
        reads += 1;
        return Promise.resolve({ format: 'grey', width: 4, height: 4, pixels: new Uint8Array(16) });
      };
      await made.sender.take({ capturedAtMs, read });
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
    made.pending = 40;
    expect(await made.offer(200)).toBe(1);
    made.pending = 0;
    expect(await made.offer(300)).toBe(2);
    expect(made.sent.map(({ capturedAtMs }) => capturedAtMs)).toEqual([0, 300]);
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
