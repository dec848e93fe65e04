import { expect, it } from 'vitest';
import { onTouch } from '../../../../src/renderer/console/touch.ts';

it('a page that is used says so, at most once in ten seconds, and not of what nobody did', () => {
  const page = new EventTarget();
  let nowMs = 0;
  const told: number[] = [];
  const stop = onTouch(
    page,
    () => told.push(nowMs),
    () => nowMs,
  );
  const at = (ms: number, type: string, movement = {}): void => {
    nowMs = ms;
    page.dispatchEvent(Object.assign(new Event(type), movement));
  };
  at(1000, 'focus');
  at(2000, 'visibilitychange');
  at(2500, 'pointermove', { movementX: 0, movementY: 0 });
  at(3000, 'pointermove', { movementX: 0, movementY: 2 });
  at(3100, 'pointerdown');
  at(12_999, 'wheel');
  at(13_000, 'wheel');
  at(30_000, 'keydown');
  stop();
  at(60_000, 'keydown');
  expect(told).toEqual([3000, 13_000, 30_000]);
});
