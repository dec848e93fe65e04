import { encodeFrame } from '../../protocol/frame-codec.ts';
import { frameFrom } from './frame-pixels.ts';
import { FrameSender } from './frame-sender.ts';
import type { TrackWatch, TrackWatchOptions } from './track-watch.ts';
import { pixelsByCanvas } from './video-frame.ts';

/** For browsers without track processors: a hidden video element shows the track, a callback comes a frame. */
export function watchByVideo({ track, link, most, framesPerSecond, onSeen }: TrackWatchOptions): TrackWatch {
  const sender = new FrameSender(
    { send: (bytes) => link.sendFrame(bytes), isBusy: () => link.pendingBytes() > 0 },
    framesPerSecond,
  );
  const video = document.createElement('video');
  let handle = 0;
  let isClosed = false;

  const next = (): void => {
    handle = video.requestVideoFrameCallback((nowMs, metadata) => {
      const capturedAtMs = metadata.captureTime ?? nowMs;
      onSeen();
      const encode = (): Promise<Uint8Array<ArrayBuffer>> =>
        Promise.resolve(
          encodeFrame(frameFrom(pixelsByCanvas(video, video.videoWidth, video.videoHeight), capturedAtMs, most)),
        );
      void sender.take({ capturedAtMs, encode }).finally(() => !isClosed && next());
    });
  };

  video.muted = true;
  video.srcObject = new MediaStream([track]);
  next();
  return {
    framesPerSecond: (value) => (sender.framesPerSecond = value),
    ended: Promise.all([video.play(), new Promise((resolve) => track.addEventListener('ended', resolve))]).then(
      () => undefined,
    ),
    close: () => {
      isClosed = true;
      video.cancelVideoFrameCallback(handle);
      video.srcObject = null;
    },
  };
}
