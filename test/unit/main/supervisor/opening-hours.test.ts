import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { atEach } from '../../../../src/main/supervisor/daily.ts';
import { isOpenAt, parseHours } from '../../../../src/main/supervisor/opening-hours.ts';

/** 23 November 2026 is a Monday. */
const on = (day: number, hour: number, minute = 0): Date => new Date(2026, 10, 23 + day, hour, minute);

describe('opening hours', () => {
  it.each([
    ['10:00-18:00', on(0, 9, 59), false],
    ['10:00-18:00', on(0, 10), true],
    ['10:00-18:00', on(6, 17, 59), true],
    ['10:00-18:00', on(0, 18), false],
    ['Tue-Sun 10:00-18:00', on(0, 12), false],
    ['Tue-Sun 10:00-18:00; Thu 10:00-21:00', on(3, 20), true],
    ['Tue-Sun 10:00-18:00; Thu 10:00-21:00', on(4, 20), false],
    // Past midnight: Friday night belongs to Friday.
    ['Fri 20:00-02:00', on(5, 1), true],
    ['Fri 20:00-02:00', on(4, 1), false],
    ['Sat-Mon 10:00-11:00', on(0, 10), true],
    ['00:00-24:00', on(2, 0), true],
  ])('%s at %s: open %s', (words, moment, open) => {
    const parsed = parseHours(words);
    expect(parsed.ok && isOpenAt(parsed.hours, moment)).toBe(open);
  });

  it.each(['', '10-18', '25:00-26:00', '10:00-10:00', 'Someday 10:00-18:00', '10:70-18:00', '10:00-18:00;'])(
    'refuses %j and says how to write it',
    (words) => {
      const parsed = parseHours(words);
      expect(parsed.ok ? '' : parsed.reason).toContain('"10:00-18:00"');
    },
  );
});

describe('the daily restart', () => {
  beforeEach(() => void vi.useFakeTimers({ now: on(0, 4, 29) }));
  afterEach(() => void vi.useRealTimers());

  it('comes once a day, when the clock passes its time', () => {
    let times = 0;
    const stop = atEach('04:30', () => (times += 1));
    vi.advanceTimersByTime(59_000);
    expect(times).toBe(0);
    vi.advanceTimersByTime(30_000);
    expect(times).toBe(1);
    vi.advanceTimersByTime(2 * 24 * 3_600_000);
    expect(times).toBe(3);
    stop();
  });

  it('comes although the clock jumped over it by half an hour, and not at a start in the afternoon', () => {
    let times = 0;
    atEach('04:30', () => (times += 1));
    vi.setSystemTime(on(0, 5, 0));
    vi.advanceTimersByTime(21_000);
    expect(times).toBe(1);
    vi.setSystemTime(on(0, 15));
    atEach('04:30', () => (times += 10));
    vi.advanceTimersByTime(3_600_000);
    expect(times).toBe(1);
  });
});
