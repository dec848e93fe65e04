import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, open, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadFilm } from '../../../src/main/film-files.ts';
import { FIRST_FILM } from '../../../src/film/first-film.ts';

/** Longest that one film may take, milliseconds of this process; waiting for other work does not count. */
const LONGEST_MS = 2000;
const MEGABYTES = 200;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mien-hostile-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), content);
}

/** A file of that size, whatever it holds at its beginning. */
async function large(file: string, beginning: string): Promise<void> {
  await write(file, beginning);
  const handle = await open(join(folder, file), 'r+');
  await handle.truncate(MEGABYTES * 1024 * 1024);
  await handle.close();
}

/** The codes of the errors that the film in the folder is refused by. */
async function codes(): Promise<readonly string[]> {
  const before = process.cpuUsage();
  const { problems } = await loadFilm(folder, { loudness: true });
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(LONGEST_MS);
  for (const { message, hint } of problems) expect(message + hint).not.toMatch(/undefined|\[object|\n\s+at /u);
  return [...new Set(problems.filter(({ severity }) => severity === 'error').map(({ code }) => code))].toSorted();
}

const GOOD = FIRST_FILM;
const withClip = (clip: string): string =>
  JSON.stringify({
    version: 2,
    title: 'One',
    emotions: ['calm'],
    opening: 'door',
    scenes: {
      door: { clip, next: [{ emotion: 'calm', to: 'end' }, { to: 'end' }] },
      end: { clip: { standIn: { title: 'x', seconds: 5 } }, ending: 'end' },
    },
  });

describe('a hostile file ends in problems, not in a crash, a hang or a stack trace:', () => {
  it('a film of 200 MB', async () => {
    await large('film.json', '{');
    expect(await codes()).toEqual(['file-too-large']);
  });

  it('a film in UTF-16, in Latin-1, or of bytes that are no text', async () => {
    await write('film.json', Buffer.from(`\ufeff${GOOD}`, 'utf16le'));
    expect(await codes()).toEqual(['not-utf8']);
    await write('film.json', Buffer.from(GOOD, 'utf16le').swap16());
    expect((await codes()).length).toBeGreaterThan(0);
    await write('film.json', Buffer.from(GOOD.replace('"title": "', '"title": "é'), 'latin1'));
    expect(await codes()).toEqual(['not-utf8']);
    await write('film.json', Buffer.from(Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 256)));
    expect(await codes()).toEqual(['not-utf8']);
    await write('film.json', new Uint8Array(100_000));
    expect((await codes()).length).toBeGreaterThan(0);
  });

  it('but not one in UTF-8 with its mark, which is read', async () => {
    await write('film.json', `\ufeff${GOOD}`);
    expect(await codes()).toEqual([]);
  });

  it('a folder, a link to itself, or a pipe in place of the film', async () => {
    await mkdir(join(folder, 'film.json'));
    expect((await codes()).length).toBe(1);
    await rm(join(folder, 'film.json'), { recursive: true });
    await symlink('film.json', join(folder, 'film.json'));
    expect((await codes()).length).toBe(1);
    await rm(join(folder, 'film.json'));
    if (process.platform === 'win32') return;
    execFileSync('mkfifo', [join(folder, 'film.json')]);
    expect((await codes()).length).toBe(1);
  });

  it('includes in a circle, of itself, and more of them than a film has', async () => {
    const include = (...files: string[]): string => `"include": [${files.map((file) => `"${file}"`).join(', ')}]`;
    const film = (files: string[]): string => GOOD.replace('"opening"', `${include(...files)}, "opening"`);
    await write('film.json', film(['a.json']));
    await write('a.json', `{ ${include('b.json')} }`);
    await write('b.json', `{ ${include('a.json', 'film.json', 'b.json')} }`);
    expect(await codes()).toContain('include-cycle');
    const many = Array.from({ length: 3000 }, (_, i) => `part${i}.json`);
    await write('film.json', film(many));
    for (const file of many.slice(0, 1500)) await writeFile(join(folder, file), '{ "scenes": {} }');
    expect((await codes()).length).toBeGreaterThan(0);
    await write('film.json', film(['../../../etc/passwd', '/etc/passwd', 'C:/x.json', 'http://127.0.0.1/x.json']));
    expect(await codes()).toEqual(['path-outside']);
  });

  it('clips that are 200 MB of nothing, text, a folder, a pipe, a device or a link out of the folder', async () => {
    await write('film.json', withClip('clips/x.webm'));
    const make: Readonly<Record<string, () => Promise<void>>> = {
      'file-unreadable': () => large('clips/x.webm', '\u001aE\u00df\u00a3'),
      'file-unreadable text': () => write('clips/x.webm', 'not a film'),
      'file-unreadable empty': () => write('clips/x.webm', ''),
      'file-unreadable folder': () => mkdir(join(folder, 'clips/x.webm'), { recursive: true }).then(() => undefined),
      'file-unreadable pipe': () => Promise.resolve(void execFileSync('mkfifo', [join(folder, 'clips/x.webm')])),
      'path-outside device': () => symlink('/dev/zero', join(folder, 'clips/x.webm')),
      'file-missing link': () => symlink('x.webm', join(folder, 'clips/x.webm')),
    };
    for (const [name, made] of Object.entries(make)) {
      if (process.platform === 'win32' && /pipe|link|device/u.test(name)) continue;
      await rm(join(folder, 'clips'), { recursive: true, force: true });
      await mkdir(join(folder, 'clips'));
      await made();
      expect([name, await codes()]).toEqual([name, [name.split(' ')[0]]]);
    }
  }, 20_000);

  it('subtitles of 200 MB, and clips cut off anywhere', async () => {
    const film = JSON.parse(withClip('clips/x.webm')) as { scenes: { door: object } };
    await write('film.json', JSON.stringify({ ...film, subtitles: { en: 'en.vtt' } }));
    await large('en.vtt', 'WEBVTT');
    await write('clips/x.webm', '');
    expect(await codes()).toEqual(['file-too-large', 'file-unreadable']);
  });
});
