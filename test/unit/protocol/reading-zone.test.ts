import { describe, expect, it } from 'vitest';
import { isInZone, readingZoneSchema } from '../../../src/protocol/reading-zone.ts';

const zone = { left: 0.25, top: 0, right: 0.75, bottom: 1, leastFace: 0.1 };

describe('the reading zone', () => {
  it.each([
    ['in its middle', [300, 200, 60, 80], true],
    ['with its middle at the edge', [130, 200, 60, 80], true],
    ['beside it', [40, 200, 60, 80], false],
    ['on the other side', [560, 200, 60, 80], false],
    ['in it, but too far away', [300, 200, 30, 40], false],
    ['reaching over the frame', [300, -40, 60, 80], true],
  ] as const)('a face %s: read %s', (_, box, read) => {
    expect(isInZone(box, 640, 480, zone)).toBe(read);
  });

  it.each([
    { ...zone, left: 0.8 },
    { ...zone, bottom: 0 },
    { ...zone, right: 1.2 },
    { ...zone, leastFace: Number.NaN },
  ])('refuses %j', (wrong) => {
    expect(readingZoneSchema.safeParse(wrong).success).toBe(false);
  });
});
