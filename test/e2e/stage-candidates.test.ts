import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clipOf, cueOf } from '../support/stage/clip-of.ts';
import { Theatre } from '../support/stage/theatre.ts';

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;
const SECONDS = 16;
/** Chromium's own measure for what is to play is ten seconds and more; its decoder wants some three. */
const MOST_AHEAD_SECONDS = 5;
const NOISE = ['-f', 'lavfi', '-i', `testsrc2=size=640x360:rate=25:duration=${SECONDS}`, '-vf', 'noise=alls=80:allf=t'];
const HEAVY = ['-c:v', 'libx264', '-preset', 'ultrafast', '-b:v', '12M', '-g', '25', '-pix_fmt', 'yuv420p'];

/** A clip of 25 MB, of which a browser does not read the whole because it is small. */
function heavyClip(): Uint8Array<ArrayBuffer> {
  const folder = mkdtempSync(join(tmpdir(), 'mien-heavy-'));
  try {
    const words = ['-v', 'error', ...NOISE, ...HEAVY, '-movflags', '+faststart', 'clip.mp4'];
    expect(spawnSync('ffmpeg', words, { cwd: folder }).status).toBe(0);
    return new Uint8Array(readFileSync(join(folder, 'clip.mp4')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

let theatre: Theatre;
beforeAll(async () => {
  theatre = await Theatre.open();
});
afterAll(() => theatre.close());

describe.skipIf(!hasFfmpeg)('a candidate of the coming choice (needs ffmpeg)', () => {
  it.each([
    ['from its beginning', {}],
    ['as a part of a file', { inMs: 8000 }],
  ])('%s: is ready with little of its file read, and plays to its end when it is chosen', async (_, range) => {
    const { house, page, close } = await theatre.stage();
    try {
      house.files.set('/film/heavy.mp4', heavyClip());
      await page.goto(`${house.address}/stage/index.html`);
      await house.fact('hello');
      const clip = clipOf('/film/heavy.mp4', range);
      house.send({ type: 'prepare', clips: [clip] });
      await page.waitForFunction(() => document.querySelector('video')?.readyState === 4);
      // A browser that reads on would have by now.
      await page.waitForTimeout(3000);
      const aheadSeconds = await page.evaluate(() => {
        const { buffered, currentTime } = document.querySelector('video')!;
        return buffered.end(buffered.length - 1) - currentTime;
      });
      expect(aheadSeconds).toBeLessThan(MOST_AHEAD_SECONDS);
      house.send(cueOf(1, clip, { when: 'now', hold: true }));
      await house.fact('clipEnded', ({ cueId }) => cueId === 1, { timeoutMs: (SECONDS + 15) * 1000 });
      expect(house.facts.filter(({ type }) => type === 'clipFailed')).toEqual([]);
    } finally {
      await close();
    }
  });
});
