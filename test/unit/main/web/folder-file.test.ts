import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openInFolder, pathSegments } from '../../../../src/main/web/folder-file.ts';

let folder: string;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'mien-files-')));
  mkdirSync(join(folder, 'film', 'clips'), { recursive: true });
  writeFileSync(join(folder, 'secret.webm'), 'secret');
  writeFileSync(join(folder, 'film', 'clips', 'sea.webm'), 'sea');
  symlinkSync(join(folder, 'secret.webm'), join(folder, 'film', 'link.webm'));
  symlinkSync(folder, join(folder, 'film', 'up'));
  symlinkSync(join(folder, 'film', 'clips'), join(folder, 'film', 'inside'));
  execFileSync('mkfifo', [join(folder, 'film', 'pipe.webm')]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const isGiven = async (...segments: string[]): Promise<boolean> => {
  const file = await openInFolder(join(folder, 'film'), segments);
  await file?.handle.close();
  return file !== null;
};

describe('a file of the film', () => {
  it('is given', async () => {
    expect(await isGiven('clips', 'sea.webm')).toBe(true);
  });

  it.each([
    ['a link to a file outside', ['link.webm']],
    ['a file behind a linked folder', ['up', 'secret.webm']],
    ['a file behind a link that stays inside', ['inside', 'sea.webm']],
    ['a pipe', ['pipe.webm']],
    ['a folder', ['clips']],
    ['what is not there', ['clips', 'moon.webm']],
    ['a way up', ['..', 'secret.webm']],
  ])('is not given for %s', async (_, segments) => {
    expect(await isGiven(...segments)).toBe(false);
  });
});

describe('the path of a request', () => {
  it.each([
    ['/clips/sea.webm', ['clips', 'sea.webm']],
    ['/clips/a%20b%23.webm', ['clips', 'a b#.webm']],
    ['/clips/%C3%A9.webm', ['clips', 'é.webm']],
  ])('%s leads to a file', (path, segments) => {
    expect(pathSegments(path)).toEqual(segments);
  });

  it.each([
    '/..',
    '/../package.json',
    '/clips/../../package.json',
    '/..%2fpackage.json',
    '/%2e%2e%2fpackage.json',
    '/%2e%2e/package.json',
    '/..%252fpackage.json',
    '/..%5cpackage.json',
    '/..\\package.json',
    '//etc/passwd',
    '/clips//sea.webm',
    '/%00/sea.webm',
    '/sea.webm%00.png',
    '/C:/windows/win.ini',
    '/.git/config',
    '/clips/.hidden.webm',
    '/%',
    '/%ff%fe',
    '/',
    '',
    `/${'a'.repeat(300)}`,
    '/sea.webm%0d%0aSet-Cookie:x',
  ])('%s leads nowhere', (path) => {
    expect(pathSegments(path)).toBeNull();
  });
});
