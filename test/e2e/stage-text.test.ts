import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBrowser, type Browser } from '../support/chromium.ts';
import { projectRoot } from '../support/root.ts';
import { bundleForPage } from '../support/stage/bundle.ts';
import { clipOf, cueOf, WELCOME } from '../support/stage/clip-of.ts';
import { toneHz, USUAL_CLIP } from '../support/stage/clip-recipe.ts';
import { testClips } from '../support/stage/clips.ts';
import { StageHouse } from '../support/stage/house.ts';
import { buildPages } from '../support/stage/pages.ts';

const ENGLISH = `WEBVTT

00:00.300 --> 00:00.900
The <i>sea</i>

00:01.000 --> 00:01.900 line:0
The sky
`;

let pages: Awaited<ReturnType<typeof buildPages>>;
let browser: Browser;
let house: StageHouse;
let page: Page;
let probe: string;

beforeAll(async () => {
  pages = await buildPages();
  browser = await openBrowser();
  probe = await bundleForPage(join(projectRoot(), 'test/bench/cuts/probe-page.ts'));
});
afterAll(async () => {
  await browser.close();
  pages.remove();
});
beforeEach(async () => {
  house = await StageHouse.open(pages.folder, [WELCOME]);
  const files = await testClips(
    browser.context,
    [1, 9].map((clip) => ({ ...USUAL_CLIP, clip })),
  );
  for (const [index, file] of files.entries()) house.files.set(`/film/${index}.webm`, file);
  house.files.set('/film/en.vtt', ENGLISH);
  house.files.set('/film/ru.vtt', ENGLISH.replace('sky', 'небо'));
  page = await browser.context.newPage();
  await page.addInitScript({ content: probe });
  return async () => {
    await page.close();
    await house.close();
  };
});

const clip = clipOf('/film/0.webm', {
  subtitles: [
    { language: 'en', url: '/film/en.vtt' },
    { language: 'ru', url: '/film/ru.vtt' },
  ],
  audio: [{ name: 'description', url: '/film/1.webm' }],
});

async function play(search: string): Promise<void> {
  const from = house.facts.length;
  await page.goto(`${house.address}/stage/index.html${search}`);
  await house.fact('hello', () => true, { from });
  house.send(cueOf(1, clip, { when: 'now', repeat: null }));
  await house.fact('clipStarted', () => true, { from });
}

/** Milliseconds of both tones in what went to the loudspeakers. */
const heard = (): Promise<readonly number[]> =>
  page.evaluate((tones) => tones.map((tone) => window.probe.heardMs(tone)), [toneHz(1), toneHz(9)]);

describe('words over the film', () => {
  it('are those of the language in the address, at their times and places, inside the safe area', async () => {
    await play('?lang=ru-RU');
    const bottom = page.locator('.subtitles.bottom p');
    const top = page.locator('.subtitles.top p');
    await bottom.waitFor({ timeout: 4000 });
    expect(await bottom.innerHTML()).toContain('<i>sea</i>');
    const box = (await bottom.boundingBox())!;
    expect(box.y + box.height).toBeLessThanOrEqual(720 * 0.951);
    expect(box.x).toBeGreaterThanOrEqual(1280 * 0.049);
    await top.waitFor({ timeout: 4000 });
    expect(await top.innerText()).toBe('The небо');
    expect(await bottom.count()).toBe(0);
  });

  it('are not there where none were asked for', async () => {
    await play('');
    await page.waitForTimeout(1500);
    expect(await page.locator('.subtitles p').count()).toBe(0);
  });
});

describe('the sound track', () => {
  it("is the clip's own, or the one that the address names", async () => {
    await play('');
    await page.waitForTimeout(1200);
    const [own, other] = await heard();
    expect(own).toBeGreaterThan(500);
    expect(other).toBeLessThan(50);
    await play('?sound=description');
    await page.waitForTimeout(1200);
    const [without, described] = await heard();
    expect(described).toBeGreaterThan(500);
    expect(without).toBeLessThan(50);
  });
});
