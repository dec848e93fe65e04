import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readMediaFacts } from '../../../src/main/media-facts.ts';
import { projectRoot } from '../../support/root.ts';
import { runCommand } from '../../support/run-command.ts';

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mien-prepare-sound-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function writeFilm(scenes: object, rest: object = {}): void {
  const film = { version: 2, title: 'T', emotions: ['anger', 'calm'], opening: 'o', scenes, ...rest };
  writeFileSync(join(folder, 'film.json'), JSON.stringify(film));
}

describe('the loudness of a film that plays as it is', () => {
  const kept = (): string => join(folder, '.mien/loudness.json');

  it('is measured all the same, once, and what the stage makes of it is told', async () => {
    for (const file of ['opening.webm', 'dusk.webm', 'moon.webm']) {
      copyFileSync(join(projectRoot(), 'film/weather/clips', file), join(folder, file));
    }
    writeFilm({
      o: { clip: 'opening.webm', next: [{ emotion: 'anger', to: 'dusk' }, { to: 'moon' }] },
      dusk: { clip: 'dusk.webm', ending: 'dusk' },
      moon: { clip: 'moon.webm', next: [{ emotion: 'calm', to: 'dusk' }, { to: 'o' }] },
    });
    await runCommand('prepare', folder, '--dry-run');
    await runCommand('prepare', folder, '--no-loudness');
    expect(existsSync(kept())).toBe(false);
    const first = await runCommand('prepare', folder);
    expect(first).toMatchObject({ status: 0, err: '' });
    expect(first.out).toBe(
      'Nothing to prepare: every clip plays as it is.\n' + 'Loudness: 3 of 3 files measured; no scene stands out.\n',
    );
    const known = JSON.parse(readFileSync(kept(), 'utf8')) as { files: Record<string, { levels: number[] }> };
    known.files['moon.webm']!.levels.fill(-15);
    writeFileSync(kept(), JSON.stringify(known));
    const second = await runCommand('prepare', folder);
    expect(second.out).toContain('the stage evens out 1 scene as it plays.');
    expect(existsSync(join(folder, 'film.prepared.json'))).toBe(false);
  });
});

describe.skipIf(!hasFfmpeg)('a further sound track in a codec that no browser decodes', () => {
  it('becomes Opus with its six channels, and the prepared film names it', async () => {
    const ffmpeg = (...words: string[]): void => {
      expect(spawnSync('ffmpeg', ['-v', 'error', ...words], { cwd: folder }).status).toBe(0);
    };
    const tone = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=2'];
    const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=96x54:rate=25:duration=2'];
    ffmpeg(...picture, ...tone, '-c:v', 'libx264', '-c:a', 'aac', '-movflags', '+faststart', 'a.mp4');
    const side = 'pan=5.1(side)|FL=c0|FR=c0|FC=c0|LFE=c0|SL=c0|SR=c0';
    ffmpeg(...tone, '-af', side, '-c:a', 'ac3', 'a.mka');
    writeFilm({ o: { clip: 'a.mp4', next: 'e' }, e: { clip: 'a.mp4', ending: 'e' } }, { audio: { de: 'a.mka' } });
    const run = await runCommand('prepare', folder);
    expect(run.status).toBe(0);
    const made = await readMediaFacts(join(folder, 'a.mka.prepared.webm'));
    expect(made).toMatchObject({ ok: true, facts: { video: null, audio: { codec: 'opus', channels: 6 } } });
    expect(made.ok && Math.abs(made.facts.durationMs - 2000)).toBeLessThan(50);
    const film = readFileSync(join(folder, 'film.prepared.json'), 'utf8');
    expect(film).toContain('"de":"a.mka.prepared.webm"');
    expect(film).toContain('"clip":"a.mp4"');
  });
});
