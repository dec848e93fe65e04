import { platform } from 'node:os';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryOf, processesOf } from '../support/browser-memory.ts';
import { clipOf, cueOf } from '../support/stage/clip-of.ts';
import { USUAL_CLIP } from '../support/stage/clip-recipe.ts';
import { readCode } from '../support/stage/pixel-code.ts';
import { Theatre } from '../support/stage/theatre.ts';

const CLIP = { ...USUAL_CLIP, clip: 7, width: 1920, height: 1080, seconds: 3, sound: false };
const SHOWN = 10;
const WARM_UP = 3;
/** What one still took when it was drawn from the video element, in the page and in the browser: 1920 by 1080 in four bytes, and its own pixels. */
const STILL_MB = 10;

let theatre: Theatre;
beforeAll(async () => {
  theatre = await Theatre.open();
});
afterAll(() => theatre.close());

describe('the still of a clip, for pages that have nothing to show yet', () => {
  it('is its picture, half of 1080p, once a clip; and leaves nothing behind in memory', async ({
    onTestFinished,
    skip,
  }) => {
    const { house, page, close } = await theatre.stage({ clips: { '/film/7.webm': CLIP } });
    onTestFinished(close);
    await page.goto(`${house.address}/stage/index.html`);
    await house.fact('hello');
    const show = async (cueId: number): Promise<{ readonly clipId: string; readonly picture: string }> => {
      const facts = house.facts.length;
      const clip = clipOf('/film/7.webm', { inMs: cueId * 40 });
      house.send(cueOf(cueId, clip, { when: 'now', repeat: null }));
      const still = await house.fact('still', ({ clipId }) => clipId === clip.clipId, { from: facts });
      return still;
    };
    const { picture } = await show(1);
    const { data, info } = await sharp(Buffer.from(picture, 'base64'))
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 960, height: 540 });
    expect(readCode(data, info.width, info.height)).toMatchObject({ clip: 7 });

    skip(platform() !== 'linux', 'memory by process is read from /proc');
    const processes = processesOf(theatre.browser.profile);
    const memory: number[] = [];
    for (let cueId = 2; cueId < SHOWN + WARM_UP + 2; cueId++) {
      await show(cueId);
      if (cueId >= WARM_UP + 1) memory.push(memoryOf(processes, 'Shmem'));
    }
    expect(memory.at(-1)! - memory[0]!).toBeLessThan((SHOWN * STILL_MB) / 3);
    // Each came once.
    expect(house.facts.filter(({ type }) => type === 'still')).toHaveLength(SHOWN + WARM_UP + 1);
  });
});
