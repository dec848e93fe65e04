import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { FIRST_FILM } from '../film/first-film.ts';
import { makeFolder } from './make-folder.ts';

/** Why a film could not be made, by the system's code. */
const WHY: Readonly<Record<string, string>> = {
  EEXIST: 'a file is in the way',
  ENOTDIR: 'a file is in the way',
  EACCES: 'this account may not write there',
  EPERM: 'this account may not write there',
  EROFS: 'nothing can be written there',
  ENOENT: 'no folder can be made there',
  ENOSPC: 'the disk is full',
};

/** `mien new <folder>`: a film to start from, which checks clean and plays at once. */
export function newCommand(): Command {
  return new Command('new')
    .description('Make a film to start from: it plays at once, with a card for every clip that is not shot yet.')
    .argument('<folder>', 'where it is made; there must be no film in it yet')
    .action(run);
}

async function run(folder: string): Promise<void> {
  const path = join(folder, 'film.json');
  try {
    await makeFolder(join(folder, 'clips'));
    await writeFile(path, FIRST_FILM, { flag: 'wx' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const isFilm = code === 'EEXIST' && error instanceof Error && 'path' in error && error.path === path;
    const why = isFilm ? 'there is a film already' : (WHY[code] ?? `it cannot be written (${code})`);
    process.stderr.write(`mien new: ${path}: ${why}. Choose another folder.\n`);
    process.exitCode = 1;
    return;
  }
  const word = /^[\w./-]+$/.test(folder) ? folder : `"${folder}"`;
  process.stdout.write(`Made ${path}. Try:\n  mien simulate ${word} --mood happiness\n  mien play ${word}\n`);
}
