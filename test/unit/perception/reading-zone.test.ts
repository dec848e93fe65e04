import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Recogniser } from '../../../src/perception/recogniser.ts';
import { isInZone } from '../../../src/protocol/reading-zone.ts';
import { openForTest } from '../../support/open-for-test.ts';
import { PHOTOS, frameOf } from './photos.ts';

const zone = { left: 0, top: 0, right: 0.5, bottom: 1, leastFace: 0 };

describe('faces outside of the reading zone', () => {
  let recogniser: Recogniser;
  beforeAll(async () => {
    recogniser = await openForTest();
  });
  afterAll(() => recogniser.close());

  it.each(PHOTOS.slice(0, 3))('are in no reading of %s; those inside are read as ever', async (path) => {
    const frame = await frameOf(path, { width: 960 });
    const everybody = await recogniser.read(frame, { search: 'thorough' });
    const some = await recogniser.read(frame, { search: 'thorough', zone });
    const inside = everybody.faces.filter(({ box }) => isInZone(box, frame.width, frame.height, zone));
    expect(inside.length).toBeGreaterThan(0);
    expect(inside.length).toBeLessThan(everybody.faces.length);
    expect(some.faces.map(({ box }) => box)).toEqual(inside.map(({ box }) => box));
  });

  it('leave nothing to be read where nobody is inside', async () => {
    const frame = await frameOf(PHOTOS[0]!, { width: 960 });
    const nobody = await recogniser.read(frame, { search: 'thorough', zone: { ...zone, leastFace: 1 } });
    expect(nobody.faces).toEqual([]);
  });
});
