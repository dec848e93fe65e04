import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Pairing } from '../../../src/main/console/pairing.ts';
import type { FrontOfHouse } from '../../../src/main/front-of-house.ts';
import { PinLock } from '../../../src/main/operator-pin.ts';
import { parseHours } from '../../../src/main/supervisor/opening-hours.ts';
import { openHouse } from '../../support/open-house.ts';

beforeEach(() => void vi.useFakeTimers({ now: new Date(2026, 10, 24, 17, 59, 30) }));
afterEach(() => void vi.useRealTimers());

function opened(consent: 'notice' | 'button', hoursText: string | null = null) {
  const parsed = hoursText === null ? null : parseHours(hoursText);
  const film = { privacy: { consent, notice: null, sign: null, paused: null } };
  return openHouse({ film, hours: parsed?.ok === true ? parsed.hours : null });
}

describe('the stage', () => {
  it('says that a camera reads before anything is read, and shows a sign while it is in use', () => {
    const { house, did } = opened('notice');
    expect(did).toEqual(['notice 2 sign ""']);
    house.onLead('page');
    expect(house.mayRead()).toBe(false);
    house.hear({ type: 'camera', state: 'live', label: 'a', detail: '' });
    expect(did.at(-1)).toBe('notice 2 sign "Camera in use"');
    vi.advanceTimersByTime(3000);
    expect(house.mayRead()).toBe(true);
    house.onAction({ type: 'sessionStarted', params: { by: 'arrive' } });
    // The words are gone while the film plays; the sign stays.
    expect(did.at(-1)).toBe('notice 0 sign "Camera in use"');
  });

  it('does without its camera where the page that opens it keeps failing: once, and nobody is told that he is read', () => {
    const { house, did } = opened('notice');
    house.onLead('page');
    house.hear({ type: 'camera', state: 'live', label: 'a', detail: '' });
    expect(house.giveUpCamera()).toBe(true);
    expect(house.wantsCamera).toBe(false);
    expect(did.slice(-2)).toEqual(['notice 0 sign ""', 'welcome']);
    expect(house.giveUpCamera()).toBe(false);
    expect(openHouse({ hasCamera: false }).house.giveUpCamera()).toBe(false);
  });

  it('with consent "button" opens the camera when the button is pressed, and closes it after the session', () => {
    const { house, did } = opened('button');
    house.onLead('page');
    expect(house.wantsCamera).toBe(false);
    house.hear({ type: 'startPressed' });
    expect(house.wantsCamera).toBe(true);
    expect(did.slice(-2)).toEqual(['welcome', 'startPressed']);
    house.onAction({ type: 'sessionStarted', params: { by: 'start' } });
    house.onAction({ type: 'sessionEnded', params: { by: 'ending', ending: 'x', scenes: [], seconds: 1 } });
    expect(house.wantsCamera).toBe(false);
  });

  it('with consent "button" takes a press for nothing while the operator holds the scene: nobody is read for it later', () => {
    let isHeld = true;
    const film = { privacy: { consent: 'button', notice: null, sign: null, paused: null } } as const;
    const { house, did } = openHouse({ film, isHeld: () => isHeld });
    house.onLead('page');
    house.hear({ type: 'startPressed' });
    isHeld = false;
    vi.advanceTimersByTime(5000);
    expect([house.wantsCamera, did.includes('startPressed')]).toEqual([false, false]);
    house.hear({ type: 'startPressed' });
    expect([house.wantsCamera, did.at(-1)]).toEqual([true, 'startPressed']);
  });

  it('with consent "button" takes a press in mid-session for the film’s alone: no notice stands there', () => {
    const { house, did } = opened('button');
    house.onLead('page');
    house.onAction({ type: 'sessionStarted', params: { by: 'start' } });
    house.hear({ type: 'startPressed' });
    expect([house.wantsCamera, did.at(-1)]).toEqual([false, 'startPressed']);
  });

  it.each(['notice', 'button'] as const)(
    'reads nobody in a session in which somebody refused, whoever presses the start in it (consent "%s")',
    (consent) => {
      const { house, did } = opened(consent);
      house.onLead('page');
      house.hear({ type: 'startPressed' });
      house.onAction({ type: 'sessionStarted', params: { by: 'start' } });
      vi.advanceTimersByTime(5000);
      expect(house.mayRead()).toBe(true);
      house.hear({ type: 'unreadPressed' });
      house.hear({ type: 'startPressed' });
      vi.advanceTimersByTime(60_000);
      expect([house.isUnread, house.wantsCamera, house.mayRead()]).toEqual([true, false, false]);
      expect(did.at(-1)).toBe('startPressed');
      house.onAction({ type: 'sessionEnded', params: { by: 'ending', ending: 'x', scenes: [], seconds: 1 } });
      house.hear({ type: 'startPressed' });
      expect([house.isUnread, house.mayRead()]).toEqual([false, true]);
    },
  );

  it.each([
    ['somebody refuses', (house) => house.hear({ type: 'unreadPressed' })],
    ['the staff pause', (house) => house.hear({ type: 'pausePressed' })],
    ['the screen is made black', (house) => house.blackout(true)],
    ['the house is closed', (house) => house.close(true)],
    ['no page says that anybody is', (house) => house.onLead('stand-in')],
  ] as const satisfies readonly (readonly [string, (house: FrontOfHouse) => void])[])(
    'says at once that nobody is read any more when %s',
    (_, act) => {
      let stops = 0;
      const { house } = openHouse({ onReadingStops: () => (stops += 1) });
      house.onLead('page');
      vi.advanceTimersByTime(5000);
      expect(house.mayRead()).toBe(true);
      stops = 0;
      act(house);
      expect(stops).toBe(1);
    },
  );

  it('lets people watch without being read: the film starts, the camera is off', () => {
    const { house, did } = opened('notice');
    house.onLead('page');
    house.hear({ type: 'unreadPressed' });
    expect(house.wantsCamera).toBe(false);
    expect(did.slice(-3)).toEqual(['welcome', 'roomClosed', 'startPressed']);
  });

  it('forgets what was read of those who want to be read no more in mid-session', () => {
    const { house, did } = opened('notice');
    house.onLead('page');
    house.onAction({ type: 'sessionStarted', params: { by: 'arrive' } });
    house.hear({ type: 'unreadPressed' });
    expect(did.at(-1)).toBe('roomClosed');
    expect(house.isUnread).toBe(true);
    house.onAction({ type: 'sessionEnded', params: { by: 'ending', ending: 'x', scenes: [], seconds: 1 } });
    expect(house.isUnread).toBe(false);
  });

  it('does not read whoever refused it in the session that a restarted show takes up, and keeps its notice away', () => {
    const { house, did } = opened('notice');
    house.takeUp({ unread: true });
    house.onLead('page');
    vi.advanceTimersByTime(5000);
    expect([house.mayRead(), house.wantsCamera]).toEqual([false, false]);
    expect(did).toContain('notice 0 sign ""');
    house.onAction({ type: 'sessionEnded', params: { by: 'ending', ending: 'x', scenes: [], seconds: 1 } });
    expect(house.wantsCamera).toBe(true);
  });

  it('pauses for the staff and goes on by itself after 30 minutes', () => {
    const { house, did } = opened('notice');
    house.onLead('page');
    house.hear({ type: 'pausePressed' });
    expect(house.wantsCamera).toBe(false);
    expect(did).toContain('notice 1 sign ""');
    expect(did).toContain('operator {"do":"pause","on":true}');
    vi.advanceTimersByTime(30 * 60_000 + 1000);
    expect(house.wantsCamera).toBe(true);
    expect(did.at(-1)).toBe('welcome');
  });

  it('pauses for the staff by P on the card as by the key, and is taken up by it', () => {
    const { house, did } = opened('notice');
    house.onLead('page');
    for (const on of [true, false]) {
      house.hear({ type: 'operatorPin', pin: '2468' });
      house.hear({ type: 'operatorKey', key: 'pause' });
      expect(did).toContain(`operator {"do":"pause","on":${on}}`);
      expect([house.isPaused, house.wantsCamera]).toEqual([on, !on]);
    }
    house.hear({ type: 'operatorKey', key: 'pause' });
    expect(house.isPaused).toBe(false);
  });

  it.each([undefined, 31 * 60_000, Infinity])('pauses no longer than 30 minutes, asked for %s ms', (forMs) => {
    const { house } = opened('notice');
    house.onLead('page');
    house.pause(true, forMs);
    vi.advanceTimersByTime(30 * 60_000 - 1);
    expect([house.isPaused, house.mayRead()]).toEqual([true, false]);
    vi.advanceTimersByTime(1);
    expect([house.isPaused, house.wantsCamera]).toEqual([false, true]);
  });

  it('is dark with its camera off outside the opening hours, and takes no start', () => {
    const { house, did } = opened('notice', '10:00-18:00');
    house.onLead('page');
    expect(house.isClosed).toBe(false);
    vi.advanceTimersByTime(31_000);
    expect(did.slice(-4)).toEqual(['welcome', 'reset', 'roomClosed', 'blackout true']);
    expect([house.isClosed, house.wantsCamera]).toEqual([true, false]);
    house.hear({ type: 'startPressed' });
    expect(did.at(-1)).toBe('blackout true');
    vi.setSystemTime(new Date(2026, 10, 25, 10, 0));
    vi.advanceTimersByTime(1000);
    expect(did.at(-1)).toBe('blackout false');
    expect(house.wantsCamera).toBe(true);
  });

  it('reads nobody until the notice has stood in the light for three seconds, on the morning of a house that was closed', () => {
    const { house } = opened('notice', '18:00-22:00');
    house.onLead('page');
    vi.advanceTimersByTime(30_000);
    expect([house.isClosed, house.mayRead()]).toEqual([false, false]);
    // The fade takes two seconds.
    vi.advanceTimersByTime(4999);
    expect(house.mayRead()).toBe(false);
    vi.advanceTimersByTime(1);
    expect(house.mayRead()).toBe(true);
  });

  it('gives the operator a card for the right PIN only, and obeys its keys only while it is up', () => {
    const { house, did } = opened('notice');
    house.hear({ type: 'operatorKey', key: 'end' });
    house.hear({ type: 'operatorPin', pin: '1111' });
    house.hear({ type: 'operatorKey', key: 'end' });
    expect(did).not.toContain('end');
    house.hear({ type: 'operatorPin', pin: '2468' });
    expect(did.at(-1)).toBe('card 4');
    vi.advanceTimersByTime(32_000);
    expect(did.at(-1)).toBe('card 0');
    house.hear({ type: 'operatorKey', key: 'end' });
    expect(did).not.toContain('end');
    house.hear({ type: 'operatorPin', pin: '2468' });
    house.hear({ type: 'operatorKey', key: 'end' });
    expect(did.slice(-2)).toEqual(['operator {"do":"end"}', 'end']);
  });

  it('is cleared of a console when the card is called up, and by the right PIN alone', () => {
    const { house, did } = opened('notice');
    house.hear({ type: 'operatorPin', pin: '1111' });
    expect(did).not.toContain('clear');
    house.hear({ type: 'operatorPin', pin: '2468' });
    expect(did.slice(-2)).toEqual(['clear', 'card 4']);
  });

  it('takes the card down as soon as a device has paired: visitors see the film alone', () => {
    const { house, did } = opened('notice');
    house.hear({ type: 'operatorPin', pin: '2468' });
    const pairing = new Pairing(
      () => 0,
      () => house.takeCardDown(),
    );
    const code = pairing.newCode();
    pairing.pair(code === '000000' ? '000001' : '000000', '127.0.0.1');
    pairing.pair(pairing.newTicket(), '127.0.0.1');
    expect(did.at(-1)).toBe('card 4');
    pairing.pair(code, '127.0.0.1');
    expect(did.at(-1)).toBe('card 0');
    const told = did.length;
    house.takeCardDown();
    expect(did).toHaveLength(told);
  });
});

describe('a blackout', () => {
  it('reads nobody, whom no notice and no sign could tell', () => {
    const { house, did } = opened('notice');
    house.onLead('page');
    house.hear({ type: 'camera', state: 'live', label: 'a', detail: '' });
    vi.advanceTimersByTime(3000);
    expect(house.mayRead()).toBe(true);
    house.blackout(true);
    expect(did.slice(-3)).toEqual(['notice 2 sign ""', 'welcome', 'blackout true']);
    vi.advanceTimersByTime(600_000);
    expect([house.isDark, house.wantsCamera, house.mayRead()]).toEqual([true, false, false]);
    expect([house.isClosed, house.isPaused]).toEqual([false, false]);
  });

  it('is followed by the notice, over a session as well, before anybody is read in the light', () => {
    const { house, did } = opened('notice');
    house.onLead('page');
    house.blackout(true);
    house.onAction({ type: 'sessionStarted', params: { by: 'start' } });
    vi.advanceTimersByTime(60_000);
    expect(did.at(-1)).toBe('notice 0 sign ""');
    house.blackout(false);
    expect(did.slice(-3)).toEqual(['notice 2 sign ""', 'welcome', 'blackout false']);
    vi.advanceTimersByTime(4999);
    expect([house.wantsCamera, house.mayRead()]).toEqual([true, false]);
    vi.advanceTimersByTime(1001);
    expect([house.mayRead(), did.at(-1)]).toEqual([true, 'notice 0 sign ""']);
  });

  it('is no place to agree in: a button that was pressed in it counts as the start alone', () => {
    const { house } = opened('button');
    house.onLead('page');
    house.blackout(true);
    house.hear({ type: 'startPressed' });
    house.blackout(false);
    expect(house.wantsCamera).toBe(false);
    house.hear({ type: 'startPressed' });
    expect(house.wantsCamera).toBe(true);
  });

  it('stays when the house is opened, and a house that is closed stays dark when it ends', () => {
    const { house, did } = opened('notice');
    house.onLead('page');
    house.blackout(true);
    house.close(true);
    house.close(false);
    expect([house.isDark, house.wantsCamera, did.at(-1)]).toEqual([true, false, 'blackout true']);
    house.close(true);
    house.blackout(false);
    expect([house.isDark, house.wantsCamera, did.at(-1)]).toEqual([true, false, 'blackout true']);
  });
});

describe('the wrong PIN', () => {
  it('10,000 times: locked out after five, for ever longer, and the right one is refused meanwhile', () => {
    let nowMs = 0;
    const lock = new PinLock('004711', () => nowMs);
    let looked = 0;
    for (let tries = 0; tries < 10_000; tries += 1) {
      nowMs += 1000;
      const verdict = lock.try(String(tries).padStart(6, '0'));
      expect(verdict.pass).toBe(false);
      if (!verdict.pass && verdict.lockedForMs === 0) looked += 1;
    }
    // In nearly three hours a guesser got four free tries and a handful between the locks.
    expect(looked).toBe(4);
    expect(lock.try('004711').pass).toBe(false);
    nowMs += 3_600_001;
    expect(lock.try('004711')).toEqual({ pass: true });
  });

  it('no PIN at all lets nobody in', () => {
    expect(new PinLock('', () => 0).try('').pass).toBe(false);
  });
});
