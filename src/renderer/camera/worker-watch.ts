import type { TrackWatch, TrackWatchOptions } from './track-watch.ts';
import type { CameraToPage, PageToCamera } from './worker-messages.ts';

/** A worker reads the track. It sends the frames to main itself where it can; else they go over the page. */
export function watchInWorker({ track, link, most, framesPerSecond, onSeen }: TrackWatchOptions): TrackWatch {
  const worker = new Worker(new URL('./camera-worker.ts', import.meta.url), { type: 'module', name: 'camera' });
  const { port1: port, port2 } = new MessageChannel();
  const tell = (message: PageToCamera, transfer: Transferable[] = []): void => port.postMessage(message, transfer);

  const ended = new Promise<void>((resolve, reject) => {
    worker.onerror = (event) => reject(new Error(`the camera's worker: ${event.message}`));
    port.onmessage = ({ data }: MessageEvent<CameraToPage>) => {
      switch (data.type) {
        case 'seen':
          onSeen();
          return;
        case 'frame':
          if (link.pendingBytes() === 0) link.sendFrame(data.bytes);
          tell({ type: 'taken' });
          return;
        case 'ended':
          if (data.error === null) resolve();
          else reject(new Error(data.error));
      }
    };
  });

  worker.postMessage(null, [port2]);
  // One picture waits at most: an older one is dropped by the browser, the newest wins.
  const { readable } = new MediaStreamTrackProcessor({ track: track as MediaStreamVideoTrack, maxBufferSize: 1 });
  const { framesAddress } = link;
  const { timeOrigin } = performance;
  tell({ type: 'watch', pictures: readable, most, framesPerSecond, framesAddress, timeOrigin }, [readable]);

  return {
    framesPerSecond: (value) => tell({ type: 'framesPerSecond', value }),
    ended,
    close: () => {
      worker.terminate();
      port.close();
    },
  };
}
