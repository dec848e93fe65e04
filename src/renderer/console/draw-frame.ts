import type { Frame } from '../../protocol/frame-codec.ts';

/** Draws a camera frame. It is in the page's memory for as long as it is on the canvas, and nowhere else. */
export function drawFrame({ width, height, format, pixels }: Frame, canvas: HTMLCanvasElement): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  if (format === 'grey') {
    const data = new Uint8ClampedArray(width * height * 4);
    for (let at = 0; at < pixels.length; at += 1)
      data.fill(pixels[at] ?? 0, at * 4, at * 4 + 3).fill(255, at * 4 + 3, at * 4 + 4);
    context.putImageData(new ImageData(data, width, height), 0, 0);
    return;
  }
  const picture = new VideoFrame(new Uint8Array(pixels), {
    format: format === 'i420' ? 'I420' : 'RGBA',
    codedWidth: width,
    codedHeight: height,
    timestamp: 0,
  });
  context.drawImage(picture, 0, 0);
  picture.close();
}

/** Takes the picture off the canvas. */
export function forgetFrame(canvas: HTMLCanvasElement): void {
  canvas.getContext('2d')?.clearRect(0, 0, canvas.width, canvas.height);
}
