import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clipOf, cueOf, WELCOME } from '../support/stage/clip-of.ts';
import type { StageHouse } from '../support/stage/house.ts';
import { seenOn } from '../support/stage/screen-watch.ts';
import { FAKE_CAMERA, numbered, Theatre } from '../support/stage/theatre.ts';

let theatre: Theatre;
let house: StageHouse;
let page: Page;

const see = (): ReturnType<typeof seenOn> => seenOn(page);

beforeAll(async () => {
  theatre = await Theatre.open({ flags: FAKE_CAMERA });
});

afterAll(() => theatre.close());

beforeEach(async () => {
  const camera = { device: null, width: 320, height: 240, framesPerSecond: 10 };
  const stage = await theatre.stage({ welcome: [{ ...WELCOME, camera }], clips: numbered(1, 2, 3) });
  ({ house, page } = stage);
  return stage.close;
});

const clips = [0, 1, 2, 3].map((number) => clipOf(`/film/${number}.webm`));

describe('the stage', () => {
  it('says hello, shows nothing but black, and has no cursor before the first clip', async () => {
    await page.goto(`${house.address}/stage/index.html`);
    await house.fact('hello');
    expect(await see()).toBe('black');
    expect(await page.evaluate(() => getComputedStyle(document.body).cursor)).toBe('none');
    expect(await page.title()).toBe('Test');
  });

  it('plays what it is cued, tells when it starts, nears its end and is at a position', async () => {
    await page.goto(`${house.address}/stage/index.html`);
    await house.fact('hello');
    house.send(cueOf(7, clips[1]!, { when: 'now', repeat: null, prepare: [clips[2]!, clips[3]!] }));
    await house.fact('clipStarted', ({ cueId }) => cueId === 7);
    expect(await see()).toMatchObject({ clip: 1 });
    expect(await page.evaluate(() => document.documentElement.dataset.scene)).toBe('scene 7');
    const ending = await house.fact('clipEnding', ({ cueId }) => cueId === 7);
    expect(ending.remainingMs).toBeLessThanOrEqual(800);
    house.send(cueOf(8, clips[3]!, { repeat: null }));
    await house.fact('clipStarted', ({ cueId }) => cueId === 8);
    expect(await see()).toMatchObject({ clip: 3 });
    const { positionMs } = await house.fact('position', ({ cueId }) => cueId === 8);
    expect(positionMs).toBeLessThan(1000);
  });

  it('tells once a second how many pictures of the clip came to the screen', async () => {
    await page.goto(`${house.address}/stage/index.html`);
    await house.fact('hello');
    house.send(cueOf(1, clips[1]!, { when: 'now', repeat: null }));
    await house.fact('clipStarted', ({ cueId }) => cueId === 1);
    const isCounted = ({ pictures }: { pictures?: object | undefined }): boolean => pictures !== undefined;
    await house.fact('position', isCounted);
    const from = house.facts.length;
    const { pictures } = await house.fact('position', isCounted, { from });
    // It has 25 a second; a busy machine shows fewer. The next round's first picture comes on top.
    expect(pictures?.perSecond).toBeGreaterThan(3);
    expect(pictures?.perSecond).toBeLessThan(35);
    const positions = house.facts.slice(from).filter(({ type }) => type === 'position');
    expect(positions.length).toBeGreaterThan(1);
  });

  it('goes round a clip that repeats, and tells of its end once the last round is over', async () => {
    await page.goto(`${house.address}/stage/index.html`);
    await house.fact('hello');
    const started = Date.now();
    house.send(cueOf(1, clips[1]!, { when: 'now', repeat: 2 }));
    await house.fact('clipEnded', ({ cueId }) => cueId === 1);
    expect(Date.now() - started).toBeGreaterThan(3600);
    // Nothing was cued: the picture must move on all the same.
    await page.waitForTimeout(700);
    const first = await see();
    await page.waitForTimeout(200);
    expect(first).toMatchObject({ clip: 1 });
    expect(await see()).not.toEqual(first);
  });

  it('cuts when it should though it is told 150 ms before, and the picture takes longer to get under way', async () => {
    await page.addInitScript(() => {
      const media = HTMLMediaElement.prototype as { play: (this: HTMLMediaElement) => Promise<void> };
      const { play } = media;
      media.play = async function () {
        await new Promise((done) => setTimeout(done, 300));
        return play.call(this);
      };
    });
    await page.goto(`${house.address}/stage/index.html`);
    await house.fact('hello');
    const cue = (index: number): ReturnType<typeof cueOf> =>
      cueOf(index, clips[1 + (index % 3)]!, { leadMs: 150, prepare: [clips[1 + ((index + 1) % 3)]!] });
    house.send({ ...cue(0), when: 'now' });
    for (let index = 0; index < 5; index++) {
      await house.fact('clipEnding', ({ cueId }) => cueId === index);
      house.send(cue(index + 1));
    }
    await house.fact('clipStarted', ({ cueId }) => cueId === 5);
    const gaps = house.facts.flatMap((fact) => (fact.type === 'clipStarted' && fact.cueId > 0 ? [fact.gapMs!] : []));
    expect(gaps).toHaveLength(5);
    // A machine that stops for a moment may be late once; 150 ms and more each time is what waiting for the picture would cost.
    expect(gaps.toSorted((a, b) => a - b)[2]).toBeLessThan(60);
    expect(await see()).toMatchObject({ clip: 3 });
  });

  it('stays on the last frame of a clip that is to hold', async () => {
    await page.goto(`${house.address}/stage/index.html`);
    await house.fact('hello');
    house.send(cueOf(1, clips[2]!, { when: 'now', hold: true }));
    await house.fact('clipEnded', ({ cueId }) => cueId === 1);
    await page.waitForTimeout(400);
    expect(await see()).toEqual({ clip: 2, frame: 49 });
  });

  it('shows a stand-in for a clip that is not shot yet', async () => {
    await page.goto(`${house.address}/stage/index.html`);
    await house.fact('hello');
    const standIn = { title: 'the storm', colour: '#345', durationMs: 1500 };
    house.send(cueOf(1, clipOf(null, { standIn }), { when: 'now' }));
    await house.fact('clipStarted', ({ cueId }) => cueId === 1);
    expect(await see()).toBe('other');
    await house.fact('clipEnded', ({ cueId }) => cueId === 1);
  });

  it('loops the film on when main is gone, and says hello again when it is back', async () => {
    await page.goto(`${house.address}/stage/index.html`);
    await house.fact('hello');
    house.send(cueOf(1, clips[1]!, { when: 'now', prepare: [clips[2]!] }));
    await house.fact('clipStarted');
    const before = house.facts.length;
    house.cutLink();
    await house.fact('hello', () => true, { from: before });
    await page.waitForTimeout(2000);
    const first = await see();
    await page.waitForTimeout(150);
    expect(first).toMatchObject({ clip: 1 });
    expect(await see()).not.toEqual(first);
  });

  it('tells of the start key, a click, and of no other key', async () => {
    await page.goto(`${house.address}/stage/index.html`);
    await house.fact('hello');
    for (const key of ['a', 'Escape', 'Space', 'Enter']) await page.keyboard.press(key);
    await page.mouse.click(200, 200);
    await house.until(
      () => (house.facts.filter(({ type }) => type === 'startPressed').length >= 3 ? true : undefined),
      'no third press',
    );
    await page.waitForTimeout(200);
    expect(house.facts.filter(({ type }) => type === 'startPressed')).toHaveLength(3);
  });

  it('sends camera frames of the wished size at about the wished rate, and pauses when asked', async () => {
    await page.goto(`${house.address}/stage/index.html`);
    await house.fact('camera', ({ state }) => state === 'live');
    await house.until(() => (house.frames.length >= 10 ? true : undefined), 'fewer than ten frames');
    const [first, last] = [house.frames[0]!, house.frames[9]!];
    expect([first.width, first.height, first.format]).toEqual([320, 240, 'i420']);
    expect((last.capturedAtMs - first.capturedAtMs) / 9).toBeGreaterThan(70);
    house.send({ type: 'framesPerSecond', value: 0 });
    await page.waitForTimeout(300);
    const paused = house.frames.length;
    await page.waitForTimeout(500);
    expect(house.frames).toHaveLength(paused);
  });
});
