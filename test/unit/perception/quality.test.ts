import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Detection } from '../../../src/perception/detect.ts';
import { pictureOf } from '../../../src/perception/picture.ts';
import { qualityOf, qualityParts, UNKNOWN_BELOW } from '../../../src/perception/quality.ts';
import type { Recogniser } from '../../../src/perception/recogniser.ts';
import type { Frame } from '../../../src/protocol/frame-codec.ts';
import { openForTest } from '../../support/open-for-test.ts';
import { PHOTOS } from './photos.ts';

/** The left face of the first photo, as large as 200 pixels in 640x480; `change` spoils the picture. */
async function photo(change: (image: Sharp) => Sharp = (image) => image): Promise<Frame> {
  const cut = sharp(PHOTOS[0]).extract({ left: 270, top: 260, width: 640, height: 480 }).removeAlpha();
  const image = sharp(await change(cut).png().toBuffer());
  const { data, info } = await image.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { capturedAtMs: 0, width: info.width, height: info.height, format: 'rgba', pixels: new Uint8Array(data) };
}

/** A face that looks into the camera, over the one in the photo. */
const FACE: Detection = {
  box: [150, 143, 193, 193],
  score: 1,
  landmarks: {
    leftEye: { x: 210, y: 195 },
    rightEye: { x: 290, y: 195 },
    nose: { x: 250, y: 240 },
    mouth: { x: 250, y: 278 },
    leftEar: { x: 165, y: 210 },
    rightEar: { x: 335, y: 210 },
  },
};

const scaled = (by: number): Detection => ({ ...FACE, box: [150 * by, 143 * by, 193 * by, 193 * by] });

describe('the quality of a face (size, sharpness, yaw, pitch, light, cut off by the frame)', () => {
  it('takes next to nothing off a sharp, lit face that looks into the camera', async () => {
    expect(qualityOf(pictureOf(await photo()), FACE)).toBeGreaterThan(0.9);
  });

  it.each<readonly [keyof ReturnType<typeof qualityParts>, string, (image: Sharp) => Sharp]>([
    ['light', 'dark', (image) => image.linear(0.03, 0)],
    ['light', 'blinding', (image) => image.linear(0.03, 248)],
    ['contrast', 'flat', (image) => image.linear(0.04, 120)],
    ['sharpness', 'blurred', (image) => image.blur(24)],
  ])('falls below the floor by its %s where the picture is %s', async (part, _, change) => {
    const picture = pictureOf(await photo(change));
    expect(qualityParts(picture, FACE)[part]).toBeLessThan(0.35);
    expect(qualityOf(picture, FACE)).toBeLessThan(qualityOf(pictureOf(await photo()), FACE) / 2);
  });

  it('falls with the size of the face, and is unknown at ten pixels', async () => {
    const at = async (by: number): Promise<number> =>
      qualityOf(pictureOf(await photo((image) => image.resize(Math.round(640 * by)))), scaled(by));
    expect(await at(0.5)).toBeGreaterThan(0.9);
    expect(await at(0.1)).toBeLessThan(await at(0.5));
    expect(await at(0.05)).toBeLessThan(UNKNOWN_BELOW);
  });

  it('falls as the head turns away or down, and not as it tilts', async () => {
    const picture = pictureOf(await photo());
    const nose = (x: number, y: number): Detection => ({
      ...FACE,
      landmarks: { ...FACE.landmarks, nose: { x, y } },
    });
    const front = qualityParts(picture, FACE);
    expect(front.yaw).toBe(1);
    expect(qualityParts(picture, nose(290, 240)).yaw).toBeLessThan(front.yaw);
    expect(qualityParts(picture, nose(325, 240)).yaw).toBeLessThan(0.1);
    expect(qualityParts(picture, nose(250, 276)).pitch).toBeLessThan(front.pitch);
    const tilted = {
      ...FACE.landmarks,
      leftEye: { x: 215, y: 172 },
      rightEye: { x: 285, y: 212 },
      nose: { x: 228, y: 231 },
      mouth: { x: 209, y: 264 },
    };
    expect(qualityParts(picture, { ...FACE, landmarks: tilted }).yaw).toBe(1);
  });

  it('falls as the frame cuts the face off', async () => {
    const picture = pictureOf(await photo());
    const at = (x: number): number => qualityParts(picture, { ...FACE, box: [x, 143, 193, 193] }).frame;
    expect([at(150), at(-10)]).toEqual([1, 1]);
    expect(at(-60)).toBeLessThan(0.6);
    expect(at(-110)).toBe(0);
  });
});

describe('a reading', () => {
  let recogniser: Recogniser;
  beforeAll(async () => {
    recogniser = await openForTest();
  });
  afterAll(() => recogniser.close());

  it('weights a clear face highly, and says `unknown` of a face too blurred to read instead of a guess', async () => {
    const [clear] = (await recogniser.read(await photo(), { search: 'thorough' })).faces;
    expect(clear?.quality).toBeGreaterThan(0.6);
    expect(clear?.scores).not.toBeNull();
    const unread: number[] = [];
    for (const sigma of [4, 8, 12, 16, 24]) {
      const [face] = (await recogniser.read(await photo((image) => image.blur(sigma)), { search: 'thorough' })).faces;
      if (face === undefined) continue;
      expect(face.quality).toBeLessThan(clear!.quality + 0.05);
      expect(face.scores === null).toBe(face.quality < UNKNOWN_BELOW);
      if (face.scores === null) unread.push(sigma);
    }
    expect(unread.length).toBeGreaterThan(0);
  });
});
