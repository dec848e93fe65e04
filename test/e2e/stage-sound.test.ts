import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { StageClip } from '../../src/protocol/messages.ts';
import { clipOf, cueOf, WELCOME } from '../support/stage/clip-of.ts';
import { toneHz } from '../support/stage/clip-recipe.ts';
import type { StageHouse } from '../support/stage/house.ts';
import { FAKE_CAMERA, numbered, Theatre } from '../support/stage/theatre.ts';

let theatre: Theatre;
let house: StageHouse;
let page: Page;
const [one, other] = [clipOf('/film/1.webm'), clipOf('/film/9.webm')];

beforeAll(async () => {
  theatre = await Theatre.open({ flags: FAKE_CAMERA });
});
afterAll(() => theatre.close());
beforeEach(async () => {
  const stage = await theatre.stage({ clips: numbered(1, 9), probed: true });
  ({ house, page } = stage);
  return stage.close;
});

async function play(clip: StageClip, search = ''): Promise<void> {
  await page.goto(`${house.address}/stage/index.html${search}`);
  await house.fact('hello');
  house.send(cueOf(1, clip, { when: 'now', repeat: null, prepare: [other] }));
  await house.fact('position', ({ positionMs }) => positionMs > 500);
}

/** Milliseconds of both tones at an eighth of full level and more, in so much of what is heard from now on. */
async function heard(forMs: number): Promise<readonly [number, number]> {
  await page.evaluate(() => window.probe.reset());
  await page.waitForTimeout(forMs);
  const both = await page.evaluate((tones) => tones.map((tone) => window.probe.heardMs(tone)), [toneHz(1), toneHz(9)]);
  return [both[0]!, both[1]!];
}

describe('the sound of the stage', () => {
  it('follows the volume, holds it over cuts, and comes back without a jump', async () => {
    await play(one);
    expect((await heard(800))[0]).toBeGreaterThan(300);
    house.send({ type: 'volume', value: 0.05, fadeMs: 200 });
    await page.waitForTimeout(600);
    expect((await heard(800))[0]).toBeLessThan(50);
    house.send(cueOf(2, other, { when: 'now', repeat: null }));
    await house.fact('clipStarted', ({ cueId }) => cueId === 2);
    expect(Math.max(...(await heard(800)))).toBeLessThan(50);
    // A fade from where the volume is: not from where the last one ended, seconds ago.
    await page.waitForTimeout(1500);
    house.send({ type: 'volume', value: 1, fadeMs: 3000 });
    expect((await heard(500))[1]).toBeLessThan(50);
    house.send({ type: 'volume', value: 1, fadeMs: 100 });
    await page.waitForTimeout(500);
    expect((await heard(800))[1]).toBeGreaterThan(300);
  });

  it('fades over where visitors walk away, while the picture cuts', async () => {
    await play(one);
    await page.evaluate(() => window.probe.reset());
    house.send(cueOf(2, other, { when: 'now', repeat: null, transition: { kind: 'cut', soundSeconds: 1.5 } }));
    await house.fact('position', ({ cueId, positionMs }) => cueId === 2 && positionMs > 400);
    const top = await page.evaluate(() => window.probe.samples().at(-1)?.layers.at(-1)?.seen);
    expect(top).toMatchObject({ clip: 9 });
    const [leaving] = await heard(300);
    expect(leaving).toBeGreaterThan(100);
    await page.waitForTimeout(1200);
    const [left, there] = await heard(800);
    expect(left).toBeLessThan(20);
    expect(there).toBeGreaterThan(300);
  });

  it("is evened out by each clip's gain", async () => {
    await play({ ...one, gainDb: -20 });
    expect((await heard(800))[0]).toBeLessThan(50);
    house.send(cueOf(2, { ...one, clipId: 'as it is' }, { when: 'now', repeat: null }));
    await house.fact('clipStarted', ({ cueId }) => cueId === 2);
    await page.waitForTimeout(300);
    expect((await heard(800))[0]).toBeGreaterThan(300);
  });

  it('is back at once, and there with the next clip, where the worker that reads it fell', async () => {
    await play(one);
    const worker = page.workers().find((at) => at.url().includes('sound-worker'));
    await worker!.evaluate(() => {
      setTimeout(() => {
        throw new Error('as a fault in a demuxer would');
      });
    });
    await page.waitForTimeout(1000);
    expect((await heard(800))[0]).toBeGreaterThan(300);
    house.send(cueOf(2, other, { when: 'now', repeat: null }));
    await house.fact('clipStarted', ({ cueId }) => cueId === 2);
    await page.waitForTimeout(600);
    expect((await heard(800))[1]).toBeGreaterThan(300);
    expect(house.facts.filter(({ type }) => type === 'clipFailed' || type === 'soundLost')).toEqual([]);
  });

  it('goes to the loudspeakers that the address names, and on where there are none, which main is told', async () => {
    await page.addInitScript(() => {
      const context = AudioContext.prototype as unknown as { setSinkId: (id: string) => Promise<void> };
      const choose = context.setSinkId;
      context.setSinkId = function (id) {
        document.documentElement.dataset.sink = id;
        return choose.call(this, id);
      };
      navigator.mediaDevices.enumerateDevices = () =>
        Promise.resolve([
          { kind: 'audiooutput', label: 'Hall HDMI', deviceId: 'hall' },
          { kind: 'audiooutput', label: 'Booth', deviceId: 'booth' },
        ] as MediaDeviceInfo[]);
    });
    await play(one, '?speakers=hdmi');
    expect(await page.evaluate(() => document.documentElement.dataset.sink)).toBe('hall');
    await play(one);
    house.send({ ...WELCOME, speakers: 'booth' });
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset.sink)).toBe('booth');
    const refused = await house.fact('speakers', ({ wished }) => wished === 'booth');
    expect(refused.missing).toContain('the browser refused');
    house.send({ ...WELCOME, speakers: 'balcony' });
    const unknown = await house.fact('speakers', ({ wished }) => wished === 'balcony');
    expect(unknown.missing).toBe('no output has such a name; there is "Hall HDMI", "Booth"');
    // The browser knows no such device: the sound goes where it went.
    expect((await heard(800))[0]).toBeGreaterThan(300);
  });
});
