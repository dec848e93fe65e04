import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { prepareCommand } from '../../../src/cli/prepare.ts';
import { encodeWords, gainTo, readLoudness } from '../../../src/cli/prepare/ffmpeg.ts';
import type { Job, Target } from '../../../src/cli/prepare/plan.ts';
import { preparedTexts } from '../../../src/cli/prepare/prepared-film.ts';
import { Progress } from '../../../src/cli/prepare/progress.ts';
import { parseFilmFiles } from '../../../src/film/parse-film.ts';
import { readMediaFacts } from '../../../src/main/media-facts.ts';

const TARGET: Target = { width: 1920, height: 1080, rate: 25, codec: 'h264' };

describe('what ffmpeg is asked', () => {
  const job: Job = {
    file: 'a.mov',
    out: 'a.prepared.mp4',
    container: 'mp4',
    poster: 'a.prepared.jpg',
    reasons: ['x'],
    inSeconds: [0, 6.5],
    durationMs: 10_000,
    size: { width: 1440, height: 1080 },
    picture: 'made',
    sound: 'made',
    channels: 2,
  };

  it('is a key frame at every in point, the index in front, one size and one rate, and no bars around the picture', () => {
    const words = encodeWords(job, TARGET, 'a.mov', 'a.partial', 3.5).join(' ');
    expect(words).toContain('-force_key_frames 0.000000,6.500000');
    expect(words).toContain('-movflags +faststart');
    expect(words).toContain('-vf scale=1440:1080:flags=lanczos,setsar=1,');
    expect(words).not.toContain('pad');
    expect(words).toContain('fps=25');
    expect(words).toContain('volume=3.50dB');
    expect(encodeWords({ ...job, sound: 'none' }, TARGET, 'a', 'b', null)).toContain('-an');
  });

  it('is the index in front alone, where picture and sound are left as they are', () => {
    const copied = encodeWords({ ...job, picture: 'copied', sound: 'copied' }, TARGET, 'a.mp4', 'a.partial', null);
    expect(copied.join(' ')).toBe(
      '-y -i a.mp4 -map 0:v:0 -map 0:a:0? -sn -dn -c:v copy -c:a copy -movflags +faststart -f mp4 a.partial',
    );
  });

  it('is as much sound as there are channels, and six in the one order that every encoder takes', () => {
    const sound = (channels: number, container: Job['container'], gainDb: number | null): string => {
      const words = encodeWords({ ...job, channels, container }, TARGET, 'a', 'b', gainDb);
      const first = words.indexOf('-g') + 2;
      return words.slice(first, words.indexOf('-b:a') + 2).join(' ');
    };
    expect(sound(1, 'mp4', null)).toBe('-ar 48000 -c:a aac -b:a 96k');
    expect(sound(2, 'mp4', null)).toBe('-ar 48000 -c:a aac -b:a 192k');
    expect(sound(2, 'webm', null)).toBe('-ar 48000 -c:a libopus -b:a 160k');
    expect(sound(6, 'webm', 2)).toBe('-af volume=2.00dB,aformat=channel_layouts=5.1 -ar 48000 -c:a libopus -b:a 400k');
    expect(sound(6, 'mp4', null)).toBe('-af aformat=channel_layouts=5.1 -ar 48000 -c:a aac -b:a 480k');
  });

  it('brings the loudness to the target as far as the peaks allow', () => {
    const said = ' Integrated loudness:\n    I:         -29.5 LUFS\n  True peak:\n    Peak:       -3.0 dBFS\n';
    expect(readLoudness(said)).toEqual({ integrated: -29.5, peak: -3 });
    expect(gainTo(-23, { integrated: -29.5, peak: -12 })).toBe(6.5);
    expect(gainTo(-23, { integrated: -29.5, peak: -3 })).toBe(2);
    expect(gainTo(-23, { integrated: -14, peak: 0 })).toBe(-9);
    expect(readLoudness('    I:         -70.0 LUFS\n    Peak:       -inf dBFS')).toBeNull();
  });
});

it('says how far it is and how long it will take', () => {
  vi.useFakeTimers({ now: 0 });
  const job = { durationMs: 60_000 } as Job;
  const progress = new Progress([job, job]);
  progress.at(job, 30);
  expect(progress.line(15_000)).toBe('25 %, 45 s left');
  vi.useRealTimers();
});

describe('the prepared film', () => {
  it('names the new files, keeps its comments, and gives parts that change a new name', () => {
    const main = `{ // mine\n "version": 2, "title": "T", "emotions": ["calm"], "opening": "o", "include": ["more.json", "same.json"],
      "clips": { "c": { "file": "a.mov", "in": 1 } }, "scenes": { "o": { "clip": "c", "next": "x" } } }`;
    const more = '{ "scenes": { "x": { "clip": "b.mov", "next": "y" } } }';
    const same = '{ "scenes": { "y": { "clip": "c.mp4", "ending": "e" } } }';
    const texts = new Map([
      ['film.json', main],
      ['more.json', more],
      ['same.json', same],
    ]);
    const { film } = parseFilmFiles(texts, 'film.json');
    const made = new Map([
      ['a.mov', 'a.prepared.mp4'],
      ['b.mov', 'b.prepared.mp4'],
    ]);
    const prepared = preparedTexts(film!, texts, made);
    expect([...prepared.keys()].toSorted()).toEqual(['film.prepared.json', 'more.prepared.json']);
    expect(prepared.get('film.prepared.json')).toContain('{ // mine');
    expect(prepared.get('film.prepared.json')).toContain('"file": "a.prepared.mp4", "in": 1');
    expect(prepared.get('film.prepared.json')).toContain('["more.prepared.json", "same.json"]');
    expect(prepared.get('more.prepared.json')).toContain('"clip": "b.prepared.mp4"');
    expect(preparedTexts(film!, texts, new Map()).size).toBe(0);
  });
});

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;

describe('mien prepare', () => {
  let folder: string;
  let said = '';

  beforeEach(() => {
    said = '';
    for (const stream of [process.stdout, process.stderr]) {
      vi.spyOn(stream, 'write').mockImplementation((text) => {
        said += String(text);
        return true;
      });
    }
    folder = mkdtempSync(join(tmpdir(), 'mien-prepare-'));
    mkdirSync(join(folder, 'clips'));
    const scenes = {
      o: { clip: { file: 'clips/a.mp4', in: 0.52, out: 1 }, next: 'x' },
      x: { clip: 'clips/b.webm', ending: 'e' },
    };
    const film = { version: 2, title: 'T', emotions: ['calm'], opening: 'o', scenes };
    writeFileSync(join(folder, 'film.json'), JSON.stringify(film));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    process.exitCode = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  const mien = (...words: string[]): Promise<unknown> =>
    prepareCommand().parseAsync([folder, ...words], { from: 'user' });
  const ffmpeg = (...words: string[]): void => {
    expect(spawnSync('ffmpeg', ['-v', 'error', '-y', ...words], { cwd: folder }).status).toBe(0);
  };
  const shoot = (): void => {
    const tone = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=1.2'];
    const picture = (size: string, rate: number): string[] => [
      '-f',
      'lavfi',
      '-i',
      `testsrc2=size=${size}:rate=${rate}:duration=1.2`,
    ];
    ffmpeg(...picture('96x54', 25), ...tone, '-c:v', 'libx264', '-g', '250', '-c:a', 'aac', 'clips/a.mp4');
    ffmpeg(...picture('64x48', 30), '-c:v', 'libvpx', '-b:v', '200k', 'clips/b.webm');
  };

  it.skipIf(!hasFfmpeg)(
    'makes one size and rate with key frames at in points, beside the originals, and goes on where it stopped',
    async () => {
      shoot();
      const before = ['a.mp4', 'b.webm'].map((file) => readFileSync(join(folder, 'clips', file)));
      await mien();
      expect(process.exitCode ?? 0).toBe(0);
      const made = [];
      for (const file of ['a', 'b']) made.push(await readMediaFacts(join(folder, `clips/${file}.prepared.mp4`)));
      expect(made[0]).toMatchObject({ ok: true, facts: { video: { width: 96, height: 54 } } });
      expect(made[1]).toMatchObject({ ok: true, facts: { video: { width: 72, height: 54 } } });
      expect(made[0]?.ok === true && made[0].facts.video?.keyframesMs).toContain(520);
      expect(made[1]?.ok === true && Math.round(made[1].facts.video?.frameRate ?? 0)).toBe(25);
      expect(existsSync(join(folder, 'clips/a.prepared.jpg'))).toBe(true);
      expect(['a.mp4', 'b.webm'].map((file) => readFileSync(join(folder, 'clips', file)))).toEqual(before);
      const film = readFileSync(join(folder, 'film.prepared.json'), 'utf8');
      expect(film).toContain('clips/a.prepared.mp4');

      // Stopped before the second: only that is made again.
      const first = statSync(join(folder, 'clips/a.prepared.mp4')).mtimeMs;
      rmSync(join(folder, 'clips/b.prepared.mp4'));
      await mien();
      expect(statSync(join(folder, 'clips/a.prepared.mp4')).mtimeMs).toBe(first);
      expect(existsSync(join(folder, 'clips/b.prepared.mp4'))).toBe(true);
    },
  );

  it.skipIf(!hasFfmpeg)('leaves nothing half made where ffmpeg fails, and says why', async () => {
    shoot();
    writeFileSync(
      join(folder, 'no-ffmpeg.sh'),
      '#!/bin/sh\n[ "$1" = -version ] && exit 0\necho it broke >&2\nexit 3\n',
      { mode: 0o755 },
    );
    await mien('--ffmpeg', join(folder, 'no-ffmpeg.sh'));
    expect(process.exitCode).toBe(1);
    expect(said).toContain('it broke');
    expect(existsSync(join(folder, 'film.prepared.json'))).toBe(false);
    expect(existsSync(join(folder, 'clips/a.prepared.mp4.partial'))).toBe(false);
  });

  it.skipIf(!hasFfmpeg)('says what would be made, and what is missing where there is no ffmpeg', async () => {
    shoot();
    await mien('--dry-run');
    expect(said).toContain('clips/b.webm -> clips/b.prepared.mp4: 64x48 becomes 72x54');
    expect(existsSync(join(folder, '.mien'))).toBe(false);
    await mien('--ffmpeg', 'no-such-ffmpeg');
    expect(said).toContain('apt install ffmpeg');
    expect(process.exitCode).toBe(1);
  });
});
