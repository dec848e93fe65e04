import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Recogniser } from '../../../src/perception/recogniser.ts';
import { EMOTIONS } from '../../../src/protocol/emotions.ts';
import { openForTest } from '../../support/open-for-test.ts';
import { PHOTOS, frameOf, toI420 } from './photos.ts';

describe('onnx and wasm', () => {
  let onnx: Recogniser;
  let wasm: Recogniser;
  beforeAll(async () => {
    onnx = await openForTest('onnx:human-emotion');
    wasm = await openForTest('wasm');
  });
  afterAll(async () => {
    await onnx.close();
    await wasm.close();
  });

  it.each(PHOTOS)('give the same reading of every face of %s for the networks that both run', async (path) => {
    const frame = await frameOf(path, { width: 960 });
    const a = await onnx.read(frame, { search: 'thorough' });
    const b = await wasm.read(frame, { search: 'thorough' });
    expect(a.faces.length).toBeGreaterThan(2);
    expect(b.faces.length).toBe(a.faces.length);
    for (const [index, face] of a.faces.entries()) {
      const other = b.faces[index]!;
      for (const side of [0, 1, 2, 3] as const) expect(Math.abs(face.box[side] - other.box[side])).toBeLessThan(0.5);
      expect((face.scores === null) === (other.scores === null)).toBe(true);
      if (face.scores === null || other.scores === null) continue;
      for (const emotion of EMOTIONS) {
        expect(Math.abs(face.scores[emotion] - other.scores[emotion])).toBeLessThan(1e-3);
      }
    }
  });

  it('read a camera frame in I420 as they read the picture in RGB', async () => {
    const frame = await frameOf(PHOTOS[0]!, { width: 640 });
    const rgb = await onnx.read(frame, { search: 'thorough' });
    const yuv = await onnx.read(toI420(frame), { search: 'thorough' });
    expect(yuv.faces.length).toBe(rgb.faces.length);
    for (const [index, face] of rgb.faces.entries()) {
      for (const side of [0, 1, 2, 3] as const) {
        expect(Math.abs(face.box[side] - yuv.faces[index]!.box[side])).toBeLessThan(face.box[2] * 0.06);
      }
    }
  });
});
