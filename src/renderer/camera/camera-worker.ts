import { LastingSocket } from '../link/lasting-socket.ts';
import { FrameSender, type FrameWay } from './frame-sender.ts';
import { FrameEncoder } from './video-frame.ts';
import type { CameraToPage, PageToCamera } from './worker-messages.ts';

/**
 * Reads the camera beside the stage's own thread: copying pictures there would cost the film its next frame, and a frame's
 * way to main would wait for the film's. The first message brings the port for all that follows.
 */
self.addEventListener('message', ({ ports: [port] }) => port !== undefined && serve(port), { once: true });

/** The page takes a track that is silent for seconds for lost. */
const SEEN_EVERY_MS = 1000;

function serve(port: MessagePort): void {
  const tell = (message: CameraToPage, transfer: Transferable[] = []): void => port.postMessage(message, transfer);
  let sender: FrameSender | null = null;
  let isWithPage = false;

  const overPage: FrameWay = {
    send: (bytes) => {
      isWithPage = true;
      tell({ type: 'frame', bytes }, [bytes.buffer]);
    },
    isBusy: () => isWithPage,
  };

  port.onmessage = ({ data }: MessageEvent<PageToCamera>) => {
    switch (data.type) {
      case 'watch':
        sender = new FrameSender(
          data.framesAddress === null ? overPage : overSocket(data.framesAddress),
          data.framesPerSecond,
        );
        watch(data, sender, () => tell({ type: 'seen' })).then(
          () => tell({ type: 'ended', error: null }),
          (error: unknown) => tell({ type: 'ended', error: String(error) }),
        );
        return;
      case 'framesPerSecond':
        if (sender !== null) sender.framesPerSecond = data.value;
        return;
      case 'taken':
        isWithPage = false;
    }
  };
}

function overSocket(address: string): FrameWay {
  const socket = new LastingSocket(address);
  return { send: (bytes) => socket.send(bytes), isBusy: () => socket.pendingBytes() > 0 };
}

async function watch(
  { pictures, most, timeOrigin }: PageToCamera & { type: 'watch' },
  sender: FrameSender,
  seen: () => void,
): Promise<void> {
  const encoder = new FrameEncoder(most);
  const reader = pictures.getReader();
  let seenAtMs = -Infinity;
  for (;;) {
    const { value: frame, done } = await reader.read();
    if (done) return;
    const nowMs = performance.now();
    if (nowMs - seenAtMs >= SEEN_EVERY_MS) {
      seenAtMs = nowMs;
      seen();
    }
    const capturedAtMs = nowMs + performance.timeOrigin - timeOrigin;
    try {
      await sender.take({ capturedAtMs, encode: () => encoder.encode(frame, capturedAtMs) });
    } finally {
      frame.close();
    }
  }
}
