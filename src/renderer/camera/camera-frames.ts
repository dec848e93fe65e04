import { i420FromNv12, type RawPicture } from './frame-pixels.ts';

/** One picture from the camera; `read` copies its pixels and may be called once. Pictures that are not read cost nothing. */
export interface CameraPicture {
  readonly capturedAtMs: number;
  read(): Promise<RawPicture>;
}

/**
 * Calls `onPicture` for each picture of a live camera track until `signal` aborts or the track ends. Waits for the
 * picture to be dealt with before it takes the next, so that pictures never queue up.
 */
export async function watchTrack(
  track: MediaStreamTrack,
  onPicture: (picture: CameraPicture) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  if ('MediaStreamTrackProcessor' in globalThis) await watchWithProcessor(track, onPicture, signal);
  else await watchWithVideo(track, onPicture, signal);
}

async function watchWithProcessor(
  track: MediaStreamTrack,
  onPicture: (picture: CameraPicture) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  // One frame waits at most: an older one is dropped by the browser, the newest wins.
  const processor = new MediaStreamTrackProcessor({ track: track as MediaStreamVideoTrack, maxBufferSize: 1 });
  const reader = processor.readable.getReader();
  signal.addEventListener('abort', () => void reader.cancel().catch(() => undefined), { once: true });
  for (;;) {
    const { value: frame, done } = await reader.read();
    if (done) return;
    try {
      await onPicture({ capturedAtMs: performance.now(), read: () => readVideoFrame(frame) });
    } finally {
      frame.close();
    }
  }
}

/** The pixels of a video frame in the nearest of our formats, without a detour over a canvas where that can be. */
export async function readVideoFrame(frame: VideoFrame): Promise<RawPicture> {
  const { width, height } = frame.visibleRect ?? { width: frame.codedWidth, height: frame.codedHeight };
  const rect = frame.visibleRect ?? { x: 0, y: 0, width, height };
  if (frame.format === 'I420' || frame.format === 'NV12') {
    const packed = new Uint8Array(frame.allocationSize({ rect }));
    await frame.copyTo(packed, { rect, layout: packedLayout(frame.format, width, height) });
    const pixels = frame.format === 'NV12' ? i420FromNv12(width, height, packed) : packed;
    return { format: 'i420', width, height, pixels };
  }
  return pixelsByCanvas(frame, width, height);
}

function packedLayout(format: 'I420' | 'NV12', width: number, height: number): PlaneLayout[] {
  const half = Math.ceil(width / 2);
  const luma = { offset: 0, stride: width };
  if (format === 'NV12') return [luma, { offset: width * height, stride: 2 * half }];
  const chroma = half * Math.ceil(height / 2);
  return [luma, { offset: width * height, stride: half }, { offset: width * height + chroma, stride: half }];
}

let canvas: OffscreenCanvas | null = null;

function pixelsByCanvas(source: CanvasImageSource, width: number, height: number): RawPicture {
  canvas ??= new OffscreenCanvas(width, height);
  if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('this browser gives no 2D canvas');
  context.drawImage(source, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  return { format: 'rgba', width, height, pixels: new Uint8Array(data.buffer) };
}

/** For browsers without track processors: a hidden video element shows the track, a callback comes a frame. */
async function watchWithVideo(
  track: MediaStreamTrack,
  onPicture: (picture: CameraPicture) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  await video.play();
  try {
    while (!signal.aborted && track.readyState === 'live') {
      const capturedAtMs = await nextFrame(video, signal);
      if (capturedAtMs === null) return;
      await onPicture({
        capturedAtMs,
        read: () => Promise.resolve(pixelsByCanvas(video, video.videoWidth, video.videoHeight)),
      });
    }
  } finally {
    video.srcObject = null;
  }
}

function nextFrame(video: HTMLVideoElement, signal: AbortSignal): Promise<number | null> {
  return new Promise((resolve) => {
    const handle = video.requestVideoFrameCallback((nowMs, metadata) => resolve(metadata.captureTime ?? nowMs));
    signal.addEventListener(
      'abort',
      () => {
        video.cancelVideoFrameCallback(handle);
        resolve(null);
      },
      { once: true },
    );
  });
}
