import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { encodeFrame } from '../../src/protocol/frame-codec.ts';
import { openBrowser, type Browser } from '../support/chromium.ts';
import { Operator } from '../support/operator.ts';
import { projectRoot } from '../support/root.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let show: ChildProcess;
let said = '';
let keep: string;
let browser: Browser;
let page: Page;
let operator: Operator;
let origin: string;
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
  const words = ['play', 'film/weather', '--host', 'browser', '--headless', '--camera', 'none', '--console', '0'];
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
  ({ origin } = new URL(address));
  const [held] = await browser.context.cookies(origin);
  operator = await Operator.open(origin, `${held?.name}=${held?.value}`);
});
// Whatever a test before, or the first try of this one, has left.
beforeEach(async () => {
  await operator.letGo();
  // Chromium draws no page that is behind another.
  await page.bringToFront();
});

afterAll(async () => {
  (operator as Operator | undefined)?.close();
  await (browser as Browser | undefined)?.close();
  const ended = new Promise((done) => show.once('exit', done));
  show.kill('SIGINT');
  await ended;
  rmSync(keep, { recursive: true, force: true });
});

/** Rules of axe that a page breaks as it stands. */
async function violationsOn(looked: Page): Promise<readonly string[]> {
  await looked.evaluate(axe);
  return looked.evaluate(async () => {
    const { run } = (
      globalThis as unknown as { axe: { run: (of: Document) => Promise<{ violations: { id: string }[] }> } }
    ).axe;
    return (await run(document)).violations.map(({ id }) => id);
  });
}

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
    expect(await violationsOn(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });

  it('works by keyboard alone: a scene is held, let go, and another chosen', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await button('Hold').focus();
    await page.keyboard.press('Space');
    await page.getByText('This scene is held.').waitFor();
    await page.keyboard.press('Space');
    await page.getByText('This scene is held.').waitFor({ state: 'detached' });
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
    // Somebody may have come in the same moment.
    await page.getByText(/Waiting for somebody|A visit is on/).waitFor();
  });

  it('stages, checks and rehearses a film, puts it on between two sessions, and rolls it back', async () => {
    const taken = (): number => said.match(/has taken the stage/g)?.length ?? 0;
    const before = taken();
    await button('Stop').click();
    await button('Check and put on').click();
    await expect.poll(taken, { timeout: 60_000 }).toBe(before + 1);
    await page.getByText('100 visitors rehearsed').waitFor();
    await button('Back to weather').click();
    await expect.poll(taken, { timeout: 20_000 }).toBe(before + 2);
    await button('Open again').click();
    await page.locator('.node.lit').waitFor();
  });

  it('shows the picture of the camera, and takes a reading zone that is drawn on it once it is drawn', async () => {
    const here = await browser.context.newPage();
    const sent: { readonly type: string; readonly command?: { readonly do: string; readonly zone?: object } }[] = [];
    let give: (bytes: Uint8Array) => void = () => undefined;
    // The show itself has no camera: a picture is put in on the way.
    await here.routeWebSocket('**/link', (socket) => {
      const show = socket.connectToServer();
      show.onMessage((message) => socket.send(message));
      socket.onMessage((message) => {
        sent.push(JSON.parse(String(message)) as (typeof sent)[number]);
        show.send(message);
      });
      give = (bytes) => socket.send(Buffer.from(bytes));
    });
    const zones = () => sent.flatMap(({ command }) => (command?.do === 'zone' ? [command.zone] : []));
    await here.setViewportSize({ width: 1280, height: 800 });
    await here.goto(origin);
    await here.bringToFront();
    await here.getByRole('button', { name: 'Show the picture' }).click();
    await expect.poll(() => sent.filter(({ type }) => type === 'watch').length).toBe(1);
    await here.locator('.view canvas').waitFor();
    const pixels = new Uint8Array(64 * 48).fill(200);
    give(encodeFrame({ capturedAtMs: 1, width: 64, height: 48, format: 'grey', pixels }));
    const shade = () =>
      here
        .locator('.view canvas')
        .evaluate((canvas: HTMLCanvasElement) => canvas.getContext('2d')?.getImageData(0, 0, 1, 1).data[0]);
    await expect.poll(shade).toBe(200);
    await expect.poll(shade, { timeout: 10_000 }).toBe(0);

    const view = here.locator('.view svg');
    await view.scrollIntoViewIfNeeded();
    const box = (await view.boundingBox())!;
    const at = (x: number, y: number): [number, number] => [box.x + box.width * x, box.y + box.height * y];
    await here.mouse.move(...at(0.75, 0.25));
    await here.mouse.down();
    await here.mouse.move(...at(0.25, 0.75), { steps: 12 });
    expect(zones()).toEqual([]);
    await here.mouse.up();
    await expect.poll(() => zones().length).toBe(1);
    const drawn = { left: 0.25, top: 0.25, right: 0.75, bottom: 0.75 };
    for (const [edge, share] of Object.entries(drawn))
      expect(zones()[0]).toHaveProperty(edge, expect.closeTo(share, 1));
    await expect.poll(() => operator.now.zone?.left).toBeCloseTo(0.25, 1);

    const thumb = (await here.locator('.share .thumb').nth(1).boundingBox())!;
    await here.mouse.move(thumb.x + thumb.width / 2, thumb.y + thumb.height / 2);
    await here.mouse.down();
    await here.mouse.move(thumb.x + thumb.width / 2 + 40, thumb.y + thumb.height / 2, { steps: 12 });
    await here.mouse.up();
    await expect.poll(() => operator.now.zone?.left).toBeGreaterThan(0.26);
    // A drag is one command: reading begins anew with each.
    expect(zones()).toHaveLength(2);
    await here.getByRole('button', { name: 'Read everywhere' }).click();
    await expect.poll(() => operator.now.zone).toBeNull();
    await here.close();
  });

  it('pairs a phone: the code of the stage’s machine, typed there once, shows it the piece, /health and /metrics', async () => {
    await button('Pair a phone').click();
    const words = await page.getByText(/code \d{6}, for two minutes/).innerText();
    const code = /code (\d{6})/.exec(words)?.[1] ?? '';
    // Where this machine has no network, by a name of its own under which nobody is paired yet.
    const address = /http:\S+?(?=,| )/.exec(words)?.[0] ?? origin.replace('127.0.0.1', 'localhost');
    const phone = await browser.context.newPage();
    await phone.setViewportSize({ width: 360, height: 740 });
    await browser.context.clearCookies({ domain: new URL(address).hostname });
    await phone.goto(address);
    await phone.bringToFront();
    const field = phone.getByRole('textbox', { name: 'Code' });
    await field.fill(code === '000000' ? '000001' : '000000');
    await phone.keyboard.press('Enter');
    await phone.getByText(/wrong, used or too old/).waitFor();
    expect(await phone.evaluate(async () => (await fetch('/metrics')).status)).toBe(401);
    await field.fill(code);
    await phone.keyboard.press('Enter');
    await phone.getByRole('heading', { level: 1 }).and(phone.locator('#now-title')).waitFor();
    const answers = await phone.evaluate(() =>
      Promise.all(['/health', '/metrics'].map(async (path) => (await fetch(path)).text())),
    );
    expect(JSON.parse(answers[0] ?? '')).toMatchObject({ hasPage: expect.any(Boolean) as boolean });
    expect(answers[1]).toMatch(/^mien_\w+ \d/m);
    await phone.close();
  });

  it('leaves in the journal what was done with it', () => {
    const folder = join(keep, 'journal');
    const lines = readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'));
    const done = lines.filter((line) => line.includes('"type":"operator"')).join('\n');
    for (const what of ['"do":"go"', '"do":"force","emotion":"sadness"', '"do":"stop"', '"do":"zone"'])
      expect(done).toContain(what);
  });

  it('lets no second device in by the address that the first used', async () => {
    await browser.context.clearCookies();
    const stranger = await browser.context.newPage();
    await stranger.goto(await told(/^console (http\S+)/m));
    await stranger.getByText('Pair this device').waitFor();
    await stranger.close();
  });

  it('has a door that is clean to axe, after a wrong code as well', async () => {
    await browser.context.clearCookies();
    const stranger = await browser.context.newPage();
    await stranger.setViewportSize({ width: 360, height: 740 });
    await stranger.goto(origin);
    await stranger.bringToFront();
    const field = stranger.getByRole('textbox', { name: 'Code' });
    await field.waitFor();
    expect(await violationsOn(stranger)).toEqual([]);
    await field.fill('000000');
    await stranger.keyboard.press('Enter');
    // No code is shown now, so this one is wrong.
    await stranger.getByText(/wrong, used or too old/).waitFor();
    expect(await violationsOn(stranger)).toEqual([]);
    await stranger.close();
  });

  it('ran without an error, and within its content security policy', () => {
    expect(complaints).toEqual([]);
  });
});
