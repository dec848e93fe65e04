import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, type Browser } from '../support/chromium.ts';
import { projectRoot } from '../support/root.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let show: ChildProcess;
let said = '';
let keep: string;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

/** What the show prints, once it has. */
async function told(words: RegExp): Promise<string> {
  const untilMs = Date.now() + 60_000;
  while (!words.test(said) && Date.now() < untilMs) await new Promise((done) => setTimeout(done, 100));
  const found = words.exec(said)?.[1];
  if (found === undefined) throw new Error(`the show did not say ${String(words)}: ${said}`);
  return found;
}

beforeAll(async () => {
  keep = mkdtempSync(join(tmpdir(), 'mien-keep-'));
  const words = ['play', 'film/weather', '--host', 'browser', '--headless', '--camera', 'none', '--no-journal'];
  show = spawn(process.execPath, [join(projectRoot(), 'scripts/mien.mjs'), ...words], {
    cwd: projectRoot(),
    env: { ...process.env, MIEN_KEEP: keep },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  show.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const address = await told(/^console (http\S+)/m);
  browser = await openBrowser({});
  page = await browser.context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  // Whatever the content security policy forbids is told here.
  page.on('console', (message) => complaints.push(message.text()));
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(address);
  await page.locator('.node.lit').waitFor({ timeout: 30_000 });
});

afterAll(async () => {
  await (browser as Browser | undefined)?.close();
  const ended = new Promise((done) => show.once('exit', done));
  show.kill('SIGINT');
  await ended;
  rmSync(keep, { recursive: true, force: true });
});

const button = (name: string) => page.getByRole('button', { name, exact: true });

describe('the console', () => {
  it('says on a phone what plays, who is there and what they show, without a scroll', async () => {
    await page.getByText('A visit is on').waitFor({ timeout: 30_000 });
    for (const words of ['Weather', 'A visit is on', 'One person is in view', 'happiness']) {
      const box = await page.locator('.now').getByText(words).first().boundingBox();
      expect(box?.y).toBeLessThan(740);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });

  it.each([
    [360, 740],
    [1280, 800],
    [3840, 2160],
  ])('is clean to axe at %i x %i, and no wider than the screen', async (width, height) => {
    await page.setViewportSize({ width, height });
    await page.evaluate(axe);
    const violations = await page.evaluate(async () => {
      const { run } = (
        globalThis as unknown as { axe: { run: (of: Document) => Promise<{ violations: { id: string }[] }> } }
      ).axe;
      return (await run(document)).violations.map(({ id }) => id);
    });
    expect(violations).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });

  it('works by keyboard alone: a scene is held, let go, and another chosen', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await button('Hold').focus();
    await page.keyboard.press('Space');
    await page.getByText('This scene is held.').waitFor();
    await page.keyboard.press('Space');
    await page.getByText('A visit is on').waitFor();
    await page.locator('.map .choice button').first().focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type('Moon');
    await page.keyboard.press('Enter');
    await button('Go there').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Moon', level: 1 }).waitFor();
    await expect.poll(() => said).toContain('"do":"go","scene":');
  });

  it('forces a mood, says so, and lets the room be read again', async () => {
    await page.locator('.map .choice button').nth(1).click();
    await page.getByRole('option', { name: 'sadness' }).click();
    await page.getByText('You force sadness').waitFor();
    await page.locator('.map .choice button').nth(1).click();
    await page.getByRole('option', { name: 'as read' }).click();
    await page.getByText('You force').waitFor({ state: 'detached' });
  });

  it('stops the show dark and opens it again', async () => {
    await button('Stop').click();
    await page.getByText('Stopped: the screen is dark').waitFor();
    await button('Open again').click();
    await page.getByText('Waiting for somebody').waitFor();
  });

  it('stages, checks and rehearses a film, puts it on between two sessions, and rolls it back', async () => {
    await button('Stop').click();
    await button('Check and put on').click();
    await told(/(the film "weather" has taken the stage)/);
    await page.getByText('100 visitors rehearsed').waitFor();
    await button('Back to weather').click();
    await expect.poll(() => said.match(/has taken the stage/g)?.length, { timeout: 20_000 }).toBe(2);
    await button('Open again').click();
    await page.locator('.node.lit').waitFor();
  });

  it('lets no second device in by the address that the first used', async () => {
    await browser.context.clearCookies();
    const stranger = await browser.context.newPage();
    await stranger.goto(await told(/^console (http\S+)/m));
    await stranger.getByText('Pair this device').waitFor();
    await stranger.close();
  });

  it('ran without an error, and within its content security policy', () => {
    expect(complaints).toEqual([]);
  });
});
