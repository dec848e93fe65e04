import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { VisitTrace } from '../../src/protocol/visit-trace.ts';
import { clipOf, cueOf, WELCOME } from '../support/stage/clip-of.ts';
import { toneHz } from '../support/stage/clip-recipe.ts';
import type { StageHouse } from '../support/stage/house.ts';
import { numbered, Theatre } from '../support/stage/theatre.ts';

const ENGLISH = `WEBVTT

00:00.300 --> 00:00.900
The <i>sea</i>

00:01.000 --> 00:01.900 line:0
The sky
`;

let theatre: Theatre;
let house: StageHouse;
let page: Page;

beforeAll(async () => {
  theatre = await Theatre.open();
});
afterAll(() => theatre.close());
beforeEach(async () => {
  const stage = await theatre.stage({ clips: numbered(1, 9), probed: true });
  ({ house, page } = stage);
  house.files.set('/film/en.vtt', ENGLISH);
  house.files.set('/film/ru.vtt', ENGLISH.replace('sky', 'небо'));
  return stage.close;
});

const clip = clipOf('/film/1.webm', {
  subtitles: [
    { language: 'en', url: '/film/en.vtt' },
    { language: 'ru', url: '/film/ru.vtt' },
  ],
  audio: [{ name: 'description', url: '/film/9.webm' }],
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

  it('have the size and the safe area that the film or the operator asks for, and before them the address', async () => {
    const bottom = page.locator('.subtitles.bottom p');
    const look = async (): Promise<{ readonly px: number; readonly below: number }> => {
      await bottom.waitFor({ timeout: 4000 });
      const box = (await bottom.boundingBox())!;
      const px = await bottom.evaluate((line) => Number.parseFloat(getComputedStyle(line).fontSize));
      return { px, below: 720 - box.y - box.height };
    };
    await play('?lang=en');
    const usual = await look();
    expect(usual.below).toBeCloseTo(36, 0);
    house.send({ ...WELCOME, subtitles: 'en', textSize: 1.5, safeArea: 0.8 });
    await expect.poll(async () => (await look()).px / usual.px, { timeout: 8000 }).toBeCloseTo(1.5, 2);
    expect((await look()).below).toBeCloseTo(72, 0);
    await play('?lang=en&text=2&area=1');
    house.send({ ...WELCOME, subtitles: 'en', textSize: 1.5, safeArea: 0.8 });
    const addressed = await look();
    expect(addressed.px / usual.px).toBeCloseTo(2, 2);
    expect(addressed.below).toBeCloseTo(0, 0);
  });

  it('of two lines stand in one box, and two at once in boxes apart', async () => {
    const time = '00:00.000 --> 00:01.900';
    house.files.set('/film/en.vtt', `WEBVTT\n\n${time}\nThe <i>sea</i>\nand the sky\n\n${time}\nThe land\n`);
    await play('?lang=en');
    const drawn = await page.waitForFunction(() => {
      const cues = [...document.querySelectorAll('.subtitles.bottom span')];
      if (cues.length < 2) return null;
      const px = Number.parseFloat(getComputedStyle(cues[0]!).fontSize);
      return cues.map((cue) =>
        [...cue.getClientRects()].map(({ top, bottom }) => ({ top: top / px, bottom: bottom / px })),
      );
    });
    // In ems.
    const [both, land] = (await drawn.jsonValue())!;
    expect(both).toHaveLength(1);
    expect(both![0]!.bottom - both![0]!.top).toBeGreaterThan(2.4);
    expect(land![0]!.top - both![0]!.bottom).toBeGreaterThan(0.1);
  });

  it('are said once by a clip that plays a count of times, and each time by one that goes round until it is left', async () => {
    const said: string[] = [];
    await page.exposeFunction('said', (text: string) => void said.push(text));
    await play('?lang=en');
    await page.evaluate(() => {
      const box = document.querySelector('.subtitles.bottom')!;
      const tell = (window as unknown as { said: (text: string) => void }).said;
      const cue = (): string => document.documentElement.dataset.cue ?? '';
      new MutationObserver(() => {
        if (box.textContent !== '') tell(`${cue()}: ${box.textContent}`);
      }).observe(box, { childList: true });
    });
    await expect.poll(() => said.length, { timeout: 12_000 }).toBeGreaterThan(1);
    house.send(cueOf(2, clip, { when: 'end', repeat: 3, hold: true }));
    await house.fact('clipEnded', ({ cueId }) => cueId === 2, { timeoutMs: 25_000 });
    expect(said.filter((text) => text.startsWith('2'))).toEqual(['2: The sea']);
  });

  it('are not there where none were asked for', async () => {
    await play('');
    await page.waitForTimeout(1500);
    expect(await page.locator('.subtitles p').count()).toBe(0);
  });
});

describe('what is shown and heard', () => {
  it('is chosen by the film, the address and the operator, the later before the earlier', async () => {
    const bottom = page.locator('.subtitles.bottom p');
    await play('');
    house.send({ ...WELCOME, fit: 'cover', subtitles: 'ru' });
    await bottom.waitFor({ timeout: 4000 });
    expect(await bottom.getAttribute('lang')).toBe('ru');
    await play('?lang=en&fit=contain');
    house.send({ ...WELCOME, fit: 'cover', subtitles: 'ru' });
    // An operator who has chosen nothing takes nothing away.
    house.send({ type: 'language' });
    await bottom.waitFor({ timeout: 4000 });
    expect(await bottom.getAttribute('lang')).toBe('en');
    expect(
      await page
        .locator('video.layer')
        .first()
        .evaluate((video) => getComputedStyle(video).objectFit),
    ).toBe('contain');
    house.send({ type: 'language', subtitles: null });
    await bottom.waitFor({ state: 'detached', timeout: 4000 });
  });
});

/** Whether a canvas holds a colour, in any strength. */
const holds = (selector: string, [red, green, blue]: readonly [number, number, number]): Promise<boolean> =>
  page.evaluate(
    ([canvas, r, g, b]) => {
      const of = document.querySelector<HTMLCanvasElement>(canvas)!;
      const { data } = of.getContext('2d')!.getImageData(0, 0, of.width, of.height);
      const near = (at: number, value: number): boolean => Math.abs((data[at] ?? 0) - value) < 24;
      for (let at = 0; at < data.length; at += 4) {
        if ((data[at + 3] ?? 0) > 60 && near(at, r) && near(at + 1, g) && near(at + 2, b)) return true;
      }
      return false;
    },
    [selector, red, green, blue] as const,
  );

describe('what is drawn live', () => {
  it('a title card has its words in its colours, in the typeface that ships', async () => {
    await play('?lang=ru');
    const texts = [
      { language: 'en', text: 'The sea' },
      { language: 'ru', text: 'Море' },
    ];
    const standIn = { title: 'card', colour: '#102030', durationMs: 4000, card: { ink: '#f0c020', texts } };
    house.send(cueOf(2, clipOf(null, { standIn }), { when: 'now' }));
    await house.fact('clipStarted', ({ cueId }) => cueId === 2);
    await expect.poll(() => page.evaluate(() => document.fonts.check('300 40px "Jost Variable"', 'Море'))).toBe(true);
    await expect.poll(() => holds('canvas.layer', [0xf0, 0xc0, 0x20])).toBe(true);
    expect(await holds('canvas.layer', [0x10, 0x20, 0x30])).toBe(true);
  });

  it('a title card keeps its words on a portrait screen', async () => {
    await page.setViewportSize({ width: 405, height: 720 });
    await play('');
    house.send({ ...WELCOME, fit: 'cover' });
    const texts = [{ language: null, text: 'Between the river and the sea' }];
    const standIn = { title: 'card', colour: '#000000', durationMs: 4000, card: { ink: '#f0c020', texts } };
    house.send(cueOf(2, clipOf(null, { standIn }), { when: 'now' }));
    await house.fact('clipStarted', ({ cueId }) => cueId === 2);
    await expect.poll(() => holds('canvas.layer', [0xf0, 0xc0, 0x20])).toBe(true);
    const across = async (): Promise<[number, number]> => {
      const seen = await page.screenshot({ timeout: 20_000 });
      const { data, info } = await sharp(seen).raw().toBuffer({ resolveWithObject: true });
      const inks = Array.from({ length: info.width * info.height }, (_, at) => at)
        .filter((at) => (data[at * info.channels] ?? 0) > 150)
        .map((at) => at % info.width);
      return [Math.min(...inks), Math.max(...inks)];
    };
    const [left, right] = await across();
    // The words end well before the screen does, on both sides alike.
    expect(left).toBeGreaterThan(405 * 0.05);
    expect(right).toBeLessThan(405 * 0.95);
    expect(Math.abs(left - (405 - right))).toBeLessThan(8);
    // ... and within the room that the operator has left for words.
    house.send({ ...WELCOME, fit: 'cover', safeArea: 0.6 });
    await expect.poll(async () => (await across())[0], { timeout: 8000 }).toBeGreaterThan(405 * 0.18);
    expect((await across())[1]).toBeLessThan(405 * 0.82);
  });

  it("a visit's trace stands over its scene in the film's own colours, and is off the page with the scene", async () => {
    await play('');
    const step = { ways: 1, taken: 0, emotion: null };
    const trace: VisitTrace = {
      durationMs: 60_000,
      steps: [
        { title: 'First', atMs: 0, ...step },
        { title: 'Second', atMs: 30_000, ways: 3, taken: 2, emotion: 'anger' },
      ],
      emotions: [{ emotion: 'anger', word: 'anger', colour: '#d02010' }],
      moods: Array.from({ length: 40 }, () => [1]),
      ...{ ink: '#20e0d0', titles: true, top: 0.3, height: 0.5, startMs: 0, drawMs: 500 },
    };
    house.send(cueOf(2, clip, { when: 'now', repeat: null, trace }));
    await house.fact('clipStarted', ({ cueId }) => cueId === 2);
    await expect.poll(() => holds('.trace canvas', [0xd0, 0x20, 0x10]), { timeout: 8000 }).toBe(true);
    await expect.poll(() => holds('.trace canvas', [0x20, 0xe0, 0xd0]), { timeout: 8000 }).toBe(true);
    expect(await page.getByRole('img').getAttribute('aria-label')).toBe('First, Second');
    house.send(cueOf(3, clip, { when: 'now', repeat: null }));
    await page.locator('.trace').waitFor({ state: 'detached', timeout: 8000 });
  });
});

describe('the sound track', () => {
  it("is the clip's own where the one that is asked for is missing or hangs", async () => {
    for (const fault of ['missing', 'stalls'] as const) {
      house.faults.set('/film/9.webm', fault);
      await play('?sound=description');
      await expect.poll(async () => (await heard())[0], { timeout: 10_000 }).toBeGreaterThan(400);
      expect(house.facts.filter(({ type }) => type === 'clipFailed')).toEqual([]);
      const { reason } = await house.fact('soundLost');
      expect(reason).toContain('its sound track "description"');
      house.facts.length = 0;
    }
  });

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
