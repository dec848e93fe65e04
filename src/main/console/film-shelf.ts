import { constants } from 'node:fs';
import { cp, lstat, mkdir, readdir, realpath, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Folders beside the show's own film that hold a film, by the names under which the operator chooses them. */
export async function filmsOf(folders: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const folder of new Set(folders)) {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const film = join(folder, entry.name);
      if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
      const isFilm = await stat(join(film, 'film.json')).then(
        (is) => is.isFile(),
        () => false,
      );
      if (isFilm) found.set(found.has(entry.name) ? `${entry.name} (${basename(folder)})` : entry.name, film);
    }
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Copies a film to a place of its own, so that what is edited afterwards changes nothing that plays. Links and what is
 * neither file nor folder stay behind. On file systems that can, the copy takes no room. Rejects with Node's error; what was
 * copied until then is gone.
 */
export async function stageFilm(from: string, shelf: string, name: string): Promise<string> {
  const to = join(shelf, `${basename(name).replaceAll(/[^\p{L}\p{N}._-]/gu, '-')}-${Date.now().toString(36)}`);
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  try {
    await cp(from, to, {
      recursive: true,
      mode: constants.COPYFILE_FICLONE,
      filter: async (source) => {
        const is = await lstat(source);
        return is.isDirectory() || is.isFile();
      },
    });
  } catch (error) {
    await unstage(to);
    throw error;
  }
  return to;
}

/** Removes one staged film. Never rejects. */
export async function unstage(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}

/** Removes staged films that nobody needs. Never rejects. @param needed folders, links resolved. */
export async function clearShelf(shelf: string, needed: readonly string[]): Promise<void> {
  const at = await realpath(shelf).catch(() => shelf);
  for (const name of await readdir(at).catch((): string[] => [])) {
    const folder = join(at, name);
    if (!needed.includes(folder)) await unstage(folder);
  }
}
