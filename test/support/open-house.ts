import { FrontOfHouse, type FrontOfHouseOptions } from '../../src/main/front-of-house.ts';
import { PinLock } from '../../src/main/operator-pin.ts';

/** A front of house on the test's own time (`Date`), and in words what it did to the stage and the film. */
export function openHouse(over: Partial<FrontOfHouseOptions> = {}): { house: FrontOfHouse; did: string[] } {
  const did: string[] = [];
  const house = new FrontOfHouse({
    film: { privacy: { consent: 'notice', notice: null, sign: null, paused: null } },
    clock: { nowMs: () => Date.now(), timeOfDay: () => ({ hour: 12, weekday: 2 }) },
    hasCamera: true,
    hours: null,
    pin: new PinLock('2468', () => Date.now()),
    desk: {
      hasPage: true,
      blackout: (on) => did.push(`blackout ${on}`),
      privacy: (notice, sign) => did.push(`notice ${notice.length} sign "${sign}"`),
      card: (lines) => did.push(`card ${lines.length}`),
      welcomeAgain: () => did.push('welcome'),
    },
    input: ({ type }) => did.push(type),
    tell: () => undefined,
    onOperator: (command) => did.push(`operator ${JSON.stringify(command)}`),
    onEnd: () => did.push('end'),
    onCard: () => did.push('clear'),
    ...over,
  });
  return { house, did };
}
