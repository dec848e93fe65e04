import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Recogniser } from '../../../src/perception/recogniser.ts';
import { decodeFrame, encodeFrame } from '../../../src/protocol/frame-codec.ts';
import { readingSchema } from '../../../src/protocol/reading.ts';
import { hostileFrames, seeded } from '../../support/hostile-frames.ts';
import { openForTest } from '../../support/open-for-test.ts';

/** The whole of it is `MIEN_FUZZ=5000 npx vitest run test/unit/perception/fuzz.test.ts`, some minutes. */
const FRAMES = Number(process.env.MIEN_FUZZ ?? 60);
const SEED = 20;

describe('frames that are empty, black, white, noise, 1x1, 8000x6000, odd-sized, rotated, cut short, all one face, 40 faces', () => {
  let recogniser: Recogniser;
  beforeAll(async () => {
    recogniser = await openForTest();
  });
  afterAll(() => recogniser.close());

  it(
    `give a reading or a clear refusal, never a crash, in ${FRAMES} of them`,
    async () => {
      const roll = seeded(SEED + 1);
      const seen = new Map<string, number>();
      let left = FRAMES;
      for await (const { what, frame } of hostileFrames(SEED)) {
        if (left-- === 0) break;
        const bytes = encodeFrame(frame);
        // Every fifth is damaged on its way: shortened, lengthened to nothing, or its header overwritten.
        const isDamaged = left % 5 === 0;
        const sent = isDamaged ? bytes.subarray(0, Math.floor(roll() * bytes.length)) : bytes;
        if (isDamaged && sent.length > 0)
          sent[Math.floor(roll() * Math.min(24, sent.length))] = Math.floor(roll() * 256);
        const decoded = decodeFrame(sent);
        if ('refused' in decoded) {
          expect(decoded.refused).toMatch(/^(a \d+x\d+ \w+ )?frame/u);
          seen.set('refused', (seen.get('refused') ?? 0) + 1);
          continue;
        }
        const reading = await recogniser.read(decoded, { search: 'quick' });
        const parsed = readingSchema.safeParse(reading);
        expect(parsed.error?.issues, what).toBeUndefined();
        for (const { scores } of reading.faces) {
          const sum = Object.values(scores ?? { none: 1 }).reduce((a, b) => a + b, 0);
          expect(Math.abs(sum - 1), what).toBeLessThan(1e-3);
        }
        seen.set(what, Math.max(seen.get(what) ?? 0, reading.faces.length));
      }
      expect(seen.get('refused')).toBeGreaterThan(0);
      // What holds no face is not read as one, and what holds many is read.
      for (const nothing of ['black', 'white', 'grey', '1x1']) expect(seen.get(nothing) ?? 0, nothing).toBe(0);
      if (FRAMES >= 1000) expect(seen.get('40 faces')).toBeGreaterThan(20);
    },
    Math.max(60_000, FRAMES * 300),
  );
});
