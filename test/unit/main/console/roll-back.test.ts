import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FilmChange, type Shelved } from '../../../../src/main/console/film-change.ts';
import { KeptSettings, readSettings } from '../../../../src/main/console/settings.ts';
import { loadFilm } from '../../../../src/main/film-files.ts';
import { FilmInPlay } from '../../../../src/main/film-in-play.ts';
import { ROOM_FILM } from '../../../support/room-film.ts';
import { wholeShow } from '../../../support/whole-show.ts';
import { crossroads } from '../../film/small-films.ts';

let folder: string;
beforeEach(() => (folder = realpathSync(mkdtempSync(join(tmpdir(), 'mien-roll-back-')))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, film: object = { ...ROOM_FILM, title: name }): string {
  mkdirSync(join(folder, 'films', name), { recursive: true });
  writeFileSync(join(folder, 'films', name, 'film.json'), JSON.stringify(film));
  return join(folder, 'films', name);
}

/** A film that plays, and what would put another in its place. */
async function playing(at: string, name: string, before: Shelved | null) {
  const loaded = await loadFilm(at);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const film = await FilmInPlay.open(
    {
      clock: { nowMs: () => performance.now(), timeOfDay: () => ({ hour: 12, weekday: 2 }) },
      seed: 1,
      journalFolder: null,
      stateFolder: null,
      onFault: () => undefined,
      tell: () => undefined,
      onCue: () => undefined,
      onAction: () => undefined,
    },
    loaded,
  );
  film.begin();
  const befores: Shelved[] = [];
  const change = new FilmChange({
    playing: film,
    name,
    before,
    shelves: [join(folder, 'films')],
    staged: join(folder, 'staged'),
    onChange: () => undefined,
    onSwapped: (_, __, gone) => befores.push(gone),
    tell: () => undefined,
  });
  return { film, change, befores };
}

describe('what played before', () => {
  it('is told, stays on its shelf, and comes back from there in a show that was started again', async () => {
    // A shelf that is reached through a link keeps it all the same.
    mkdirSync(join(folder, 'elsewhere'));
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'staged'));
    const first = await playing(write('room'), 'room', null);
    for (const name of ['room 2', 'room 3']) {
      write(name);
      await first.change.choose(name);
      await vi.waitFor(() => expect(first.change.now.playing).toBe(name));
    }
    expect(first.befores.map(({ name }) => name)).toEqual(['room', 'room 2']);
    first.film.stop();
    const { film, change } = await playing(first.film.playable.folder, 'room 3', first.befores[1]!);
    expect(change.now).toMatchObject({ playing: 'room 3', before: 'room 2' });
    write('wrong', { ...ROOM_FILM, opening: 'nowhere' });
    await change.choose('wrong');
    expect(change.now.step).toBe('refused');
    expect(change.rollBack()).toBe(true);
    await vi.waitFor(() => expect(film.film.title).toBe('room 2'));
    await vi.waitFor(() => expect(change.now).toMatchObject({ playing: 'room 2', before: 'room 3', step: 'none' }));
    film.stop();
  });

  it('is refused where it lies no more, and the present film plays on', async () => {
    const { film, change } = await playing(write('room'), 'room', { folder: join(folder, 'gone'), name: 'gone' });
    expect(change.rollBack()).toBe(true);
    await vi.waitFor(() => expect(change.now).toMatchObject({ step: 'refused', coming: 'gone', playing: 'room' }));
    expect(film.film.title).toBe('room');
    film.stop();
  });

  it('is kept in the settings, for the film alone that the show was started with', async () => {
    const [own, elsewhere] = [join(folder, 'film'), write('elsewhere')];
    const kept = new KeptSettings(folder, {}, () => undefined);
    const before = { folder: elsewhere, name: 'elsewhere' };
    kept.set({ filmBefore: { of: join(folder, 'another film'), ...before } });
    await kept.settled();
    const other = await wholeShow(folder, crossroads(), { keepFolder: folder });
    expect(await other.operator.do({ do: 'rollBack' })).toBe('nothing played before this film');
    other.operator.close();
    await other.show.stop();
    kept.set({ filmBefore: { of: own, ...before } });
    await kept.settled();
    const { show, operator } = await wholeShow(folder, crossroads(), { keepFolder: folder });
    expect(await operator.do({ do: 'rollBack' })).toBe('');
    await vi.waitFor(() => expect(operator.now.scene).toBe('open'));
    operator.close();
    await show.stop();
    expect(await readSettings(folder)).toEqual({
      film: { of: own, staged: elsewhere, name: 'elsewhere' },
      filmBefore: { of: own, folder: own, name: 'film' },
    });
  });
});
