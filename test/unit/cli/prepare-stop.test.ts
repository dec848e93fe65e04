import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DoneBefore } from '../../../src/cli/prepare/done-before.ts';
import { projectRoot } from '../../support/root.ts';
import { runCommand } from '../../support/run-command.ts';

/** Notes what it is asked to make and makes it; where `slow` lies beside it, it stays at the half of moon's clip. */
const SLOW_FFMPEG = `#!/bin/sh
[ "$1" = -version ] && exit 0
for to; do :; done
[ "$to" = - ] && exit 0
here=$(dirname "$0")
basename "$to" .partial >> "$here/log"
echo half > "$to"
case "$to" in *moon*.webm.partial) [ -e "$here/slow" ] && exec sleep 60 ;; esac
echo whole > "$to"
`;
const CLIPS = ['dusk.webm', 'moon.webm'];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mien-prepare-stop-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (file: string): string => join(folder, file);
const hash = (file: string): string =>
  createHash('sha256')
    .update(readFileSync(at(file)))
    .digest('hex');
const text = (file: string): string => readFileSync(at(file), 'utf8');

describe.skipIf(process.platform === 'win32')('a preparation that is stopped half way', () => {
  it('leaves no half file and no original touched, ends with 130, and does only what is left the next time', async () => {
    for (const file of CLIPS) copyFileSync(join(projectRoot(), 'film/weather/clips', file), at(file));
    const scenes = { o: { clip: 'dusk.webm', next: 'e' }, e: { clip: 'moon.webm', ending: 'e' } };
    const film = JSON.stringify({ version: 2, title: 'T', emotions: ['calm'], opening: 'o', scenes });
    writeFileSync(at('film.json'), film);
    writeFileSync(at('ffmpeg.sh'), SLOW_FFMPEG, { mode: 0o755 });
    writeFileSync(at('slow'), '');
    const originals = CLIPS.map(hash);
    const prepare = () => runCommand('prepare', folder, '--size', '96x54', '--ffmpeg', at('ffmpeg.sh'));

    const running = prepare();
    await vi.waitFor(() => expect(existsSync(at('moon.prepared.webm.partial'))).toBe(true), { timeout: 10_000 });
    process.emit('SIGINT', 'SIGINT');
    const stopped = await running;
    expect(stopped.status).toBe(130);
    expect(stopped.err).toContain('stopped. What is done is kept');
    expect(text('dusk.prepared.webm')).toBe('whole\n');
    const left = readdirSync(folder);
    expect(left.filter((file) => file.startsWith('moon'))).toEqual(['moon.webm']);
    expect(left.filter((file) => file.endsWith('.partial') || file === 'film.prepared.json')).toEqual([]);
    expect(CLIPS.map(hash)).toEqual(originals);
    expect(text('film.json')).toBe(film);

    rmSync(at('slow'));
    rmSync(at('log'));
    const resumed = await prepare();
    expect(resumed.status).toBe(0);
    expect(text('log')).toBe('moon.prepared.webm\nmoon.prepared.jpg\n');
    expect(text('moon.prepared.webm')).toBe('whole\n');
    expect(text('film.prepared.json')).toContain('dusk.prepared.webm');
    expect(text('film.prepared.json')).toContain('moon.prepared.webm');
    expect(CLIPS.map(hash)).toEqual(originals);
  });

  it('takes no file for done that was made of another original since, or under another name', async () => {
    for (const file of ['sea.mov', 'sea.webm', 'sea.prepared.mp4']) writeFileSync(at(file), file);
    const done = await DoneBefore.read(folder);
    await done.note('sea.mov', 'sea.prepared.mp4', 'how');
    expect(await done.has('sea.mov', 'sea.prepared.mp4', 'how')).toBe(true);
    expect(await done.has('sea.mov', 'sea.webm', 'how')).toBe(false);
    await done.note('sea.webm', 'sea.prepared.mp4', 'how');
    const read = await DoneBefore.read(folder);
    expect(await read.has('sea.mov', 'sea.prepared.mp4', 'how')).toBe(false);
    expect(await read.has('sea.webm', 'sea.prepared.mp4', 'how')).toBe(true);
  });
});
