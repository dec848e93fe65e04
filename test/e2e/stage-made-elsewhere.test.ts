import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { clipOf, cueOf, WELCOME } from '../support/stage/clip-of.ts';
import { toneHz } from '../support/stage/clip-recipe.ts';
import type { StageHouse } from '../support/stage/house.ts';
import { Theatre } from '../support/stage/theatre.ts';

/** Clips as cameras and editing programs make them, and `npx mien prepare`: H.264 with AAC. A browser cannot make those itself. */
const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;
const SCREEN = { width: 960, height: 540 };
const SECONDS = 2;
const AVC = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '25', '-movflags', '+faststart'];
const AAC = ['-c:a', 'aac', '-b:a', '128k'];
/** One tone for each loudspeaker, in the order of 5.1: left, right, centre, low frequencies, left and right behind. */
const SPEAKER_HZ = [400, 600, 800, 60, 1000, 1200];

/** @param picture for instance "1920x1080"; of one bright colour. */
function clipFile(picture: string, sound: readonly string[]): Uint8Array<ArrayBuffer> {
  const folder = mkdtempSync(join(tmpdir(), 'mien-elsewhere-'));
  const video = ['-f', 'lavfi', '-i', `testsrc2=size=${picture}:rate=25:duration=${SECONDS}`];
  try {
    const made = spawnSync('ffmpeg', ['-v', 'error', ...video, ...sound, ...AVC, ...AAC, 'clip.mp4'], { cwd: folder });
    expect(made.stderr.toString()).toBe('');
    return new Uint8Array(readFileSync(join(folder, 'clip.mp4')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const sine = (hz: number, seconds = SECONDS): string[] => [
  '-f',
  'lavfi',
  '-i',
  `sine=${hz}:duration=${seconds}:r=48000`,
];

let theatre: Theatre;
let house: StageHouse;
let page: Page;

beforeAll(async () => {
  theatre = await Theatre.open({ viewport: SCREEN });
});
afterAll(() => theatre.close());
let close: () => Promise<void>;
/** @param probed whether it is listened to; of a picture of 2160p the probe finds no frame to read in time. */
async function open(probed = false): Promise<void> {
  ({ house, page, close } = await theatre.stage({ probed }));
}
afterEach(() => close());

/** The clip loops until it has come round so often. */
async function loop(file: Uint8Array<ArrayBuffer>, forMs: number, fit: 'cover' | 'contain' = 'contain'): Promise<void> {
  house.files.set('/film/clip.mp4', file);
  await page.goto(`${house.address}/stage/index.html`);
  await house.fact('hello');
  house.send({ ...WELCOME, fit });
  house.send(cueOf(1, clipOf('/film/clip.mp4'), { when: 'now', repeat: null }));
  await house.fact('clipStarted', ({ cueId }) => cueId === 1, { timeoutMs: 15_000 });
  await page.waitForTimeout(forMs);
}

const faults = (): unknown[] => house.facts.filter(({ type }) => type === 'clipFailed' || type === 'soundLost');

describe.skipIf(!hasFfmpeg)('a clip of H.264 with AAC (needs ffmpeg)', () => {
  it('loops at 1080p, seen and heard, and nothing of it fails', async () => {
    await open(true);
    const file = clipFile('1920x1080', sine(toneHz(1)));
    await loop(file, SECONDS * 1000);
    await page.evaluate(() => window.probe.reset());
    await page.waitForTimeout(SECONDS * 1000);
    expect(await page.evaluate((hz) => window.probe.heardMs(hz), toneHz(1))).toBeGreaterThan(SECONDS * 500);
    expect(faults()).toEqual([]);
    const shown = house.facts.flatMap((fact) => (fact.type === 'position' ? [fact.positionMs] : []));
    expect(Math.max(...shown)).toBeGreaterThan(SECONDS * 700);
  });

  it('plays at 2160p', async () => {
    await open();
    await loop(clipFile('3840x2160', sine(toneHz(1))), SECONDS * 1500);
    expect(await page.evaluate(() => document.querySelector('video')?.videoHeight)).toBe(2160);
    expect(faults()).toEqual([]);
  });

  it('of a portrait fills the screen where the film says "cover", and stands between bars where it says "contain"', async () => {
    await open();
    const file = clipFile('540x960', sine(toneHz(1)));
    const leftEdge = async (): Promise<number> => {
      const { data } = await sharp(await page.screenshot({ timeout: 20_000 }))
        .extract({ left: 4, top: 200, width: 100, height: 100 })
        .greyscale()
        .raw()
        .toBuffer({ resolveWithObject: true });
      return Math.max(...data);
    };
    await loop(file, 500, 'cover');
    expect(await leftEdge()).toBeGreaterThan(60);
    house.send({ ...WELCOME, fit: 'contain' });
    await expect.poll(leftEdge).toBeLessThan(8);
  });

  it('keeps the six channels of its sound, in their order', async () => {
    await open();
    const inputs = SPEAKER_HZ.flatMap((hz) => sine(hz));
    const joined = SPEAKER_HZ.map((_, index) => `[${index + 1}:a]`).join('');
    const layout = 'map=0.0-FL|1.0-FR|2.0-FC|3.0-LFE|4.0-BL|5.0-BR';
    const file = clipFile('320x180', [
      ...inputs,
      '-filter_complex',
      `${joined}join=inputs=6:channel_layout=5.1:${layout}[a]`,
      ...['-map', '0:v', '-map', '[a]'],
    ]);
    await page.addInitScript(() => {
      const { prototype } = AudioBufferSourceNode;
      type Start = AudioBufferSourceNode['start'];
      const start: Start = Reflect.get(prototype, 'start');
      const laid: number[][] = [];
      Object.assign(window, { laid });
      // How often each channel of what is laid on the clock crosses nought.
      prototype.start = function (this: AudioBufferSourceNode, ...when: Parameters<Start>) {
        const { buffer } = this;
        const crossings = Array.from({ length: buffer?.numberOfChannels ?? 0 }, (_, channel) => {
          const wave = buffer!.getChannelData(channel);
          return wave.reduce((sum, value, at) => sum + (at > 0 && value >= 0 !== wave[at - 1]! >= 0 ? 1 : 0), 0);
        });
        laid.push([buffer?.duration ?? 0, ...crossings]);
        start.apply(this, when);
      };
    });
    await loop(file, SECONDS * 1000);
    const laid = await page.evaluate(() => (window as unknown as { laid: number[][] }).laid);
    // The first blocks of a coder fade in.
    const steady = laid.slice(5);
    const seconds = steady.reduce((sum, [duration]) => sum + duration!, 0);
    const hz = SPEAKER_HZ.map(
      (_, channel) => steady.reduce((sum, block) => sum + (block[channel + 1] ?? 0), 0) / 2 / seconds,
    );
    expect(hz.map((value, channel) => Math.abs(value / SPEAKER_HZ[channel]! - 1) < 0.2)).toEqual(
      SPEAKER_HZ.map(() => true),
    );
    expect(faults()).toEqual([]);
  });
});
