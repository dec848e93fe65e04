import { rgbaOf, visibleSize } from '../camera/video-frame.ts';
import type { AskedStill, DrawnStill } from './still-messages.ts';

/** Draws one still, beside the stage's own thread: a picture of 1080p takes that some 50 ms without a GPU. */
self.addEventListener('message', ({ data }: MessageEvent<AskedStill>) => {
  draw(data).then(tell, () => tell(null));
});

const tell = (still: DrawnStill): void => self.postMessage(still);

async function draw({ frame, width, height, quality }: AskedStill): Promise<string> {
  const canvas = new OffscreenCanvas(width, height);
  const size = { resizeWidth: width, resizeHeight: height, resizeQuality: 'medium' } as const;
  const small = await createImageBitmap(await pictureOf(frame), size).finally(() => frame.close());
  canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(small);
  return base64Of(await canvas.convertToBlob({ type: 'image/jpeg', quality }));
}

/** What is drawn of it: its pixels; the frame itself where it is turned, or has no pixels that can be had. */
async function pictureOf(frame: VideoFrame): Promise<ImageData | VideoFrame> {
  const { rotation = 0, flip = false } = frame as { readonly rotation?: number; readonly flip?: boolean };
  const pixels = rotation === 0 && !flip ? await rgbaOf(frame) : null;
  if (pixels === null) return frame;
  const { width, height } = visibleSize(frame);
  return new ImageData(pixels, width, height);
}

async function base64Of(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
