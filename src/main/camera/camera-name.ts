import { extname } from 'node:path';

/** Whether the name of a camera is that of a recording. */
export function isCameraFile(name: string): boolean {
  return ['.y4m', '.mjpeg', '.mjpg'].includes(extname(name).toLowerCase());
}
