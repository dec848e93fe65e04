import { expect, it } from 'vitest';
import { ssim } from '../../support/ssim.ts';

const picture = (at: (x: number, y: number) => number): Uint8Array =>
  Uint8Array.from({ length: 32 * 32 }, (_, index) => at(index % 32, Math.floor(index / 32)));

it('calls a picture like itself, a little less so when it is noisy, and not at all when it is another', () => {
  const one = picture((x, y) => (x * 8 + y * 3) % 256);
  const noisy = one.map((value, index) => Math.min(255, value + ((index * 37) % 11)));
  const other = picture((x, y) => ((31 - x) * 8 + ((y * 41) % 97)) % 256);
  expect(ssim(one, one, 32, 32)).toBeCloseTo(1);
  expect(ssim(one, noisy, 32, 32)).toBeGreaterThan(0.9);
  expect(ssim(one, other, 32, 32)).toBeLessThan(0.5);
});
