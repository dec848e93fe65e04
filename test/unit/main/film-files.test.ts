import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BufferTarget, EncodedPacket, EncodedVideoPacketSource, Mp4OutputFormat, Output } from 'mediabunny';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadFilm } from '../../../src/main/film-files.ts';

const film = (clip: string, more = ''): string => `{
  "version": 2, "title": "Files", "emotions": ["calm"], "opening": "a", ${more}
  "scenes": {
    "a": { "clip": ${JSON.stringify(clip)}, "next": "b" },
    "b": { "clip": { "standIn": { "title": "B", "seconds": 5 } }, "next": [{ "emotion": "calm", "to": "c" }, { "to": "c" }] },
    "c": { "clip": { "standIn": { "title": "C", "seconds": 5 } }, "ending": "c" }
  }
}`;

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'mien-film-files-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

let count = 0;
function folder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const path = join(root, `film-${count++}`);
  for (const [name, content] of Object.entries(files)) {
    const file = join(path, name);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, content);
  }
  mkdirSync(path, { recursive: true });
  return path;
}
const codes = async (path: string): Promise<readonly string[]> =>
  (await loadFilm(path)).problems.map((problem) => problem.code);

/** A clip of one second whose pictures nobody decodes. */
async function mp4(fastStart: false | 'in-memory'): Promise<Uint8Array> {
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart }), target });
  const source = new EncodedVideoPacketSource('vp9');
  output.addVideoTrack(source);
  await output.start();
  const decoderConfig = { codec: 'vp09.00.10.08', codedWidth: 64, codedHeight: 36 };
  await source.add(new EncodedPacket(new Uint8Array(100), 'key', 0, 0.5), { decoderConfig });
  await source.add(new EncodedPacket(new Uint8Array(100), 'delta', 0.5, 0.5));
  await output.finalize();
  return new Uint8Array(target.buffer!);
}

const TUNING = {
  version: 1,
  networks: [{ network: 'mien-expression', weight: 1 }],
  temperature: 1.5,
  priors: { anger: 1, disgust: 1, fear: 2, happiness: 1, sadness: 1, surprise: 1, calm: 0.5 },
};

describe('a film that names what `mien tune` learnt of its venue', () => {
  const named = (tuning: string): string =>
    film('x.webm', `"tuning": ${JSON.stringify(tuning)},`).replace(
      '"x.webm"',
      '{ "standIn": { "title": "A", "seconds": 5 } }',
    );

  it('is loaded with it', async () => {
    const loaded = await loadFilm(folder({ 'film.json': named('venue.json'), 'venue.json': JSON.stringify(TUNING) }));
    expect(loaded.problems).toEqual([]);
    expect(loaded).toMatchObject({ ok: true, tuning: TUNING });
  });

  it('is refused where the file is missing, outside, a link out of the folder, or not what tune writes', async () => {
    expect(await codes(folder({ 'film.json': named('venue.json') }))).toEqual(['file-missing']);
    expect(await codes(folder({ 'film.json': named('../venue.json') }))).toEqual(['path-outside']);
    const linked = folder({ 'film.json': named('venue.json') });
    symlinkSync('/etc/hostname', join(linked, 'venue.json'));
    expect(await codes(linked)).toEqual(['path-outside']);
    for (const content of [
      '',
      '[]',
      '{"version":2}',
      JSON.stringify({ ...TUNING, temperature: -1 }),
      JSON.stringify({ ...TUNING, networks: [] }),
      JSON.stringify({ ...TUNING, __proto__: null, more: 1 }),
      '['.repeat(100_000),
    ]) {
      const { problems } = await loadFilm(folder({ 'film.json': named('venue.json'), 'venue.json': content }));
      expect(
        problems.map(({ code }) => code),
        content.slice(0, 40),
      ).toEqual(['bad-tuning']);
      expect(problems[0]?.hint).toContain('mien tune');
    }
    const binary = folder({ 'film.json': named('venue.json'), 'venue.json': Buffer.from([0x7b, 0xc3, 0x28]) });
    expect(await codes(binary)).toEqual(['not-utf8']);
  });
});

describe('a film on disk', () => {
  it('that is not there is told with the way to make one', async () => {
    const { problems } = await loadFilm(join(root, 'nowhere'));
    expect(problems).toMatchObject([{ code: 'film-missing', file: 'film.json', line: 1, column: 1 }]);
    expect(problems[0]?.hint).toContain('mien new');
    expect(await codes(folder({}))).toEqual(['film-missing']);
  });

  it('is refused in another encoding than UTF-8, and accepted with a byte order mark', async () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(film('x.webm'), 'utf16le')]);
    expect(await codes(folder({ 'film.json': utf16 }))).toEqual(['not-utf8']);
    expect(await codes(folder({ 'film.json': Buffer.from([0x7b, 0xc3, 0x28, 0x7d]) }))).toEqual(['not-utf8']);
    expect(await codes(folder({ 'film.json': `\uFEFF${film('x.webm')}` }))).toEqual(['file-missing']);
  });

  it('of 200 MB is refused without being read', async () => {
    const path = folder({ 'film.json': '' });
    truncateSync(join(path, 'film.json'), 200 * 1024 * 1024);
    expect(await codes(path)).toEqual(['file-too-large']);
  });

  it('whose clip is a link out of its folder is refused', async () => {
    const path = folder({ 'film.json': film('clips/x.webm') });
    mkdirSync(join(path, 'clips'));
    symlinkSync('/etc/hostname', join(path, 'clips/x.webm'));
    const { problems } = await loadFilm(path);
    expect(problems).toMatchObject([{ code: 'path-outside', path: 'scenes.a.clip' }]);
  });

  it('whose clip is no media, or a folder, is refused', async () => {
    expect(await codes(folder({ 'film.json': film('x.webm'), 'x.webm': 'not a film' }))).toEqual(['file-unreadable']);
    expect(await codes(folder({ 'film.json': film('x.webm'), 'x.webm/y': '' }))).toEqual(['file-unreadable']);
  });

  it('whose clip has its index behind its picture is warned of, where it stands', async () => {
    const codesWith = async (clip: Uint8Array): Promise<readonly string[]> =>
      codes(folder({ 'film.json': film('x.mp4'), 'x.mp4': clip }));
    expect(await codesWith(await mp4(false))).toEqual(['index-last']);
    expect(await codesWith(await mp4('in-memory'))).toEqual([]);
    const { problems } = await loadFilm(folder({ 'film.json': film('x.mp4'), 'x.mp4': await mp4(false) }));
    expect(problems).toMatchObject([{ severity: 'warning', path: 'scenes.a.clip' }]);
  });

  it('can be read without its media', async () => {
    const path = folder({ 'film.json': film('x.webm') });
    expect(await loadFilm(path, { media: false })).toMatchObject({ ok: true, problems: [], scenes: 3, endings: 1 });
    expect(await loadFilm(path, { missingMedia: 'guess' })).toMatchObject({ ok: true, problems: [] });
  });

  it('names what is wrong with an included file where it is included', async () => {
    const stand = '{ "standIn": { "title": "x", "seconds": 1 } }';
    const text = film('x.webm', '"include": ["gone.json", "../up.json"],').replace('"x.webm"', stand);
    const { problems } = await loadFilm(folder({ 'film.json': text }));
    expect(problems).toMatchObject([
      { code: 'file-missing', path: 'include[0]' },
      { code: 'path-outside', path: 'include[1]' },
    ]);
  });

  it('whose subtitles are no WebVTT is refused', async () => {
    const text = film('x.webm').replace('"title": "Files",', '"title": "Files", "subtitles": { "en": "en.vtt" },');
    const path = folder({ 'film.json': text, 'en.vtt': 'WEBVTT\n\n1 --> 2\nhm\n' });
    const { problems } = await loadFilm(path);
    expect(problems.map(({ code, path: at }) => [code, at])).toContainEqual(['file-unreadable', 'subtitles.en']);
  });
});
