import { expect, it } from 'vitest';
import { collectGarbage } from '../../../src/main/collect-garbage.ts';

it('is collected at once: what nobody holds any more is gone', async () => {
  const kept = { bytes: new Uint8Array(1000) };
  const [held, dropped] = [new WeakRef(kept), new WeakRef({ bytes: new Uint8Array(1000) })];
  // A weak reference holds for the rest of its turn.
  await new Promise((done) => setTimeout(done, 0));
  collectGarbage();
  expect(dropped.deref()).toBeUndefined();
  expect(held.deref()).toBe(kept);
});
