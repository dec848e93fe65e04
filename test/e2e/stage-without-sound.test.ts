import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { StageToMain } from '../../src/protocol/messages.ts';
import { clipOf, cueOf } from '../support/stage/clip-of.ts';
import { USUAL_CLIP } from '../support/stage/clip-recipe.ts';
import type { StageHouse } from '../support/stage/house.ts';
import { numbered, Theatre } from '../support/stage/theatre.ts';

const CLIP_MS = USUAL_CLIP.seconds * 1000;
const MARKER_MS = 1000;
/** Five frames: a cut that waits for a sound which never comes is seconds late, or never comes. */
const SOME_FRAMES_MS = 200;

let theatre: Theatre;
let house: StageHouse;
let page: Page;
const [one, other] = [clipOf('/film/1.webm'), clipOf('/film/2.webm')];

beforeAll(async () => {
  theatre = await Theatre.open();
});
afterAll(() => theatre.close());
beforeEach(async () => {
  const stage = await theatre.stage({ clips: numbered(1, 2) });
  ({ house, page } = stage);
  return stage.close;
});

/** Runs in the page before its own code: sound that is suspended for good, as without a device or a gesture. */
function withoutSound(): void {
  window.AudioContext = class extends AudioContext {
    constructor(options?: AudioContextOptions) {
      super(options);
      void super.suspend();
      document.documentElement.dataset.sound = 'never';
    }

    override get state(): AudioContextState {
      return 'suspended';
    }

    override resume(): Promise<void> {
      return new Promise(() => undefined);
    }
  };
}

/** Runs in the page before its own code: a device with so many channels, and what is asked of it. */
function withChannels(most: number): void {
  Object.defineProperties(AudioDestinationNode.prototype, {
    maxChannelCount: { get: () => most },
    channelCount: {
      get: () => Number(document.documentElement.dataset.channels ?? 2),
      set: (count: number) => {
        document.documentElement.dataset.channels = String(count);
      },
    },
  });
}

const started = (cueId: number): Promise<Extract<StageToMain, { type: 'clipStarted' }>> =>
  house.fact('clipStarted', (fact) => fact.cueId === cueId);

describe('where no sound runs', () => {
  it('clips start all the same, cuts come at their time, and nothing is told as a failure', async () => {
    await page.addInitScript(withoutSound);
    await page.goto(`${house.address}/stage/index.html`);
    await house.fact('hello');
    house.send(cueOf(1, one, { when: 'now', prepare: [other] }));
    const first = await started(1);
    house.send(cueOf(2, other, { when: 'end', prepare: [one] }));
    const second = await started(2);
    house.send(cueOf(3, one, { when: { positionMs: MARKER_MS }, repeat: null }));
    const third = await started(3);
    await house.fact('position', ({ cueId, positionMs }) => cueId === 3 && positionMs > 500);
    const lateMs = [second.stageNowMs - first.stageNowMs - CLIP_MS, third.stageNowMs - second.stageNowMs - MARKER_MS];
    for (const ms of lateMs) expect(Math.abs(ms)).toBeLessThan(SOME_FRAMES_MS);
    expect(house.facts.filter(({ type }) => type === 'clipFailed')).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.dataset.sound)).toBe('never');
  });
});

describe('the channels of the sound', () => {
  it.each([
    { has: 2, used: 2 },
    { has: 6, used: 6 },
    { has: 8, used: 6 },
  ])('are $used where the device has $has', async ({ has, used }) => {
    await page.addInitScript(withChannels, has);
    await page.goto(`${house.address}/stage/index.html`);
    await house.fact('hello');
    expect(await page.evaluate(() => document.documentElement.dataset.channels)).toBe(String(used));
  });
});
