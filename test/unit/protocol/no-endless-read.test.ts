import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readMediaFacts } from '../../../src/main/media-facts.ts';
import { measureLoudness } from '../../../src/main/sound/measure-loudness.ts';
import { stopEndlessReads } from '../../../src/protocol/no-endless-read.ts';
import { projectRoot } from '../../support/root.ts';

const folder = mkdtempSync(join(tmpdir(), 'mien-endless-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a source that is asked for the same bytes for ever', () => {
  it('says after some time that there is nothing more; one that is asked for others is left alone', () => {
    const asked: number[] = [];
    const source = stopEndlessReads({ _read: (from: number): number | null => (asked.push(from), from) }, () => 0);
    for (let at = 0; at < 1000; at += 1) expect(source._read(at)).toBe(at);
    let answered = 0;
    while (source._read(7) !== null) answered += 1;
    expect(answered).toBeLessThan(1000);
    expect(source._read(8)).toBe(8);
  });

  it('is let alone where it comes back to them now and then, as a short loop does all day', () => {
    let nowMs = 0;
    const source = stopEndlessReads({ _read: (from: number): number | null => from }, () => (nowMs += 500));
    for (let round = 0; round < 1000; round += 1) expect(source._read(7)).toBe(7);
  });

  it('is let alone where it cannot be asked in that way', () => {
    const source = {};
    expect(stopEndlessReads(source, () => 0)).toBe(source);
  });
});

describe('a clip whose middle is garbage', () => {
  it.each(['sun', 'mist'])('is read to its end, and neither check nor stage hangs on it: %s', async (clip) => {
    const whole = readFileSync(join(projectRoot(), `film/weather/clips/${clip}.webm`));
    const path = join(folder, `${clip}.webm`);
    writeFileSync(path, Buffer.concat([whole.subarray(0, 2000), Buffer.alloc(whole.length / 2, 0x55)]));
    const read = await readMediaFacts(path);
    if (read.ok) expect(read.facts.durationMs).toBeLessThan(1000);
    await measureLoudness(path);
  });
});
