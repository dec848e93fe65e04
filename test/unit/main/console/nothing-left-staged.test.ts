import { cp } from 'node:fs/promises';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import type * as Promises from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FilmChange } from '../../../../src/main/console/film-change.ts';
import { rehearsalLines } from '../../../../src/main/console/rehearse.ts';
import type * as Rehearsal from '../../../../src/main/console/rehearse.ts';
import { loadFilm } from '../../../../src/main/film-files.ts';
import type { PlayableFilm } from '../../../../src/main/film-in-play.ts';
import { ROOM_FILM } from '../../../support/room-film.ts';

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof Promises>();
  return { ...real, cp: vi.fn(real.cp) };
});
vi.mock('../../../../src/main/console/rehearse.ts', async (original) => {
  const real = await original<typeof Rehearsal>();
  return { ...real, rehearsalLines: vi.fn(real.rehearsalLines) };
});

let folder: string;
beforeEach(() => (folder = realpathSync(mkdtempSync(join(tmpdir(), 'mien-nothing-left-')))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, film: object = { ...ROOM_FILM, title: name }): string {
  mkdirSync(join(folder, 'films', name), { recursive: true });
  writeFileSync(join(folder, 'films', name, 'film.json'), JSON.stringify(film));
  return join(folder, 'films', name);
}

/** Another film's way to a stage on which "room 3" plays and "room 2" did before, both from the shelf. */
async function change() {
  const load = async (path: string): Promise<PlayableFilm> => {
    const loaded = await loadFilm(path);
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    return loaded;
  };
  const playing = {
    playable: await load(write('room')),
    isInSession: false,
    swap: (film: PlayableFilm) => {
      playing.playable = film;
      return Promise.resolve(true);
    },
  };
  const staged = join(folder, 'staged');
  const way = new FilmChange({
    playing,
    name: 'room',
    before: null,
    shelves: [join(folder, 'films')],
    staged,
    onChange: () => undefined,
    onSwapped: () => undefined,
    tell: () => undefined,
  });
  for (const name of ['room 2', 'room 3']) {
    write(name);
    await way.choose(name);
    await vi.waitFor(() => expect(way.now.playing).toBe(name));
  }
  expect(readdirSync(staged)).toHaveLength(2);
  return { way, staged };
}

describe('a film that is not put on', () => {
  it.each([
    [
      'the disk is full while it is copied',
      () =>
        void vi.mocked(cp).mockImplementationOnce((_from, to) => {
          mkdirSync(join(String(to), 'clips'), { recursive: true });
          writeFileSync(join(String(to), 'clips', 'half.webm'), 'half of it');
          return Promise.reject(new Error('ENOSPC: no space left on device'));
        }),
      'ENOSPC',
    ],
    ['its check refuses it', () => void write('next', { ...ROOM_FILM, opening: 'nowhere' }), 'nowhere'],
    [
      'its rehearsal refuses it',
      () =>
        void vi.mocked(rehearsalLines).mockReturnValueOnce({ refused: true, lines: ['visits went on without end'] }),
      'without end',
    ],
    [
      'its rehearsal fails',
      () =>
        void vi.mocked(rehearsalLines).mockImplementationOnce(() => {
          throw new Error('no such rehearsal');
        }),
      'no such rehearsal',
    ],
  ])('leaves nothing on the disk where %s; what plays and what played before stay', async (_, goesWrong, why) => {
    const { way, staged } = await change();
    const before = readdirSync(staged);
    const film = write('next');
    goesWrong();
    await way.choose('next');
    expect([way.now.step, way.now.lines.join(' ')]).toEqual(['refused', expect.stringContaining(why)]);
    expect(readdirSync(staged)).toEqual(before);
    // The film itself is the artist's.
    expect(existsSync(join(film, 'film.json'))).toBe(true);
    expect(way.rollBack()).toBe(true);
    await vi.waitFor(() => expect(way.now).toMatchObject({ playing: 'room 2', before: 'room 3' }));
  });
});
