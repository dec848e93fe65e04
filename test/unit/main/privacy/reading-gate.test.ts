import { describe, expect, it } from 'vitest';
import {
  LONGEST_PAUSE_MS,
  NOTICE_MS,
  mayRead,
  newGate,
  stepGate,
  wantsCamera,
  type Gate,
  type GateEvent,
} from '../../../../src/main/privacy/reading-gate.ts';

const after = (gate: Gate, ...events: readonly (readonly [GateEvent['type'], number])[]): Gate =>
  events.reduce(
    (now, [type, atMs]) => stepGate(now, type === 'pause' ? { type, forMs: Infinity } : { type }, atMs),
    gate,
  );

describe('nobody is read', () => {
  it('before the notice has stood on a stage for a moment', () => {
    const gate = newGate('notice');
    expect(mayRead(gate, 1e9)).toBe(false);
    const shown = after(gate, ['noticeShown', 1000]);
    expect(mayRead(shown, 1000 + NOTICE_MS - 1)).toBe(false);
    expect(mayRead(shown, 1000 + NOTICE_MS)).toBe(true);
    expect(mayRead(after(shown, ['noticeGone', 9000]), 1e9)).toBe(false);
  });

  it('with consent "button": before the button, and no longer than the session; the camera itself is off', () => {
    const shown = after(newGate('button'), ['noticeShown', 0]);
    expect(wantsCamera(shown, 1e6)).toBe(false);
    const agreed = after(shown, ['agree', 5000]);
    expect([wantsCamera(agreed, 5000), mayRead(agreed, 5000)]).toEqual([true, true]);
    expect(wantsCamera(after(agreed, ['sessionEnded', 9000]), 9000)).toBe(false);
  });

  it.each(['notice', 'button'] as const)(
    'who watches without being read (consent "%s"), until the session ends',
    (consent) => {
      const unread = after(newGate(consent), ['noticeShown', 0], ['agree', 4000], ['refuse', 5000]);
      expect(wantsCamera(unread, 6000)).toBe(false);
      expect(wantsCamera(after(unread, ['sessionEnded', 7000]), 7000)).toBe(consent === 'notice');
    },
  );

  it('while the staff paused, for at most 30 minutes, then on again', () => {
    const paused = after(newGate('notice'), ['noticeShown', 0], ['pause', 10_000]);
    expect(mayRead(paused, 10_000 + LONGEST_PAUSE_MS - 1)).toBe(false);
    expect(mayRead(paused, 10_000 + LONGEST_PAUSE_MS)).toBe(true);
    expect(LONGEST_PAUSE_MS).toBe(30 * 60_000);
    expect(mayRead(after(paused, ['resume', 11_000]), 11_000)).toBe(true);
  });

  it('while the house is closed', () => {
    const closed = after(newGate('notice'), ['noticeShown', 0], ['close', 10_000]);
    expect([wantsCamera(closed, 20_000), wantsCamera(after(closed, ['open', 21_000]), 21_000)]).toEqual([false, true]);
  });

  it.each([
    ['close', 'open'],
    ['darken', 'lighten'],
  ] as const)('in the dark ("%s"), nor before the notice has stood in the light again', (dark, light) => {
    const inTheDark = after(newGate('notice'), ['noticeShown', 0], [dark, 10_000]);
    expect([wantsCamera(inTheDark, 20_000), mayRead(inTheDark, 20_000)]).toEqual([false, false]);
    const lit = after(inTheDark, [light, 21_000]);
    expect([wantsCamera(lit, 21_000), mayRead(lit, 21_000 + NOTICE_MS - 1)]).toEqual([true, false]);
    expect(mayRead(lit, 21_000 + NOTICE_MS)).toBe(true);
    // No page stood there to say it.
    expect(mayRead(after(newGate('notice'), [dark, 0], [light, 1000]), 1e9)).toBe(false);
  });
});
