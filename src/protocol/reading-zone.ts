import { z } from 'zod';
import type { Box } from './reading.ts';

const share = z.number().min(0).max(1);

/**
 * Where faces are read: a rectangle of the frame in shares of its width and height, and the least height of a face as a
 * share of the frame's. What lies outside is dropped before any network sees an expression.
 */
export const readingZoneSchema = z
  .strictObject({ left: share, top: share, right: share, bottom: share, leastFace: share })
  .refine(({ left, top, right, bottom }) => left < right && top < bottom, 'the zone is empty');
export type ReadingZone = z.infer<typeof readingZoneSchema>;

/** Whether a face is to be read: its middle lies within, and it is near enough. */
export function isInZone(
  [x, y, width, height]: Box,
  frameWidth: number,
  frameHeight: number,
  zone: ReadingZone,
): boolean {
  const across = (x + width / 2) / frameWidth;
  const down = (y + height / 2) / frameHeight;
  const { left, top, right, bottom, leastFace } = zone;
  return across >= left && across <= right && down >= top && down <= bottom && height >= leastFace * frameHeight;
}
