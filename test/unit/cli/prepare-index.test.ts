import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasIndexLast } from '../../../src/main/index-place.ts';
import { readMediaFacts } from '../../../src/main/media-facts.ts';
import { runCommand } from '../../support/run-command.ts';

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mien-prepare-index-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A box of zeroes. @param told the length that its head tells, where that is not the true one. */
function box(type: string, bytes: number, told = bytes + 8): Buffer {
  const made = Buffer.alloc(bytes + 8);
  made.writeUInt32BE(told, 0);
  made.write(type, 4, 'latin1');
  return made;
}

/** A box whose length is told in 64 bits. */
function longBox(type: string, bytes: number, told = BigInt(bytes + 16)): Buffer {
  const made = box(type, 8 + bytes, 1);
  made.writeBigUInt64BE(told, 8);
  return made;
}

describe('where the index of a file lies', () => {
  const lies = (...boxes: readonly Buffer[]): Promise<boolean> => {
    const path = join(folder, 'x.mp4');
    writeFileSync(path, Buffer.concat(boxes));
    return hasIndexLast(path);
  };
  const [first, picture, index] = [box('ftyp', 16), box('mdat', 500), box('moov', 100)];

  it('is told by the heads of its boxes, with lengths of 32 and of 64 bits', async () => {
    expect(await lies(first, picture, index)).toBe(true);
    expect(await lies(first, box('free', 0), longBox('mdat', 500), index)).toBe(true);
    expect(await lies(first, index, picture)).toBe(false);
    expect(await lies(box('wide', 0), picture, index)).toBe(true);
    expect(await lies(first, index, box('mdat', 500, 0))).toBe(false);
  });

  it('is told of no other file, and of none whose lengths lead nowhere', async () => {
    expect(await hasIndexLast(join(folder, 'missing.mp4'))).toBe(false);
    expect(await lies()).toBe(false);
    expect(await lies(Buffer.from('not a film, and longer than a head'))).toBe(false);
    expect(await lies(Buffer.from([0x1a, 0x45, 0xdf, 0xa3]), picture, index)).toBe(false);
    for (const told of [0, 1, 2, 7, 0xffffffff]) expect(await lies(first, box('mdat', 500, told), index)).toBe(false);
    for (const told of [0n, 15n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n]) {
      expect(await lies(first, longBox('mdat', 500, told), index)).toBe(false);
    }
    expect(await lies(first, picture, Buffer.from([0, 0, 0, 1]))).toBe(false);
    const many = Array.from({ length: 10_000 }, () => box('free', 0));
    expect(await lies(first, picture, ...many, index)).toBe(false);
  });
});

describe.skipIf(!hasFfmpeg)('a film that is uniform, with the index of a clip behind its picture', () => {
  const ffmpeg = (...words: string[]): string => {
    const ran = spawnSync('ffmpeg', ['-v', 'error', '-y', ...words], { cwd: folder, encoding: 'utf8' });
    expect(ran.status).toBe(0);
    return ran.stdout;
  };

  it('is prepared by moving the index: picture, sound and key frames stay to the bit', async () => {
    const inputs = ['testsrc2=size=96x54:rate=25:duration=2', 'sine=frequency=440:duration=2'];
    const codecs = ['-c:v', 'libx264', '-g', '13', '-pix_fmt', 'yuv420p', '-c:a', 'aac'];
    ffmpeg(...inputs.flatMap((input) => ['-f', 'lavfi', '-i', input]), ...codecs, 'last.mp4');
    ffmpeg('-i', 'last.mp4', '-c', 'copy', '-movflags', '+faststart', 'first.mp4');
    const scenes = { o: { clip: 'first.mp4', next: 'e' }, e: { clip: 'last.mp4', ending: 'e' } };
    const film = { version: 2, title: 'T', emotions: ['calm'], opening: 'o', scenes };
    writeFileSync(join(folder, 'film.json'), JSON.stringify(film));

    const check = await runCommand('check', folder);
    expect(check.status).toBe(0);
    expect(check.out.match(/\[index-last\]/gu)).toHaveLength(1);
    expect(check.out).toContain('scenes.e.clip: the index of "last.mp4" lies behind its picture');
    const run = await runCommand('prepare', folder);
    expect(run.status).toBe(0);
    expect(run.out).toContain('last.mp4 -> last.prepared.mp4: its index lies behind the picture\n');
    expect(run.out).not.toContain('first.mp4 ->');
    expect(await hasIndexLast(join(folder, 'last.mp4'))).toBe(true);
    expect(await hasIndexLast(join(folder, 'last.prepared.mp4'))).toBe(false);
    const facts = (file: string) => readMediaFacts(join(folder, file));
    expect(await facts('last.prepared.mp4')).toEqual(await facts('last.mp4'));
    const packets = (file: string): string => ffmpeg('-i', file, '-map', '0', '-c', 'copy', '-f', 'streamhash', '-');
    expect(packets('last.prepared.mp4')).toBe(packets('last.mp4'));
    expect((await runCommand('check', join(folder, 'film.prepared.json'))).out).not.toContain('index-last');
    expect(readFileSync(join(folder, 'film.prepared.json'), 'utf8')).toContain('"last.prepared.mp4"');
  });
});
